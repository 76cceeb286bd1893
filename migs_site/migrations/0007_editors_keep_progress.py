"""Editors and Moderators enter what became of recommendations. An entry that was public is taken down, not deleted."""

from django.db import migrations

RECORD_KEEPERS = ("Editors", "Moderators")
ACTIONS = ("add", "change", "publish", "view")


def allow(apps, schema_editor):
    """The permissions are made here, because Django makes them only after all migrations."""
    groups = list(apps.get_model("auth", "Group").objects.filter(name__in=RECORD_KEEPERS))
    content_types = apps.get_model("contenttypes", "ContentType").objects
    kind = content_types.get_or_create(app_label="recommendations", model="progressentry")[0]
    for action in ACTIONS:
        permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type_id=kind.pk,
            codename=f"{action}_progressentry",
            defaults={"name": f"Can {action} progress entry"},
        )
        for group in groups:
            group.permissions.add(permission.pk)


def forbid(apps, schema_editor):
    given = apps.get_model("auth", "Group").permissions.through.objects
    of_entries = {
        "permission__content_type__app_label": "recommendations",
        "permission__content_type__model": "progressentry",
    }
    given.filter(group__name__in=RECORD_KEEPERS, **of_entries).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("migs_site", "0006_editors_keep_editions"),
        ("recommendations", "0009_status_follows_from_entries"),
    ]

    operations = [migrations.RunPython(allow, forbid)]
