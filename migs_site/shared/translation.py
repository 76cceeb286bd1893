"""How far the translation of a page has come."""

from wagtail_localize.models import Translation


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
