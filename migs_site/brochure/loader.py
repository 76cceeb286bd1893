"""Makes the records and pages of the brochure that the database lacks, in English and then in French.

What exists is left as it is, so staff's changes stay: a record is known by its slug or its identity, a page by its
translation key, which no move or change of words alters. Everything happens in one transaction.

Sections of the file are loaded in its order. Each names the model of its records, and each page its type, as fixtures
do.
"""

from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from wagtail.fields import RichTextField, StreamField
from wagtail.models import DraftStateMixin, Locale, Page, Site
from wagtail_localize.models import Translation, TranslationSource

from migs_site.brochure.filling import Filler, child_relations, has_field, related_rows
from migs_site.brochure.source import Entry, French, Mistake, read_english
from migs_site.brochure.values import Unexpected, Values, expect, identity
from migs_site.models import ContactDetails

PAGE_WORDS = {"key", "type", "parent", "in_menus"}
WELCOME_TITLE = "Welcome to your new Wagtail site!"


class Loader:
    """Loads one pair of content files; ``report`` is called with a line of progress for each thing made."""

    def __init__(self, english: Path, french: Path, report: Callable[[str], None]):
        self.path = english
        self.content = read_english(english)
        self.french = French(french)
        self.report = report
        self.filler = Filler(english, self.french, Values(self.page, self.record))
        self.made = 0

    @transaction.atomic
    def load(self) -> int:
        """Make what is missing and return how many things were made; Mistake leaves the database as it was."""
        english = Locale.objects.get_or_create(language_code="en")[0]
        french = Locale.objects.get_or_create(language_code="fr")[0]
        for section, content in self.content.items():
            if section == "contact":
                self.load_contact(content)
            elif section == "pages":
                self.load_pages(content, english, french)
            else:
                self.load_records(section, content)
        return self.made

    def tell(self, line: str) -> None:
        self.made += 1
        self.report(line)

    # Records

    def load_contact(self, entry: Entry) -> None:
        # Wagtail makes an empty row as soon as anybody looks at the setting.
        if not ContactDetails.objects.exclude(acronym="").exists():
            contact = ContactDetails.objects.first() or ContactDetails()
            self.filler.fill(contact, entry, "contact")
            self.filler.save(contact, entry)
            self.tell("contact")

    def load_records(self, section: str, content: Entry) -> None:
        """A section of records of one model, each under the word that it is known by."""
        with self.filler.pointing_at(self.content, section):
            entries = dict(expect(Entry, content))
            if entries.pop("model", None) is None:
                raise Unexpected(f"“{section}” needs “model”, as in “model: app.ModelName”")
        model = self.model_named(content, "model")
        for name, entry in entries.items():
            self.load_record(model, f"{section}/{name}", name, entry)

    def load_record(self, model: type[models.Model], key: str, name: str, entry: Entry) -> None:
        known_by = {"slug": name} if has_field(model, "slug") else {"identity": identity(key)}
        if not model.objects.filter(**known_by).exists():
            record = model(**known_by)
            self.filler.fill(record, entry, key)
            self.store(record, entry)
            self.tell(key)

    def store(self, record: models.Model, entry: Entry) -> None:
        """Save what an editor would save, and publish what an editor would publish."""
        self.filler.save(record, entry)
        if isinstance(record, DraftStateMixin):
            record.save_revision().publish()

    def model_named(self, entry: Entry, word: str, kind: str = "model") -> type[models.Model]:
        try:
            model = apps.get_model(entry[word])
        except (LookupError, ValueError, TypeError, AttributeError):
            model = None
        if model is None or issubclass(model, Page) != (kind == "page type"):
            said = f"“{entry[word]}” is no {kind}: expected app.ModelName"
            raise Mistake(self.path, entry.lines[word], said)
        return model

    def record(self, model: type[models.Model], slug: str) -> models.Model:
        try:
            return model.objects.get(slug=slug)
        except model.DoesNotExist:
            raise Unexpected(f"there is no {model._meta.verbose_name} “{slug}” in this file") from None

    # Pages

    def load_pages(self, entries: list[Entry], english: Locale, french: Locale) -> None:
        """The pages that are missing: all of them bare, then all with what may lead to others, then in French."""
        new = [entry for entry in entries if not self.pages_of(entry).filter(locale=english).exists()]
        for entry in new:
            self.add_page(entry, english)
        for entry in new:
            self.fill_page(entry)
        for entry in entries:
            if not self.pages_of(entry).filter(locale=french).exists():
                translate(self.page(entry["key"]), entry["key"], french, self.french)
                self.tell(f"{entry['key']} (fr)")

    def pages_of(self, entry: Entry):
        return Page.objects.filter(translation_key=identity(entry["key"]))

    def page(self, key: str) -> Page:
        page = Page.objects.filter(translation_key=identity(key), locale__language_code="en").first()
        if not page:
            raise Unexpected(f"there is no page “{key}” in this file")
        return page.specific

    def add_page(self, entry: Entry, locale: Locale) -> None:
        """A page with its plain fields, so that every page exists before any refers to another."""
        model = self.page_type(entry)
        page = model(translation_key=identity(entry["key"]), locale=locale, live=False)
        page.show_in_menus = entry.get("in_menus", False)
        later = PAGE_WORDS | set(related_rows(model))
        plain = {name for name in entry if name not in later and not self.waits(model, name)}
        self.filler.fill(page, entry, entry["key"], plain)
        with self.filler.pointing_at(entry, "parent"):
            parent = self.page(entry["parent"]) if "parent" in entry else None
        with self.filler.pointing_at(entry):
            if parent:
                parent.add_child(instance=page)
            else:
                self.add_home(page)

    def page_type(self, entry: Entry) -> type[Page]:
        for word in ("key", "type"):
            if word not in entry:
                raise Mistake(self.path, entry.line, f"a page needs “{word}”")
        return self.model_named(entry, "type", "page type")

    def add_home(self, page: Page) -> None:
        """The first page of the site; Wagtail's own welcome page makes room for it."""
        Page.objects.filter(depth=2, title=WELCOME_TITLE).delete()
        Page.get_first_root_node().add_child(instance=page)
        host, _, port = settings.BASE_URL.split("://")[1].partition(":")
        default_port = 443 if settings.IS_HTTPS else 80
        Site.objects.get_or_create(
            is_default_site=True,
            defaults={
                "hostname": host,
                "port": int(port or default_port),
                "site_name": settings.WAGTAIL_SITE_NAME,
                "root_page": page,
            },
        )

    def fill_page(self, entry: Entry) -> None:
        page = self.page(entry["key"])
        self.filler.fill(page, entry, entry["key"], {name for name in entry if self.waits(type(page), name)})
        with self.filler.pointing_at(entry):
            page.save_revision().publish()
        self.add_rows(page, entry)
        self.tell(entry["key"])

    def add_rows(self, page: Page, entry: Entry) -> None:
        """Rows that name a page which has just been made and that stand in its entry, as the editions of a book do."""
        for name, relation in related_rows(type(page)).items():
            with self.filler.pointing_at(entry, name):
                rows = [expect(Entry, row) for row in expect(list, entry.get(name, []))]
            made = self.filler.children(relation, rows, entry["key"])
            for row, words in zip(made, rows, strict=True):
                setattr(row, relation.field.name, page)
                self.store(row, words)

    def waits(self, model: type[Page], name: str) -> bool:
        """Whether a value may refer to other pages and so waits until all of them exist."""
        if name in PAGE_WORDS:
            return False
        if name in child_relations(model):
            return True
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        is_page = isinstance(field, models.ForeignKey) and issubclass(field.related_model, Page)
        return is_page or isinstance(field, StreamField | RichTextField)


def translate(page: Page, key: str, locale: Locale, french: French) -> Page:
    """Fill in every string of a page from the PO file, make its French page and publish it.

    Mistake where a string has no French: half a French page would not be one.
    """
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    po = translation.export_po()
    for segment in po:
        segment.msgstr = french.need(key, segment.msgid)
    translation.import_po(po)
    # Publishing is left to us: wagtail-localize would wait for the commit, and a kill in between would lose it.
    translated, _created = source.create_or_update_translation(locale, publish=False)
    translated.get_latest_revision().publish()
    return translated
