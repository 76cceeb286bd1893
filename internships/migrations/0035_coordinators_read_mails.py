"""Coordinators see the mails about applications in the outbox: hold, edit and send them again."""

from django.db import migrations

GROUP = "Internship coordinators"
PERMISSIONS = [("view_mail", "Can view mail"), ("change_mail", "Can change mail")]


def grant(apps, schema_editor):
    """Permissions are otherwise made only after all migrations have run."""
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="outbox", model="mail"
    )
    for codename, name in PERMISSIONS:
        permission, _made = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        for group in apps.get_model("auth", "Group").objects.filter(name=GROUP):
            group.permissions.add(permission)


def take_back(apps, schema_editor):
    codenames = [codename for codename, _name in PERMISSIONS]
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="outbox", codename__in=codenames
    )
    for group in apps.get_model("auth", "Group").objects.filter(name=GROUP):
        group.permissions.remove(*permissions)


class Migration(migrations.Migration):
    dependencies = [("internships", "0034_decisions_go_with_applications"), ("outbox", "0001_mails")]

    operations = [migrations.RunPython(grant, take_back)]
