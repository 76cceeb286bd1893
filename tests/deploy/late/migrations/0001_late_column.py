from django.db import migrations


class Migration(migrations.Migration):
    operations = [
        migrations.RunSQL(
            "ALTER TABLE wagtailcore_page ADD COLUMN late integer", "ALTER TABLE wagtailcore_page DROP COLUMN late"
        ),
    ]
