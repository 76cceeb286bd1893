"""A book's page loses what its editions hold."""

import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("recommendations", "0004_move_books_to_editions")]

    operations = [
        migrations.RemoveConstraint("bookseller", "seller_once_per_book"),
        migrations.RemoveField("bookseller", "book"),
        migrations.AlterField(
            "bookseller",
            "edition",
            modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="sellers", to="recommendations.edition"
            ),
        ),
        migrations.AddConstraint(
            "bookseller",
            models.UniqueConstraint(
                deferrable=models.Deferrable["DEFERRED"],
                fields=("edition", "organization", "country"),
                name="seller_once_per_edition_and_country",
                violation_error_message="This seller is already in the list for this country.",
            ),
        ),
        migrations.RemoveField("bookpage", "book_language"),
        migrations.RemoveField("bookpage", "imprint"),
        migrations.RemoveField("bookpage", "isbn"),
        migrations.RemoveField("bookpage", "pages"),
        migrations.RemoveField("bookpage", "year"),
        migrations.AlterModelOptions(
            "bookseller", options={"ordering": ["sort_order"], "verbose_name": "seller", "verbose_name_plural": "sellers"}
        ),
    ]
