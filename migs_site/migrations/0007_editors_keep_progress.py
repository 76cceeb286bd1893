"""Editors and Moderators enter what became of recommendations. An entry that was public is taken down, not deleted."""

from django.db import migrations

RECORD_KEEPERS = ("Editors", "Moderators")
ACTIONS = ("add", "change", "publish", "view")


def permissions(apps):
    """They are made here, because Django makes them only after all migrations."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    content_type, _created = content_types.get_or_create(app_label="recommendations", model="progressentry")
    for action in ACTIONS:
        yield apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_progressentry",
            defaults={"name": f"Can {action} progress entry"},
        )[0]


def allow(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RECORD_KEEPERS):
        group.permissions.add(*permissions(apps))


def forbid(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RECORD_KEEPERS):
        group.permissions.remove(*permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("migs_site", "0006_editors_keep_editions"),
        ("recommendations", "0009_status_follows_from_entries"),
    ]

    operations = [migrations.RunPython(allow, forbid)]
