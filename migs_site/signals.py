"""What follows when pages are published or copied. Connected in apps.py."""

from django.core.exceptions import PermissionDenied
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signals import copy_for_translation_done, page_published, page_slug_changed, post_page_move
from wagtail_localize.models import Translation

from migs_site.base.primary_pages import is_primary
from migs_site.editorial.services import begin_translation, cancel_schedule
from migs_site.tasks import follow_moved_page, follow_published_page


@receiver(page_published)
def queue_translations(sender, instance, **kwargs):
    """Facts travel at once: a published page's translations follow in the background."""
    translations = Translation.objects.filter(
        source__object_id=instance.translation_key, source__locale_id=instance.locale_id, enabled=True
    )
    if translations.exists():
        follow_published_page.configure(lock=f"page-{instance.pk}").defer(page_id=instance.pk)


@receiver(post_save, sender=Revision)
def forget_cancelled_day(sender, instance, update_fields, **kwargs):
    """“Cancel scheduled publish” saves this field alone, and leaves the day, for which “Publish” would wait again."""
    if update_fields and set(update_fields) == {"approved_go_live_at"} and instance.approved_go_live_at is None:
        cancel_schedule(revision=instance)


@receiver(pre_save, sender=PageViewRestriction)
def refuse_private_pages(sender, **kwargs):
    """Not only in the forms of our page types: one on the root of the tree would be one on all of them."""
    raise PermissionDenied(_("A page is a draft or it is public. No page can be for some readers only."))


@receiver(copy_for_translation_done)
def offer_translation(sender, source_obj, target_obj, **kwargs):
    if isinstance(source_obj, Page):
        begin_translation(source=source_obj.specific, target=target_obj)


@receiver(post_page_move)
def queue_move_of_translations(sender, instance, parent_page_before, parent_page_after, **kwargs):
    """The place of a page follows from English to French, as its facts do."""
    if is_primary(instance) and parent_page_before.pk != parent_page_after.pk and instance.get_translations().exists():
        follow_moved_page.configure(lock=f"page-{instance.pk}").defer(page_id=instance.pk)


@receiver(page_published)
def take_address(sender, instance, **kwargs):
    end_redirects_from([instance])


@receiver([page_slug_changed, post_page_move])
def take_addresses(sender, instance, **kwargs):
    end_redirects_from([instance, *instance.get_descendants().live()])


def end_redirects_from(pages: list[Page]) -> None:
    """Forget what was redirected automatically from where pages now stand: the first, and some from below it.

    Without a page there the redirect would answer again, for a page that may be unpublished or another one's.
    """
    first = pages[0]
    parts = first.get_url_parts()
    if not parts:
        return
    paths = [Redirect.normalise_path(parts[2] + page.url_path.removeprefix(first.url_path)) for page in pages]
    Redirect.objects.filter(automatically_created=True, old_path__in=paths).delete()
