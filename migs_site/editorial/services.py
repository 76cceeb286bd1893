"""Writes that reach across pages."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from migs_site.base.pages import live_translations

logger = logging.getLogger(__name__)


def begin_translation(*, source: Page, target: Page) -> None:
    """Let translators open a new French draft side by side with its English page. Idempotent."""
    translation_source, _created = TranslationSource.get_or_create_from_instance(source)
    Translation.objects.get_or_create(source=translation_source, target_locale=target.locale)


@transaction.atomic
def bring_translations_up_to_date(*, page: Page) -> list[Page]:
    """Give a published page's translations its facts, and its translators its new words. Returns what was published.

    A translation expires with its page, however far it is. It is published only where it is public already, every
    text has its words, and no translator has saved words that they have not published. Nothing is written where
    nothing changed, so it can run twice.

    The translations are locked before their source: whoever publishes or deletes one does so in that order, too.
    """
    others = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).order_by("pk")
    list(others.select_for_update(no_key=True).values_list("pk"))
    source = TranslationSource.objects.select_for_update().get_for_instance_or_none(page)
    if not source:
        return []
    source.update_from_db()
    published = []
    for translation in source.translations.filter(enabled=True).select_related("target_locale"):
        target = page.get_translation_or_none(translation.target_locale)
        if target:
            let_end_with_its_source(target, page)
        if target and is_ready(translation, target) and is_behind(source, target):
            updated, _created = source.create_or_update_translation(translation.target_locale, publish=False)
            updated.get_latest_revision().publish()
            published.append(updated)
    return published


def let_end_with_its_source(translation: Page, source: Page) -> None:
    """Give a translation, which was begun with the day on which its page was then to expire, that page's own."""
    if translation.expire_at != source.expire_at:
        translation.expire_at = source.expire_at
        Page.objects.filter(pk=translation.pk).update(expire_at=source.expire_at)


def is_ready(translation: Translation, target: Page) -> bool:
    """Whether a translation may be published by itself."""
    if not target.live:
        return False
    total, translated = translation.get_progress()
    unpublished_words = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id,
        locale=translation.target_locale,
        updated_at__gt=target.last_published_at,
    )
    return total == translated and not unpublished_words.exists()


def is_behind(source: TranslationSource, target: Page) -> bool:
    """Whether the public translation differs from what its source and its words would make now, and may be that."""
    fresh = source.get_ephemeral_translated_instance(target.locale)
    try:
        fresh.full_clean()
    except ValidationError as error:
        logger.warning("Not brought up to date: %s (%s)", target.title, " ".join(error.messages))
        return False
    return fresh.serializable_data() != target.specific.serializable_data()


@transaction.atomic
def unpublish_in_both_languages(*, pages: list[Page], **options) -> int:
    """Unpublish pages and the public translations of the English ones: all, or none where one cannot be.

    ``options`` are those of Wagtail's ``unpublish``. Returns how many pages were public before.
    """
    public = [page for page in [*pages, *live_translations(pages)] if page.live]
    for page in public:
        page.unpublish(**options)
    return len(public)


@transaction.atomic
def move_translations(*, page: Page) -> list[Page]:
    """Put the translations of a page where the page is: below the translation of its parent. Returns what was moved.

    One whose place does not exist in its language, or is taken, stays where it is; staff are told of it.
    """
    parent, moved = page.get_parent(), []
    for translation in page.get_translations().filter(alias_of=None):
        place = parent.get_translation_or_none(translation.locale)
        if place and is_free_for(place, translation):
            translation.move(place, pos="last-child")
            moved.append(translation)
    return moved


def is_free_for(place: Page, page: Page) -> bool:
    """Whether a page can be moved below another, and is not there already."""
    if page.is_child_of(place) or page == place or place.is_descendant_of(page):
        return False
    return Page._slug_is_available(page.slug, place, page)


@transaction.atomic
def cancel_schedule(*, revision: Revision) -> None:
    """Take the day on which a page was to appear out of a version that was scheduled, and out of all after it."""
    day = revision.content.get("go_live_at")
    later = Revision.objects.for_instance(revision.content_object).filter(pk__gte=revision.pk)
    for version in later.select_for_update():
        if day and version.content.get("go_live_at") == day:
            Revision.objects.filter(pk=version.pk).update(content=version.content | {"go_live_at": None})
    type(revision.content_object).objects.filter(pk=revision.object_id, live=False).update(go_live_at=None)


def keep_to_schedule() -> None:
    """Publish what is due, take down what has expired, with its French. One page that cannot be holds up no other."""
    now = timezone.now()
    for page in Page.objects.live().filter(expire_at__lt=now).order_by("expire_at", "pk"):
        try:
            with transaction.atomic():
                unpublish_in_both_languages(
                    pages=[page.specific], set_expired=True, log_action="wagtail.unpublish.scheduled"
                )
        except Exception:
            logger.exception("A page whose time is over could not be unpublished: %s", page.title)
    for revision in Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"):
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except Exception:
            logger.exception("A scheduled page could not be published: %s", revision.object_str)
