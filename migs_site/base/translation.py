"""How far the translation of a page has come, and what needs none."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import capfirst
from django.utils.translation import ngettext
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

MOST_NAMED = 5


def missing_words(page) -> int:
    """How many texts of a translated page have no translation yet; 0 for a page that is written in its own language.

    A page whose translation staff have stopped (“Stop synced translation”) is written in its own language.
    """
    waiting = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    )
    for translation in waiting:
        total, translated = translation.get_progress()
        return total - translated
    return 0


def missing_words_error(page) -> str:
    """Which texts of a translated page have no translation yet, in a sentence; nothing where all have."""
    missing = missing_words(page)
    if not missing:
        return ""
    sentence = ngettext(
        "Not published: %(count)d text has no translation yet: %(texts)s. Translate it, then publish again.",
        "Not published: %(count)d texts have no translation yet: %(texts)s. Translate them, then publish again.",
        missing,
    )
    texts = missing_texts(page)
    named = [*texts[:MOST_NAMED], "…"] if len(texts) > MOST_NAMED else texts
    return sentence % {"count": missing, "texts": ", ".join(named)}


def missing_texts(page) -> list[str]:
    """The fields in which words are missing, each once, with the tab on which it stands: “Slug (Promote)”."""
    translation = translation_of(page)
    if not translation:
        return []
    segments = translation.source.stringsegment_set.annotate_translation(page.locale).filter(translation=None)
    names = {path.split(".")[0] for path in segments.values_list("context__path", flat=True)}
    tabs = tabs_of_fields(page)
    order = {name: place for place, name in enumerate(tabs)}
    fields = [page._meta.get_field(name) for name in sorted(names, key=lambda name: order.get(name, len(order)))]
    labels = [(capfirst(getattr(field, "verbose_name", field.name)), tabs.get(field.name)) for field in fields]
    return [f"{label} ({tab})" if tab else str(label) for label, tab in labels]


def tabs_of_fields(page) -> dict[str, str]:
    """The name of the tab of the editor on which each field or list of a page stands, in the editor's order."""
    tabs = {}
    for tab in page.get_edit_handler().children:
        options = tab.get_form_options()
        tabs |= dict.fromkeys([*options.get("fields", []), *options.get("formsets", {})], tab.heading)
    return tabs


def translation_of(page) -> Translation | None:
    """What stands side by side for a translator of this page; None where the page has its own words."""
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()


def as_translated(page) -> Page | None:
    """A translated page with the words that its translators have written by now; None where it has its own words."""
    translation = translation_of(page)
    return translation and translation.source.get_ephemeral_translated_instance(page.locale, fallback=True)


def waiting_translations() -> QuerySet[Translation]:
    """Translations that somebody has begun and in which words are missing."""
    translated = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=OuterRef(OuterRef("target_locale_id")),
        has_error=False,
    )
    missing = StringSegment.objects.filter(~Exists(translated), source_id=OuterRef("source_id"))
    return Translation.objects.filter(Exists(missing), enabled=True)


def has_words(page: Page) -> bool:
    """Whether a page has texts that a translator has to write."""
    return any(isinstance(segment, StringSegmentValue) for segment in extract_segments(page))


def texts_without(page: Page, locale: Locale) -> int:
    """How many texts of a page, as it is now, have no translation into a language: its translator may know less yet."""
    texts = [segment for segment in extract_segments(page) if isinstance(segment, StringSegmentValue)]
    written = StringTranslation.objects.filter(
        locale=locale, has_error=False, context__object_id=page.translation_key
    ).values_list("context__path", "translation_of__data")
    known = set(written)
    return sum((text.path, text.string.data) not in known for text in texts if not text.is_empty())


@transaction.atomic
def translate_without_words(page: Page, *, user=None) -> list[Page]:
    """Publish the translations of a page in which nothing waits for a translator; returns those that were made.

    Nothing is made of a page with words of its own, nor below a parent that does not exist in that language.
    """
    if has_words(page):
        return []
    made = []
    for locale in Locale.objects.exclude(pk=page.locale_id):
        if page.get_parent().has_translation(locale) and not page.has_translation(locale):
            source, _created = TranslationSource.update_or_create_from_instance(page)
            Translation.objects.get_or_create(source=source, target_locale=locale)
            version, _created = source.create_or_update_translation(locale, user=user, publish=False)
            version.get_latest_revision().publish(user=user)
            made.append(version)
    return made
