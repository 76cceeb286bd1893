"""Every page of the site names those of the first level in its foot, which are found without reading all pages.

The table is Wagtail's, so no model of ours can name the index.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("migs_site", "0010_next_page_of_a_page")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX migs_site_pages_of_the_first_level ON wagtailcore_page (depth) WHERE depth = 3",
            "DROP INDEX migs_site_pages_of_the_first_level",
        )
    ]
