"""The database deletes packed files with their application, and their parts with them."""

from django.db import migrations

from migs_site.base.database_cascades import cascade


class Migration(migrations.Migration):
    dependencies = [("internships", "0040_packed_files")]

    operations = [
        cascade("internships_packedfiles", "application_id"),
        cascade("internships_packedfileschunk", "packed_id"),
    ]
