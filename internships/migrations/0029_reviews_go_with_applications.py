"""The database deletes notes, reviews and the like with their application, whoever deletes that."""

from django.db import migrations

from migs_site.base.database_cascades import cascade


class Migration(migrations.Migration):
    dependencies = [("internships", "0028_reviews_and_notes")]

    operations = [
        *[cascade(f"internships_{name}", "application_id") for name in ("note", "assignment", "review", "recusal")],
        cascade("internships_score", "review_id"),
    ]
