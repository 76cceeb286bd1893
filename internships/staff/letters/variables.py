"""The variables of letters: which there are, whether a text names others, and what they stand for."""

import datetime
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from internships.models import Application, ChosenProject, InternshipPage
from migs_site.base.plain_text import readable
from migs_site.models import ContactDetails, ProjectPage
from migs_site.outbox.models import MARKER

State = Application.State

VARIABLES = {
    "name": gettext_lazy("the applicant’s name"),
    "reference": gettext_lazy("the reference number"),
    "project": gettext_lazy("the projects applied for"),
    "answer by": gettext_lazy("the date by which an offer must be answered"),
    "link": gettext_lazy("the applicant’s personal link to the application"),
    "contact": gettext_lazy("the contact person and email address"),
}
CODE = re.compile(r"\[\[([^\[\]\n]*)\]\]")
INSIDE_A_WORD = re.compile(r"(?<=\w)\.(?=\w)")
LINK, ANSWER_BY = "link", "answer by"


def known(state: str = "") -> list[str]:
    """The variables that a letter for a state can have; without one, those of any letter but a date to answer by."""
    return [name for name in VARIABLES if name != ANSWER_BY or state == State.OFFER]


def named(code: str) -> str:
    return " ".join(code.split()).casefold()


def check_variables(text: str, names: Iterable[str]) -> None:
    """Raises ValidationError where a text has a variable that is not among these, or half a one."""
    names = list(names)
    unknown = [code for code in CODE.findall(text) if named(code) not in names]
    if unknown or "[[" in CODE.sub("", text) or "]]" in CODE.sub("", text):
        listed = ", ".join(f"[[{name}]]" for name in names)
        wrong = f"[[{unknown[0]}]]" if unknown else _("An unfinished variable")
        sentence = _("%(wrong)s is not known here. These variables can be used: %(listed)s.")
        raise ValidationError(sentence % {"wrong": wrong, "listed": listed})


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with the value of each variable. What a value itself says is never taken for a variable."""
    return CODE.sub(lambda code: values[named(code[1])], text)


def harmless(value: str) -> str:
    """One line that hides nothing, in which neither a variable nor an address can stand: strangers type names.

    “J.R. Smith” becomes “J. R. Smith”, “win.example” no link.
    """
    apart = INSIDE_A_WORD.sub(r"\g<0> ", readable(value).replace("://", ": / / "))
    return apart.replace("[[", "[ [").replace("]]", "] ]")


@dataclass(frozen=True)
class Facts:
    """What letters say beyond the rows of the applications, asked for once for many."""

    contacts: Mapping[str, tuple[str, str]]  # by language: name and address
    projects: Mapping[uuid.UUID, list[uuid.UUID]]  # by application: translation keys
    titles: Mapping[tuple[uuid.UUID, str], str]  # by translation key and language
    institute: ContactDetails | None  # what stands in the frame of every mail

    def contact(self, language: str) -> str:
        return ", ".join(filter(None, self.contacts.get(language, ())))

    def reply_to(self, language: str) -> list[str]:
        _name, address = self.contacts.get(language, ("", ""))
        return [address] if address else []

    def project(self, application: Application) -> str:
        languages = (application.language, "en")
        keys = self.projects.get(application.pk, [])
        found = [next(filter(None, (self.titles.get((key, code)) for code in languages)), "") for key in keys]
        return ", ".join(filter(None, found)) or _("our projects")


def facts_for(applications: Iterable[Application]) -> Facts:
    """In four queries, however many they are."""
    chosen = ChosenProject.objects.filter(application__in=applications).order_by("pk")
    projects: dict[uuid.UUID, list[uuid.UUID]] = {}
    for application, key in chosen.values_list("application", "project__translation_key"):
        projects.setdefault(application, []).append(key)
    keys = {key for each in projects.values() for key in each}
    pages_of_projects = ProjectPage.objects.filter(translation_key__in=keys).order_by()
    titles = pages_of_projects.values_list("translation_key", "locale__language_code", "title")
    pages = InternshipPage.objects.live().order_by("pk")
    institute = ContactDetails.objects.exclude(email="").first()
    contacts = dict.fromkeys(("en", "fr"), ("", institute.email)) if institute else {}
    for code, *contact in pages.values_list("locale__language_code", "contact_name", "contact_email"):
        if contact[1]:
            contacts[code] = tuple(contact)
    return Facts(contacts, projects, {(key, code): title for key, code, title in titles}, institute)


def values_of(application: Application, facts: Facts, answer_by: datetime.date | None = None) -> dict[str, str]:
    """What the variables stand for in a letter to one applicant, in their language."""
    with translation.override(application.language):
        return {
            "name": harmless(application.name),
            "reference": application.reference,
            "project": facts.project(application),
            ANSWER_BY: date_format(answer_by, "DATE_FORMAT") if answer_by else "",
            LINK: MARKER,
            "contact": facts.contact(application.language),
        }
