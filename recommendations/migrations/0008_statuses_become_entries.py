"""A status that staff had typed on a page has no date, judgement or source: it becomes a draft that asks for them."""

from django.db import migrations


def make_drafts(apps, schema_editor):
    pages = apps.get_model("recommendations", "RecommendationPage").objects
    entries = apps.get_model("recommendations", "ProgressEntry").objects
    for page in pages.filter(locale__language_code="en").exclude(status="not_assessed"):
        entries.create(recommendation=page, status=page.status, date="", live=False, has_unpublished_changes=True)


def give_back_statuses(apps, schema_editor):
    pages = apps.get_model("recommendations", "RecommendationPage").objects
    entries = apps.get_model("recommendations", "ProgressEntry").objects
    for entry in entries.exclude(recommendation=None).order_by("date", "pk"):
        pages.filter(translation_key=entry.recommendation.translation_key).update(status=entry.status)


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0007_progress_entries")]

    operations = [migrations.RunPython(make_drafts, give_back_statuses)]
