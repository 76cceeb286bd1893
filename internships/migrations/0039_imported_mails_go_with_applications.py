"""The database deletes what is known of an imported email with its application."""

from django.db import migrations

from migs_site.base.database_cascades import cascade


class Migration(migrations.Migration):
    dependencies = [("internships", "0038_imported_mails")]

    operations = [cascade("internships_importedmail", "application_id")]
