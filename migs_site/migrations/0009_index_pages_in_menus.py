"""Every page of the site asks for the few pages in the menu, which are found without reading all pages.

The table is Wagtail's, so no model of ours can name the index.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("migs_site", "0008_editors_settle_assessments"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX migs_site_pages_in_menus ON wagtailcore_page (depth) WHERE show_in_menus",
            "DROP INDEX migs_site_pages_in_menus",
        )
    ]
