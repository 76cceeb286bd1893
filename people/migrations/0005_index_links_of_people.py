from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0004_merged_records")]

    operations = [
        migrations.AddIndex(
            model_name="personpage",
            index=GinIndex(fields=["links"], opclasses=["jsonb_path_ops"], name="person_links"),
        )
    ]
