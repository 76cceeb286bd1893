"""Editions beside the book: the new table, and room in the old ones while what they hold moves there."""

import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models

import recommendations.isbn
import recommendations.iso_codes


class Migration(migrations.Migration):

    dependencies = [
        ("recommendations", "0002_previews_out_of_blocks"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.AlterField("bookpage", "imprint", models.CharField(blank=True, max_length=150, verbose_name="imprint")),
        migrations.AlterField("bookpage", "year", models.PositiveSmallIntegerField(null=True, verbose_name="year")),
        migrations.AlterField(
            "bookseller",
            "book",
            modelcluster.fields.ParentalKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sellers",
                to="recommendations.bookpage",
            ),
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("language", models.CharField(choices=recommendations.iso_codes.language_choices, default="en", max_length=2, verbose_name="language of the edition")),
                ("format", models.CharField(blank=True, choices=[("hardcover", "Hardcover"), ("paperback", "Paperback"), ("ebook", "E-book"), ("audiobook", "Audiobook")], help_text="Leave empty if it is not known.", max_length=20, verbose_name="format")),
                ("imprint", models.CharField(help_text="The publisher as the title page names it.", max_length=150, verbose_name="imprint")),
                ("place_en", models.CharField(blank=True, max_length=100, verbose_name="place of publication, English")),
                ("place_fr", models.CharField(blank=True, help_text="Leave empty if it is the same in French.", max_length=100, verbose_name="place of publication, French")),
                ("year", models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1800), django.core.validators.MaxValueValidator(2200)], verbose_name="year")),
                ("pages", models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name="pages")),
                ("isbn", recommendations.isbn.IsbnField(blank=True, help_text="From the back of the book, with 13 figures or 10; the site adds the hyphens.", max_length=17, verbose_name="ISBN")),
                ("book", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="recommendations.bookpage", verbose_name="book")),
                ("latest_revision", models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="wagtailcore.revision", verbose_name="latest revision")),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
                "ordering": ["sort_order", "pk"],
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            "edition",
            models.UniqueConstraint(
                condition=models.Q(("isbn", ""), _negated=True),
                fields=("isbn",),
                name="edition_isbn_once",
                violation_error_message="Another edition has this ISBN: each edition has one of its own.",
            ),
        ),
        migrations.AddField(
            "bookseller",
            "edition",
            modelcluster.fields.ParentalKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sellers",
                to="recommendations.edition",
            ),
        ),
        migrations.AddField(
            "bookseller",
            "country",
            models.CharField(blank=True, choices=recommendations.iso_codes.country_choices, help_text="Leave empty for a seller who serves every country.", max_length=2, verbose_name="country"),
        ),
        migrations.AddField(
            "bookseller",
            "language",
            models.CharField(blank=True, choices=recommendations.iso_codes.language_choices, help_text="Leave empty if it has several.", max_length=2, verbose_name="language of the shop"),
        ),
    ]
