"""Sample objects of the site itself for specimens: real models, never stored, all of them plainly invented."""

import datetime

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Locale

from migs_site.base.samples import placed, sample_picture
from migs_site.models import ContactDetails
from migs_site.models.contact import SocialLink
from migs_site.styleguide.words import LONG_EMAIL, say, title
from migs_site.web.navigation import MenuEntry, Version

CODES = [code for code, _name in settings.LANGUAGES]
# A day that every specimen can be compared on.
DAY = datetime.date(2001, 9, 1)


def locale(code: str | None = None) -> Locale:
    """The reader's language unless another is named. The number only has to tell languages apart."""
    code = code or get_language()
    return Locale(pk=CODES.index(code) + 1, language_code=code)


def other_language() -> str:
    return next(code for code in CODES if code != get_language())


def page_of(model, *, language: str | None = None, **fields):
    """A page of a type, in the reader's language, with an address."""
    page = placed(model(locale=locale(language), **fields))
    page.set_derived_fields()
    return page


def cover_picture():
    return sample_picture("cover", say("A sample cover", "Une couverture d’exemple"))


def portrait_picture():
    return sample_picture("portrait", say("A sample portrait", "Un portrait d’exemple"))


def landscape_picture(credit: str = ""):
    return sample_picture("landscape", say("A sample picture", "Une image d’exemple"), credit)


def contact(**fields) -> ContactDetails:
    standard = {
        "name_en": "Sample Institute",
        "name_fr": "Institut Exemple",
        "acronym": "SI",
        "university_en": "Sample University",
        "university_fr": "Université Exemple",
        "postal_address_en": "1 Sample Street\nSampletown",
        "postal_address_fr": "1, rue de l’Exemple\nExempleville",
        "telephone": "514 555-0100",
        "telephone_extensions": "11, 12",
        "fax": "514 555-0199",
        "email": "sample@example.org",
        "website": "https://example.org/",
        "social_links": [SocialLink(network="Sample network", address="https://example.org/sample")],
    }
    return ContactDetails(**standard | fields)


def long_contact() -> ContactDetails:
    return contact(
        name_en="Sample Institute for the Internationalization of Responsibilities and Sample Studies",
        name_fr="Institut d’exemple pour l’internationalisation des responsabilités et les études d’exemple",
        acronym="SIIRSS",
        postal_address_en="\n".join(f"Sample line {number} of a long address" for number in range(1, 7)),
        postal_address_fr="\n".join(f"Ligne d’exemple {number} d’une longue adresse" for number in range(1, 7)),
        telephone_extensions="11111, 22222, 33333",
        email=LONG_EMAIL,
        website="https://a-very-long-sample-name-of-a-site-without-any-space.departments.example.org/",
    )


def bare_contact() -> ContactDetails:
    """As on the first day: nothing filled in."""
    return ContactDetails(social_links=[])


def menu(number: int, length: int = 1, current: str = "") -> list[MenuEntry]:
    """That many entries; the second carries the mark of where the reader is."""
    return [MenuEntry(f"{title(length)} {at}", "/", current if at == 2 else "") for at in range(1, number + 1)]


def versions(*, here: str | None = "/", there: str | None = "/", home: str | None = "/") -> list[Version]:
    """The page at hand in the reader's language and in the other; without an address where it does not exist."""
    names = {"en": "English", "fr": "Français"}
    addresses = {get_language(): here, other_language(): there}
    return [Version(code, names[code], addresses[code], home) for code in CODES]
