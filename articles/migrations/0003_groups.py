"""The groups of an editorial team, with their permissions.

Teams may change them; nothing here runs a second time.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

_SHARED = ("topic", "person", "notice")
_HISTORY = ("edition", "change", "redirect", "signoff", "reviewentry", "setaside")
_LOOKING = [
    "view_article",
    *(f"view_{name}" for name in (*_SHARED, *_HISTORY, "schedule", "bulkjob", "bulkitem")),
]

GROUPS = {
    "Writers": [*_LOOKING, "add_article", "change_article"],
    "Reviewers": [*_LOOKING, "sign_off_article"],
    "Publishers": [
        *_LOOKING,
        *(f"{act}_{name}" for name in _SHARED for act in ("add", "change", "delete")),
        "delete_article",
        "publish_article",
        "schedule_article",
        "move_article",
    ],
    # Everything of ours, and the accounts.
    "Administrators": None,
}


def make_groups(apps, schema_editor):
    """Create the groups that aren't there; those that are keep what they have."""
    for label in ("articles", "auth"):
        _make_permissions(apps, label)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ours = Permission.objects.filter(content_type__app_label="articles")
    accounts = Permission.objects.filter(
        content_type__app_label="auth", content_type__model__in=("user", "group")
    )
    for name, codenames in GROUPS.items():
        group, created = Group.objects.get_or_create(name=name)
        if not created:
            continue
        group.permissions.set(
            ours | accounts if codenames is None else ours.filter(codename__in=codenames)
        )


def _make_permissions(apps, label):
    """Django makes permissions after all migrations; here they are needed now."""
    config = apps.get_app_config(label)
    # The state's own configuration has no module, which Django takes for an app without models.
    before = getattr(config, "models_module", None)
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = before


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_desk"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
