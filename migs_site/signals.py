"""What follows when pages are published or copied. Connected in apps.py."""

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import copy_for_translation_done, page_published
from wagtail_localize.models import Translation

from migs_site.services import begin_translation
from migs_site.tasks import follow_published_page


@receiver(page_published)
def queue_translations(sender, instance, **kwargs):
    """Facts travel at once: a published page's translations follow in the background."""
    translations = Translation.objects.filter(
        source__object_id=instance.translation_key, source__locale_id=instance.locale_id, enabled=True
    )
    if translations.exists():
        follow_published_page.configure(lock=f"page-{instance.pk}").defer(page_id=instance.pk)


@receiver(copy_for_translation_done)
def offer_translation(sender, source_obj, target_obj, **kwargs):
    if isinstance(source_obj, Page):
        begin_translation(source=source_obj.specific, target=target_obj)
