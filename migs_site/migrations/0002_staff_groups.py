"""Who on the staff may do what.

Editors and Moderators are Wagtail's groups. Both publish here, because the institute has no second reader, and both
keep the records. Where gifts go is for a group of its own: whoever can change that address can take the gifts.
"""

from django.db import migrations

RECORD_KEEPERS = ("Editors", "Moderators")
RECORDS = [
    ("people", "organization", ("add", "change", "delete", "view")),
    ("recommendations", "addressee", ("add", "change", "delete", "view")),
    ("migs_site", "contactdetails", ("change",)),
]
TARGETS = [("donations", "donationtarget", ("add", "change", "view")), ("wagtailadmin", "admin", ("access",))]


def permissions(apps, wanted):
    """The permissions of these records; they are made here, because Django makes them only after all migrations."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    known = apps.get_model("auth", "Permission").objects
    for app, model, actions in wanted:
        content_type, _created = content_types.get_or_create(app_label=app, model=model)
        for action in actions:
            codename = f"{action}_{model}"
            yield known.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": f"Can {action} {model}"}
            )[0]


def make_groups(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    page_permissions = apps.get_model("wagtailcore", "GroupPagePermission").objects
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    publish = list(permissions(apps, [("wagtailcore", "page", ("publish",))]))[0]
    for name in RECORD_KEEPERS:
        group, _created = groups.get_or_create(name=name)
        group.permissions.add(*permissions(apps, RECORDS))
        if root:
            page_permissions.get_or_create(group=group, page=root, permission=publish)
    groups.get_or_create(name="Donations")[0].permissions.add(*permissions(apps, TARGETS))


def forget_groups(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    for group in groups.filter(name__in=RECORD_KEEPERS):
        group.permissions.remove(*permissions(apps, RECORDS))
    page_permissions = apps.get_model("wagtailcore", "GroupPagePermission").objects
    page_permissions.filter(group__name="Editors", permission__codename="publish_page").delete()
    groups.filter(name="Donations").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("migs_site", "0001_initial"),
        ("donations", "0001_initial"),
        ("people", "0001_initial"),
        ("recommendations", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(make_groups, forget_groups)]
