"""Whatever is wrong in a form of the admin is said beside the field that mends it, and in one answer."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Collection

from migs_site.accounts.models import User
from tests.editing import signed_in
from tests.factories import donations, images, pages, people, recommendations
from tests.factories.accounts import editor, superuser
from tests.migs_site.editorial.sent_halves import SentForm, send, unmarked
from tests.migs_site.sample_pages import SAMPLE_PAGES

pytestmark = pytest.mark.django_db


SOURCE = {"address": "https://example.org/a", "archive_address": "https://example.org/b", "published_on": "2010"}
# What cannot be said before something else is filled in: an entry about a set needs no status.
LATER = {"progress entry": {"status"}}
# What the help of a field says in words of its own.
HELPED = {
    "sources-0-published_on": ["Required if there is no address."],
    "sources-0-read_on": ["Required if there is an address."],
}


def root() -> Collection:
    return Collection.get_first_root_node()


def named_editor() -> User:
    user = editor()
    user.first_name, user.last_name = "Ada", "Byron"
    user.save()
    return user


def document() -> Document:
    return Document.objects.create(title="Report", file=SimpleUploadedFile("report.pdf", b"%PDF-1.4"))


def snippet(record) -> str:
    return reverse(f"wagtailsnippets_{record._meta.app_label}_{record._meta.model_name}:edit", args=[record.pk])


def page(record) -> str:
    return reverse("wagtailadmin_pages:edit", args=[record.pk])


def full_group() -> str:
    group = people.group_page(source_en="as printed", source_fr="selon l’imprimé", confirmed_on="2010")
    terms = {"role_en": "Chair", "role_fr": "Présidente", "affiliation_en": "McGill", "affiliation_fr": "McGill"}
    people.membership(group, people.person_page(), **terms, starts_on="2009", ends_on="2010")
    people.membership(group, people.person_page(surname="Neve"), **terms, starts_on="2009", ends_on="2010")
    return page(group)


def full_edition() -> str:
    edition = recommendations.edition(recommendations.book_page(), price=5, currency="CAD", priced_on="2010")
    recommendations.book_seller(edition, people.organization())
    return snippet(edition)


def full_entry() -> str:
    about = recommendations.recommendation(recommendations.recommendation_set())
    source = recommendations.progress_source(**SOURCE)
    words = {"answer_en": "Yes.", "answer_fr": "Oui."}
    return snippet(recommendations.progress_entry(about, sources=[source], **words))


def full_recommendation() -> str:
    printed = {"printed_en": "Do it.", "printed_page_en": "12", "printed_fr": "Faites-le.", "printed_page_fr": "13"}
    return page(recommendations.recommendation(recommendations.recommendation_set(), live=False, **printed))


def setting(record) -> str:
    return reverse("wagtailsettings:edit", args=[record._meta.app_label, record._meta.model_name, record.pk])


FULL = {
    "assessment": lambda: setting(recommendations.assessment_settings()),
    "contact details": lambda: setting(pages.contact_details()),
    "document": lambda: reverse("wagtaildocs:edit", args=[document().pk]),
    "user": lambda: reverse("wagtailusers_users:edit", args=[named_editor().pk]),
    "collection": lambda: reverse("wagtailadmin_collections:edit", args=[root().add_child(name="Events").pk]),
    "redirect": lambda: reverse("wagtailredirects:edit", args=[Redirect.objects.create(old_path="/a").pk]),
    "group": full_group,
    "edition": full_edition,
    "progress entry": full_entry,
    "recommendation": full_recommendation,
    "addressee": lambda: snippet(recommendations.addressee(jurisdiction_en="Canada", jurisdiction_fr="Canada")),
    "donation target": lambda: snippet(donations.donation_target()),
    "organization": lambda: snippet(people.organization(place_en="Geneva", place_fr="Genève")),
    "catalogue": lambda: snippet(recommendations.library_catalogue()),
    "image": lambda: reverse("wagtailimages:edit", args=[images.image(alt_en="A", alt_fr="B").pk]),
} | {label: (lambda make=make: page(make())) for label, make in SAMPLE_PAGES.items()}


@pytest.mark.parametrize("label", FULL)
def test_all_is_said_at_its_field_and_at_once_and_what_is_asked_for_says_so_before(label, subtests):
    address = FULL[label]()
    client = signed_in(superuser())
    opened = client.get(address)
    form = SentForm(opened)

    for way, changes in form.halves().items():
        with subtests.test(way):
            first = send(client, address, form.values | changes)
            mended = {name: value for name, value in changes.items() if name not in first.refused}
            again = send(client, address, form.values | mended)

            assert changes or way == "second"  # where one field alone is filled in
            assert [name for name in first.refused if name.endswith(":")] == []
            left = again.refused.keys() - LATER.get(label, set())
            assert (left, again.status_code) == (set(), 200 if again.refused else 302)
            missing = {name: HELPED.get(name, first.refused[name]) for name in first.refused if not changes.get(name)}
            assert way == "mistyped" or unmarked(opened, missing) == []
