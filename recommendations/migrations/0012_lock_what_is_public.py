"""Whatever was ever made public counts as public as it stands now: what stood there before is not known."""

from django.db import migrations
from django.db.models import F


def lock(apps, schema_editor):
    pages = apps.get_model("recommendations", "RecommendationPage").objects.exclude(first_published_at=None)
    pages.update(
        published_number=F("number"), published_statement=F("statement"), published_addressee=F("addressee")
    )


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0011_corrections")]

    operations = [migrations.RunPython(lock, migrations.RunPython.noop)]
