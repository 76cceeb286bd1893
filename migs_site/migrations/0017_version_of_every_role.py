"""Whoever may change content makes a new version, also a database role that may not write the version by itself.

So the triggers act for the owner of the tables, and look for nothing in the schemas that a session names.
"""

from django.db import migrations

FUNCTIONS = ("public.content_touch()", "public.content_raise()")


def altered(how: str) -> list[str]:
    return [f"ALTER FUNCTION {function} {how}" for function in FUNCTIONS]


class Migration(migrations.Migration):

    dependencies = [("migs_site", "0016_content_version")]

    operations = [
        migrations.RunSQL(
            altered("SECURITY DEFINER SET search_path = ''"), altered("SECURITY INVOKER RESET search_path")
        )
    ]
