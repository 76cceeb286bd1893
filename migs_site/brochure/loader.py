"""Makes the records and pages of the brochure that the database lacks, in English and then in French.

What exists is left as it is, so staff's changes stay: a record is known by its slug, a page by its translation key,
which no move or change of words alters. Everything happens in one transaction.
"""

from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Page, Site

from donations.models import DonationTarget
from migs_site.brochure.filling import Filler, child_relations
from migs_site.brochure.source import Entry, French, Mistake, read_english
from migs_site.brochure.translations import translate
from migs_site.brochure.values import Unexpected, Values, expect, identity
from migs_site.models import ContactDetails
from people.models import Organization
from recommendations.models import Addressee, BookPage, Edition, LibraryCatalogue, ProgressEntry

RECORDS = {
    "organizations": Organization,
    "addressees": Addressee,
    "donation_targets": DonationTarget,
    "library_catalogues": LibraryCatalogue,
}
PAGE_WORDS = {"key", "type", "parent", "in_menus", "editions"}
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
        self.load_contact()
        for section, model in RECORDS.items():
            for slug, entry in self.content.get(section, {}).items():
                self.load_record(section, model, slug, entry)
        entries = self.content.get("pages", [])
        new = [entry for entry in entries if not self.pages_of(entry).filter(locale=english).exists()]
        for entry in new:
            self.add_page(entry, english)
        for entry in new:
            self.fill_page(entry)
        for entry in entries:
            if not self.pages_of(entry).filter(locale=french).exists():
                translate(self.page(entry["key"]), entry["key"], french, self.french)
                self.tell(f"{entry['key']} (fr)")
        for key, entry in self.content.get("progress", {}).items():
            self.load_progress(f"progress/{key}", entry)
        return self.made

    def tell(self, line: str) -> None:
        self.made += 1
        self.report(line)

    # Records

    def load_contact(self) -> None:
        entry = self.content.get("contact")
        # Wagtail makes an empty row as soon as anybody looks at the setting.
        if entry and not ContactDetails.objects.exclude(acronym="").exists():
            contact = ContactDetails.objects.first() or ContactDetails()
            self.filler.fill(contact, entry, "contact")
            self.filler.save(contact, entry)
            self.tell("contact")

    def load_record(self, section: str, model: type[models.Model], slug: str, entry: Entry) -> None:
        if not model.objects.filter(slug=slug).exists():
            record = model(slug=slug)
            self.filler.fill(record, entry, f"{section}/{slug}")
            self.filler.save(record, entry)
            self.tell(f"{section}/{slug}")

    def load_progress(self, key: str, entry: Entry) -> None:
        """What became of a recommendation or a set, published as an editor would: in both languages at once."""
        if not ProgressEntry.objects.filter(identity=identity(key)).exists():
            made = ProgressEntry(identity=identity(key))
            self.filler.fill(made, entry, key)
            self.filler.save(made, entry)
            made.save_revision().publish()
            self.tell(key)

    def record(self, model: type[models.Model], slug: str) -> models.Model:
        try:
            return model.objects.get(slug=slug)
        except model.DoesNotExist:
            raise Unexpected(f"there is no {model._meta.verbose_name} “{slug}” in this file") from None

    # Pages

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
        plain = {name for name in entry if name not in PAGE_WORDS and not self.waits(model, name)}
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
        try:
            return apps.get_model(entry["type"])
        except (LookupError, ValueError):
            line = entry.lines["type"]
            raise Mistake(self.path, line, f"“{entry['type']}” is no page type: expected app.ModelName") from None

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
        self.add_editions(page, entry)
        self.tell(entry["key"])

    def add_editions(self, page: Page, entry: Entry) -> None:
        """The editions of a book that has just been made; they are records of their own, with their sellers."""
        with self.filler.pointing_at(entry, "editions"):
            rows = [expect(Entry, row) for row in expect(list, entry.get("editions", []))]
            if rows and not isinstance(page, BookPage):
                raise Unexpected("only a book has editions")
        for order, words in enumerate(rows):
            edition = Edition(book=page, sort_order=order)
            self.filler.fill(edition, words, entry["key"])
            self.filler.save(edition, words)

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
