"""What follows when recommendations are published. Connected in apps.py."""

from django.db import transaction
from wagtail.models import get_page_models
from wagtail.signals import page_published

from recommendations.models import RecommendationPage
from recommendations.models.corrections import Public, record


@transaction.atomic
def keep_what_was_public(sender, instance, revision, **kwargs):
    """Keep the earlier words of a recommendation that has just been published, by whichever way, and lock the new ones.

    The reasons have served then: the next change needs its own.
    """
    if not instance.live:
        return
    record(instance, Public.locked(instance))
    public = {f"published_{name}": getattr(instance, name) for name in Public._fields}
    sender.objects.filter(pk=instance.pk).update(**public, correction_en="", correction_fr="")
    revision.content |= {"correction_en": "", "correction_fr": ""}
    revision.save(update_fields=["content"])


for model in get_page_models():
    if issubclass(model, RecommendationPage):
        page_published.connect(keep_what_was_public, sender=model)
