"""Coordinators open rounds, and give codes to those who come late."""

from django.db import migrations

GROUP = "Internship coordinators"
MODELS = {"round": "round", "latecode": "late code"}
ACTIONS = ["add", "change", "delete", "view"]


def grant(apps, schema_editor):
    """Permissions are otherwise made only after all migrations have run."""
    groups = apps.get_model("auth", "Group").objects.filter(name=GROUP)
    for model, name in MODELS.items():
        content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="internships", model=model
        )
        for action in ACTIONS:
            permission, _made = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {name}"}
            )
            for group in groups:
                group.permissions.add(permission)


def take_back(apps, schema_editor):
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="internships", content_type__model__in=MODELS
    )
    for group in apps.get_model("auth", "Group").objects.filter(name=GROUP):
        group.permissions.remove(*permissions)


class Migration(migrations.Migration):
    dependencies = [("internships", "0023_rounds_and_late_codes")]

    operations = [migrations.RunPython(grant, take_back)]
