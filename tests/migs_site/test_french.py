"""The French of the interface is complete, is set as Quebec sets type, and says nothing else than the English."""

import re
from collections.abc import Iterator
from pathlib import Path

import django
import polib
import pytest
from django.apps import apps
from django.db.models import Field
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.functional import Promise
from modelcluster.fields import ParentalKey
from wagtail.blocks import Block, ListBlock
from wagtail.fields import StreamField

from migs_site.local.database import ROOT

ENTRIES = list(polib.pofile(ROOT / "locale/fr/LC_MESSAGES/django.po"))
OUR_PACKAGES = {"migs_site", "people", "recommendations", "donations", "internships"}
SAME_IN_BOTH = {
    "%(number)s page",
    "%(number)s pages",
    "JSON",
    "SHA-256",
    "%(standing)s, in memoriam",
    "Action",
    "action",
    "Affiliation",
    "affiliation",
    "Contributions",
    "Correction",
    "Corrections",
    "Source",
    "Sources",
    "correction",
    "corrections",
    "source",
    "sources",
    "CV",
    "Code",
    "code",
    "note",
    "Date",
    "Dates",
    "Format",
    "ISBN",
    "ISBN-10",
    "Image",
    "In memoriam",
    "Menu",
    "Message",
    "Page",
    "Pages",
    "date",
    "dates",
    "format",
    "image",
    "images",
    "introduction",
    "message",
    "pages",
    "portrait",
    "Variables",
}
PLACEHOLDER_OR_TAG = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}|</?\w[^>]*>")
ADDRESS = re.compile(r"https?://\S*")
NO_BREAK = "\N{NO-BREAK SPACE}"
MISTAKES = {
    "a colon without a no-break space before it": rf"(?<!{NO_BREAK}):",
    "a space before ; ! or ?": r"\s[;!?]",
    "« without a no-break space after it": rf"«(?!{NO_BREAK})",
    "» without a no-break space before it": rf"(?<!{NO_BREAK})»",
    "a straight apostrophe": "'",
    "a quotation mark that is not French": '["“”]',
    "three dots instead of one sign": r"\.\.\.",
}
# Django counts in Kio, Mio and Gio; nobody who attaches a file does. Quebec writes "courriel", not "e-mail".
OUR_OWN_CHOICE = {"%s KB", "%s MB", "%s GB", "Email"}
TEMPLATES = sorted(path for ending in ("html", "txt") for path in (ROOT / "templates").rglob(f"*.{ending}"))
NOT_WORDS = re.compile(
    r"\{#.*?#\}|\{% fragment as \w*id %\}.*?\{% endfragment %\}|\{% blocktranslate.*?%\}.*?\{% endblocktranslate %\}"
    r"|\{%.*?%\}|\{\{.*?\}\}|<svg.*?</svg>|<style.*?</style>|<!doctype html>",
    re.DOTALL,
)
SPOKEN_ATTRIBUTE = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"')
HTML_TAG = re.compile(r"<[^>]*>")
# Filled in by the site itself, never shown with a label.
NEVER_LABELLED = {
    "donations.DonationCount.target",
    "images.SiteImage.focal_point_height",
    "images.SiteImage.focal_point_width",
    "images.SiteImage.focal_point_x",
    "images.SiteImage.focal_point_y",
    "images.SiteRendition.file",
    "images.SiteRendition.filter_spec",
    "images.SiteRendition.image",
    "internships.ApplicationFile.sha256",
    "internships.ChosenProject.application",
    "internships.ChosenProject.project",
    "migs_site.ErrorReport.kind",
    "migs_site.ErrorReport.mailed_at",
    "migs_site.ErrorReport.path",
    "migs_site.ErrorReport.request_id",
    "migs_site.ErrorReport.seen_at",
    "migs_site.ErrorReport.times",
    "migs_site.PendingPurge.machine",
    "migs_site.PendingPurge.path",
    "migs_site.PendingPurge.since",
    "migs_site.SentForm.answer",
    "migs_site.SentForm.button",
    "migs_site.SentForm.by_itself",
    "migs_site.SentForm.content",
    "migs_site.SentForm.form",
    "migs_site.SentForm.location",
    "migs_site.SentForm.made_pk",
    "migs_site.SentForm.made_type",
    "migs_site.SentForm.revision_id",
    "rate_limits.Budget.name",
    "rate_limits.Budget.who",
    "rate_limits.Budget.whole_again_at",
}


def pairs(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each form of a message in English and in French."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return list(zip([entry.msgid, entry.msgid_plural], entry.msgstr_plural.values(), strict=True))


def all_pairs() -> list[tuple[str, str]]:
    return [pair for entry in ENTRIES for pair in pairs(entry)]


def words_in(template: str) -> list[str]:
    """The words of a template that do not go through gettext, spoken attributes among them."""
    left = NOT_WORDS.sub("", template)
    found = [*SPOKEN_ATTRIBUTE.findall(left), *HTML_TAG.sub("\n", left).splitlines()]
    return [words.strip() for words in found if re.search(r"[^\W\d_]", words)]


def our_fields() -> list[Field]:
    """The fields of our own models that somebody may fill in; a row's link to the page it stands on is none."""
    models = [model for model in apps.get_models() if model.__module__.split(".")[0] in OUR_PACKAGES]
    fields = [field for model in models for field in model._meta.local_fields + model._meta.local_many_to_many]
    return [
        field for field in fields if field.editable and not field.auto_created and not isinstance(field, ParentalKey)
    ]


def labels(block: Block, path: str) -> Iterator[tuple[str, object]]:
    """Where each block inside a block stands, and its label."""
    for name, child in getattr(block, "child_blocks", {}).items():
        yield f"{path}.{name}", child.label
        yield from labels(child, f"{path}.{name}")
    if isinstance(block, ListBlock):
        yield from labels(block.child_block, path)


def test_every_message_has_its_french():
    no_french = [english for english, french in all_pairs() if not french]
    left_in_english = {english for english, french in all_pairs() if french == english}
    doubtful = [entry.msgid for entry in ENTRIES if entry.fuzzy or entry.obsolete]

    assert (no_french, left_in_english, doubtful) == ([], SAME_IN_BOTH, [])


def test_placeholders_and_tags_are_those_of_the_english():
    def gaps(words):
        return sorted(PLACEHOLDER_OR_TAG.findall(words))

    assert [pair for pair in all_pairs() if gaps(pair[0]) != gaps(pair[1])] == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_type_is_set_as_quebec_sets_it(mistake):
    plain = [HTML_TAG.sub("", ADDRESS.sub("", french)) for _english, french in all_pairs()]

    assert [french for french in plain if re.search(MISTAKES[mistake], french)] == []


def test_words_that_django_and_wagtail_say_too_keep_their_meaning():
    ours = {entry.msgid: entry.msgstr for entry in ENTRIES if not entry.msgctxt and not entry.msgid_plural}
    others = [Path(django.__path__[0], "conf"), *(Path(app.path) for app in apps.get_app_configs())]
    compiled = [path for other in others for path in other.glob("locale/fr/LC_MESSAGES/django.mo")]
    theirs = [entry for path in compiled for entry in polib.mofile(path) if not entry.msgctxt and entry.msgstr]

    changed = {e.msgid for e in theirs if ours.get(e.msgid, e.msgstr).casefold() != e.msgstr.casefold()}

    assert changed == OUR_OWN_CHOICE


def test_every_word_of_a_template_can_be_translated():
    left = {str(path.relative_to(ROOT)): words_in(path.read_text()) for path in TEMPLATES}

    assert {path: words for path, words in left.items() if words} == {}


def test_every_field_that_staff_see_has_a_name_that_can_be_translated():
    assert {str(field) for field in our_fields() if not isinstance(field.verbose_name, Promise)} == NEVER_LABELLED


def test_every_block_that_staff_see_has_a_label_that_can_be_translated():
    fields = [field for field in our_fields() if isinstance(field, StreamField)]

    found = [pair for field in fields for pair in labels(field.stream_block, str(field))]

    assert [path for path, label in found if not isinstance(label, Promise)] == []


@pytest.mark.parametrize(("language", "path"), [("en", "/en/apply/"), ("fr", "/fr/candidature/")])
def test_the_form_has_an_address_in_each_language(language, path):
    with translation.override(language):
        assert (reverse("internships:apply"), resolve(path).view_name) == (path, "internships:apply")


@pytest.mark.parametrize(("language", "path"), [("en", "/en/give/fund/"), ("fr", "/fr/don/fund/")])
def test_the_way_to_the_donation_processor_has_an_address_in_each_language(language, path):
    with translation.override(language):
        assert (reverse("donations:redirect", args=["fund"]), resolve(path).view_name) == (path, "donations:redirect")
