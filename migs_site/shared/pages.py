"""What every public page has. No tables here."""

from django.utils.functional import cached_property
from wagtail.models import Locale, Page
from wagtail_localize.fields import BaseTranslatableField


class SharedRows(BaseTranslatableField):
    """Tells wagtail-localize to leave a list alone: it hangs on the English page and serves both languages."""


class SitePage(Page):
    """A page of the site in one language; its English twin is the record that both languages share.

    A list of facts (members, sellers, launches) is stored once, on the English page. A page type names such lists
    in ``shared_rows`` and templates read them through ``record``, so that French can never show other facts.
    """

    shared_rows: tuple[str, ...] = ()

    show_in_menus_default = False

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.exclude_fields_in_copy = list(cls.shared_rows)
        cls.override_translatable_fields = [SharedRows(name) for name in cls.shared_rows] + list(
            cls.__dict__.get("override_translatable_fields", [])
        )

    def derive(self) -> None:
        """Set the fields that follow from others. Called before every check, of drafts and of public pages alike."""

    def full_clean(self, *args, **kwargs):
        self.derive()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        self.derive()
        super().minimal_clean()

    @cached_property
    def record(self):
        """The English page of this page; the page itself where it is English or has no English twin."""
        english = Locale.get_default()
        if self.locale_id == english.id:
            return self
        return self.get_translation_or_none(english) or self


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
