"""What follows when recommendations are published. Connected in apps.py."""

from django.db import transaction
from wagtail.models import get_page_models
from wagtail.signals import page_published

from recommendations.models import RecommendationPage
from recommendations.models.corrections import PublishedVersion, save_correction


@transaction.atomic
def save_what_was_published(sender, instance, revision, **kwargs):
    """Keep the earlier words of a recommendation that has just been published, by whichever way, and lock the new ones.

    The reasons have served then: the next change needs its own.
    """
    if not instance.live:
        return
    save_correction(instance, PublishedVersion.locked(instance))
    published = {f"published_{name}": getattr(instance, name) for name in PublishedVersion._fields}
    sender.objects.filter(pk=instance.pk).update(**published, correction_en="", correction_fr="")
    revision.content |= {"correction_en": "", "correction_fr": ""}
    revision.save(update_fields=["content"])


for model in get_page_models():
    if issubclass(model, RecommendationPage):
        page_published.connect(save_what_was_published, sender=model)
