"""Whoever asks for a picture names its file, also one that is not there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("images", "0003_wanted_renditions")]

    operations = [
        migrations.AddIndex(model_name="siterendition", index=models.Index(fields=["file"], name="rendition_by_file")),
    ]
