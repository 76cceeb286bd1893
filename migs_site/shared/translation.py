"""How far the translation of a page has come."""

from django.db.models import Exists, OuterRef, QuerySet
from wagtail_localize.models import StringSegment, StringTranslation, Translation


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
