"""A table for the content of files. It lies sealed, so PostgreSQL shall not try to compress it (STORAGE EXTERNAL)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("internships", "0010_pages_and_warnings_of_files")]

    operations = [
        migrations.CreateModel(
            name="ApplicationFileChunk",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "file_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("content", models.BinaryField()),
                (
                    "file",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="chunks",
                        to="internships.applicationfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a file",
                "verbose_name_plural": "parts of files",
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE internships_applicationfilechunk ALTER COLUMN content SET STORAGE EXTERNAL",
            migrations.RunSQL.noop,
        ),
        migrations.AddField(
            model_name="applicationfile",
            name="sealed_size",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        # Without a file on the disk from now on.
        migrations.AlterField(
            model_name="applicationfile",
            name="file",
            field=models.FileField(null=True, upload_to="", verbose_name="file"),
        ),
    ]
