"""A status that staff had typed on a page has no date, judgement or source: it becomes a draft that asks for them."""

from django.db import migrations
from django.db.models import Q


def make_drafts(apps, schema_editor):
    pages = apps.get_model("recommendations", "RecommendationPage").objects
    entries = apps.get_model("recommendations", "ProgressEntry").objects
    for page in pages.filter(locale__language_code="en").exclude(status="not_assessed"):
        entries.create(recommendation=page, status=page.status, date="", live=False, has_unpublished_changes=True)


def give_back_statuses(apps, schema_editor):
    """What was public, or else what make_drafts() made; no draft of anybody becomes public."""
    pages = apps.get_model("recommendations", "RecommendationPage").objects
    entries = apps.get_model("recommendations", "ProgressEntry").objects
    given = entries.exclude(recommendation=None).filter(Q(live=True) | Q(date="", judgement_en=""))
    for entry in given.order_by("live", "date", "pk"):
        pages.filter(translation_key=entry.recommendation.translation_key).update(status=entry.status)


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0007_progress_entries")]

    operations = [migrations.RunPython(make_drafts, give_back_statuses)]
