"""A draft is a row of its own: no file without an application, no fingerprint of a form, and links know where they went."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

# Kept for a day, for forms that are no more. The triggers look at once, or the table could not be altered after it.
NO_FILE_ALONE = """
DELETE FROM internships_applicationfile WHERE application_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
FINGERPRINTS = """
UPDATE internships_application SET fingerprint = id::text;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("internships", "0036_mail_preferences")]

    operations = [
        migrations.RunSQL(NO_FILE_ALONE, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="applicationfile", name="one_file_of_each_kind"),
        # By hand: Django would make the foreign key anew, without its ON DELETE CASCADE (migration 13).
        migrations.RunSQL(
            "ALTER TABLE internships_applicationfile ALTER COLUMN application_id SET NOT NULL",
            "ALTER TABLE internships_applicationfile ALTER COLUMN application_id DROP NOT NULL",
            state_operations=[
                migrations.AlterField(
                    model_name="applicationfile",
                    name="application",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="internships.application",
                        verbose_name="application",
                    ),
                )
            ],
        ),
        migrations.AddConstraint(
            model_name="applicationfile",
            constraint=models.UniqueConstraint(fields=("application", "kind"), name="one_file_of_each_kind"),
        ),
        migrations.RemoveField(model_name="application", name="confirmed_at"),
        migrations.AlterField(
            model_name="application",
            name="fingerprint",
            field=models.CharField(max_length=64, unique=True, editable=False, null=True),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, FINGERPRINTS),
        migrations.RemoveField(model_name="application", name="fingerprint"),
        migrations.AlterField(
            model_name="application",
            name="created_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="begun"
            ),
        ),
        migrations.AlterField(
            model_name="application",
            name="typed",
            field=models.JSONField(db_default={}, default=dict, editable=False, verbose_name="answers of the draft"),
        ),
        migrations.AddField(
            model_name="applicationlink",
            name="mailed_to",
            field=models.EmailField(
                blank=True, db_default="", default="", max_length=254, verbose_name="link mailed to"
            ),
        ),
    ]
