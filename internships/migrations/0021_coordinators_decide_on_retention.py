"""Coordinators say how fast they answer, and how long applications are kept."""

from django.db import migrations

GROUP = "Internship coordinators"
MODEL, CODENAME = "internshipsettings", "change_internshipsettings"


def grant(apps, schema_editor):
    """Permissions are otherwise made only after all migrations have run."""
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="internships", model=MODEL
    )
    permission, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=CODENAME, defaults={"name": "Can change replies and retention"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name=GROUP):
        group.permissions.add(permission)


def take_back(apps, schema_editor):
    permissions = apps.get_model("auth", "Permission").objects.filter(codename=CODENAME)
    for group in apps.get_model("auth", "Group").objects.filter(name=GROUP):
        group.permissions.remove(*permissions)


class Migration(migrations.Migration):
    dependencies = [("internships", "0020_notices_stay_as_they_were")]

    operations = [migrations.RunPython(grant, take_back)]
