"""Editors and Moderators settle after how many months a recommendation is due for assessment."""

from django.db import migrations

RECORD_KEEPERS = ("Editors", "Moderators")


def allow(apps, schema_editor):
    """The permission is made here, because Django makes it only after all migrations."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    kind = content_types.get_or_create(app_label="recommendations", model="assessmentsettings")[0]
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type_id=kind.pk,
        codename="change_assessmentsettings",
        defaults={"name": "Can change assessment of recommendations"},
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RECORD_KEEPERS):
        group.permissions.add(permission.pk)


def forbid(apps, schema_editor):
    given = apps.get_model("auth", "Group").permissions.through.objects
    given.filter(
        group__name__in=RECORD_KEEPERS,
        permission__content_type__app_label="recommendations",
        permission__codename="change_assessmentsettings",
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("migs_site", "0007_editors_keep_progress"),
        ("recommendations", "0014_months_between_assessments"),
    ]

    operations = [migrations.RunPython(allow, forbid)]
