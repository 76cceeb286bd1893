"""What every public page has. No tables here."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

from django.apps import apps
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale, Page, PageViewRestriction, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

from migs_site.base.citable_works import Work
from migs_site.base.copying import SiteCopyForm
from migs_site.base.merged_records import with_merge_targets
from migs_site.base.own_addresses import address_error
from migs_site.base.packed_rows import packed, unpacked
from migs_site.base.plain_text import slug_of
from migs_site.base.primary_pages import is_primary, of_primary, primary, primary_id
from migs_site.base.text_hooks import WrittenPageForm
from migs_site.base.translation import missing_words_error
from migs_site.base.versions import LINKED_BY, chosen_version, narrow, together, versions_of

logger = logging.getLogger(__name__)


class NotTranslated(BaseTranslatableField):
    """Tells wagtail-localize to leave a field alone: it follows from others, or serves both languages as it is."""


class SitePage(Page):
    """A page of the site in one language. What both languages share is stored with its primary page, the English one.

    A page type names such lists of facts (members, sellers, launches) in ``shared_rows``, and with them the fields that
    are facts about such a list. They are read through ``primary``, so that French can never show other facts.
    """

    shared_rows: tuple[str, ...] = ()
    # Fields whose words are quoted elsewhere as they stand: in citations, files, feeds, e-mail and the admin.
    quoted_fields: tuple[str, ...] = ("title",)
    # The type of the page that readers go on to where staff choose none; without a type, the next page beside this one.
    leads_to: str = ""
    # What other pages show of one of this type beside its title and address; teasers() may bring along more.
    teaser_columns: tuple[str, ...] = ()
    # Foreign keys that its page shows, fetched with it when it is served.
    served_with: tuple[str, ...] = ()
    # The parameters behind the “?” that the page reads. All others are dropped before it sees them.
    read_parameters: tuple[str, ...] = ()

    next_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("next page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Offered at the end of this page. If you choose none, the site chooses one."),
    )

    promote_panels = [*Page.promote_panels, FieldPanel("next_page")]
    base_form_class, copy_form_class = WrittenPageForm, SiteCopyForm

    show_in_menus_default = False
    # A page is a draft or it is public. Lists, feeds and citations of other pages name what is public, and nobody but
    # staff can sign in.
    private_page_options: list[str] = []

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.override_translatable_fields = [
            *(NotTranslated(name) for name in cls.shared_rows),
            SynchronizedField("show_in_menus", overridable=False),  # the menu is the same in both languages
            *cls.__dict__.get("override_translatable_fields", []),
        ]

    @property
    def heading(self) -> str:
        """What stands at the head of the page and of its social card, and is cited."""
        return self.title

    @property
    def heading_language(self) -> str:
        """The language of the heading, where it is not the page's own for certain."""
        return ""

    @property
    def first_words(self) -> str:
        """What the page begins with, as text or rich text: search engines show it if editors give them no words."""
        return getattr(self, "introduction", "")

    @property
    def card_label(self) -> str:
        """The line above the heading on the page's social card; where it is empty, the section that the page is in."""
        return ""

    @property
    def card_numeral(self) -> str:
        """A number in very large type beside the heading; the label then says what is numbered."""
        return ""

    @property
    def place_name(self) -> str:
        """What the page is called on the way to it: the title, or what is numbered and its number."""
        return self.card_label if self.card_numeral else self.title

    @classmethod
    def feed_route(cls) -> str:
        """What follows the address of a page of this type in that of its feed; nothing for a type without one."""
        return ""

    @property
    def shows_contact_details(self) -> bool:
        """Whether the page itself says how to reach the institute, so that its foot need not."""
        return False

    @property
    def quoted_pages(self) -> list[Page]:
        """Other pages whose texts or pictures this one shows; known once its context was made."""
        return []

    def following(self) -> models.QuerySet:
        """The page that readers go on to where staff have chosen none, if there is one."""
        if self.leads_to:
            return self.first_page(self.leads_to)
        beside = Page.objects.live().filter(path__startswith=self.path[: -self.steplen], depth=self.depth)
        own = Page.objects.filter(pk=self.pk).values_list(of_primary("path"))
        return beside.annotate(place=of_primary("path")).filter(place__gt=models.Subquery(own)).order_by("place")[:1]

    def citable_works(self) -> list[Work]:
        """What can be cited of the page, in its language, the page itself first. Empty for a page nobody would cite."""
        return []

    def permanent_address(self, anchor: str = "") -> str:
        """The whole address to cite the page by, or a part of it; nothing of a page that is not saved."""
        if not self.pk:
            return ""
        address = urljoin(settings.BASE_URL, reverse("permanent", args=[self.pk]))
        return f"{address}#{anchor}" if anchor else address

    def schema_node(self, contact) -> dict:
        """The thing that the page is about, in the words of schema.org; nothing for a page that only leads to others.

        contact: ContactDetails.
        """
        return {}

    def contact_card(self, contact) -> str:
        """How to reach whom the page is about, as a vCard; nothing for most pages. contact: ContactDetails."""
        return ""

    def get_view_restrictions(self):
        """None: nobody can store any (migs_site/signals.py), so that a page need not ask the database twice."""
        return PageViewRestriction.objects.none()

    def merge_target(self) -> Page | None:
        """The page of the record that this one was merged into, in any language; None where it was not."""
        return None

    @classmethod
    def teasers(cls) -> models.QuerySet:
        """Pages of this type with all that teaser_columns name."""
        return cls.objects.all()

    def first_page(self, model: str) -> models.QuerySet:
        """The first live page of a type, named as app.Model, in this page's language."""
        return apps.get_model(model).objects.live().filter(locale=self.locale_id).order_by("path")[:1]

    def set_derived_fields(self) -> None:
        """Set the fields that follow from others. Called before every check, of drafts and of public pages alike."""

    def full_clean(self, *args, **kwargs):
        self.set_derived_fields()
        self.set_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        self.set_derived_fields()
        self.set_slug()
        super().minimal_clean()

    def clean(self):
        super().clean()
        if error := address_error(self, self.depth):
            raise ValidationError({"slug": error})

    def set_slug(self) -> None:
        """Make the address of all letters of the title; Wagtail would leave out ø, œ and whole alphabets."""
        if self.path and not self.slug and slug_of(self.title):
            self.slug = self._get_autogenerated_slug(slug_of(self.title))

    def save(self, *args, **kwargs):
        with indexed_once(self):
            return super().save(*args, **kwargs)

    def copy_for_translation(self, locale, copy_parents=False, alias=False, exclude_fields=None):
        """Begin a translation: a draft without the shared rows. Never an alias, which would show English as French."""
        excluded = [*(exclude_fields or []), *self.shared_rows]
        return super().copy_for_translation(locale, copy_parents=copy_parents, exclude_fields=excluded)

    def publication_errors(self) -> dict[str, str]:
        """Why the page may not be public as it is now: sentences, by the field that they are about; empty if it may.

        publish() asks, whoever calls it, and so does the admin before it publishes a translation or ticked pages.
        """
        error = address_error(self, self.depth) or missing_words_error(self)
        return {NON_FIELD_ERRORS: error} if error else {}

    def version_to_publish(self, revision):
        """The page that publication_errors() is asked of: this one, unless its type judges words of the version."""
        return self

    def publish(self, revision, **options):
        """Publish, unless the version has publication errors: then the page stays a draft, or as it was."""
        errors = self.version_to_publish(revision).publication_errors()
        if errors:
            logger.warning("Not published: %s (%s)", self.title, " ".join(dict.fromkeys(errors.values())))
            return None
        return super().publish(revision, **options)

    def with_content_json(self, content):
        """The page as a stored version has it, but with the records that others were merged into since."""
        return super().with_content_json(with_merge_targets(type(self), content))

    def live_translations(self) -> list[Page]:
        return live_translations([self])

    @cached_property
    def primary(self):
        """The primary page of this page; the page itself where it is that, or has none."""
        if is_primary(self):
            return self
        facts = [name for name in self.shared_rows if self._meta.get_field(name).concrete]
        page = narrow(type(self).objects.filter(primary(), translation_key=self.translation_key), *facts).first()
        return page or self

    def shared(self, name: str) -> models.QuerySet:
        """The rows of a list that is stored with the primary page; of that page at hand those that it holds."""
        if is_primary(self):
            return getattr(self, name).all()
        rows = self._meta.get_field(name)
        return rows.related_model.objects.filter(**{rows.field.name: primary_id(self)})


def live_translations(pages: list[Page]) -> list[Page]:
    """The public translations of primary pages. A translation has none: it goes, and its primary page stays."""
    locale = Locale.get_default().pk
    keys = [page.translation_key for page in pages if page.locale_id == locale]
    return list(Page.objects.live().filter(translation_key__in=keys, alias_of=None).exclude(primary()).specific())


def linked_pages(page: Page, *names: str, **lists) -> tuple[dict[str, Page | None], dict]:
    """The live pages that these foreign keys of a page lead to, as teasers, with other packed lists: one query.

    Each is in the language of the page; where it has no live translation the other language's page is given, and None
    where neither is on the site.
    """
    models_of = {name: page._meta.get_field(name).related_model for name in names}
    chosen = {name: versions_of(model.teasers(), getattr(page, f"{name}_id")) for name, model in models_of.items()}
    columns = {name: (*LINKED_BY, *model.teaser_columns) for name, model in models_of.items()}
    found = together(**{name: packed(chosen[name].order_by(), *columns[name]) for name in names}, **lists)
    versions = {name: [unpacked(model, each) for each in found[name]] for name, model in models_of.items()}
    return {name: chosen_version(versions[name], page) for name in names}, found


def localize(rows: list, name: str, locale_id: int) -> None:
    """Put the page <name> of each row into a language, in one query; a page without a translation stays as it is."""
    pages = [getattr(row, name) for row in rows]
    foreign = [page for page in pages if page.locale_id != locale_id]
    if not foreign:
        return
    keys = [page.translation_key for page in foreign]
    model = type(foreign[0])
    found = {p.translation_key: p for p in model.objects.live().filter(locale=locale_id, translation_key__in=keys)}
    for row, page in zip(rows, pages, strict=True):
        setattr(row, name, found.get(page.translation_key, page))


@contextmanager
def indexed_once(page: Page) -> Iterator[None]:
    """Saves a page and its rows. Wagtail reads the whole page for the index after each row that it stores, which for a
    list of five hundred takes minutes; here it is read once, at the end."""
    if getattr(reference_index_auto_update_disabled, "value", False):
        yield
    else:
        with disable_reference_index_auto_update():
            yield
    with transaction.atomic():
        ReferenceIndex.create_or_update_for_object(page)
