"""Editors and Moderators keep the editions of the book and the library catalogues, as they keep the other records."""

from django.db import migrations

RECORD_KEEPERS = ["Editors", "Moderators"]
MODELS = ["edition", "librarycatalogue"]
ACTIONS = ["add", "change", "delete", "view"]


def let_keep(apps, schema_editor):
    """The permissions are made here, because Django makes them only after all migrations."""
    groups = list(apps.get_model("auth", "Group").objects.filter(name__in=RECORD_KEEPERS))
    for model in MODELS:
        kind = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="recommendations", model=model)[0]
        for action in ACTIONS:
            permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type_id=kind.pk, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
            )
            for group in groups:
                group.permissions.add(permission.pk)


def let_go(apps, schema_editor):
    given = apps.get_model("auth", "Group").permissions.through.objects
    of_models = {"permission__content_type__app_label": "recommendations", "permission__content_type__model__in": MODELS}
    given.filter(group__name__in=RECORD_KEEPERS, **of_models).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("migs_site", "0005_content_warnings"),
        ("recommendations", "0006_prices_and_libraries"),
    ]

    operations = [migrations.RunPython(let_keep, let_go)]
