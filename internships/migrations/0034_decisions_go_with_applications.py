"""The database deletes decisions with the changes of state that they made."""

from django.db import migrations

from migs_site.base.database_cascades import cascade


class Migration(migrations.Migration):
    dependencies = [("internships", "0033_decisions")]

    operations = [cascade("internships_decision", "change_id")]
