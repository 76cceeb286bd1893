"""A group for those who review the applications that are assigned to them."""

from django.db import migrations

GROUP = "Internship reviewers"
PERMISSIONS = [
    ("internships", "application", "review_application", "Can review application"),
    ("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"),
]


def make_group(apps, schema_editor):
    """Permissions are otherwise made only after all migrations have run."""
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    for app_label, model, codename, name in PERMISSIONS:
        content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label=app_label, model=model
        )
        permission, _made = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        group.permissions.add(permission)


def empty_group(apps, schema_editor):
    """It stays, and may do nothing: what Wagtail and accounts store for groups is not at one version here."""
    for group in apps.get_model("auth", "Group").objects.filter(name=GROUP):
        group.permissions.clear()


class Migration(migrations.Migration):
    dependencies = [("internships", "0029_reviews_go_with_applications")]

    operations = [migrations.RunPython(make_group, empty_group)]
