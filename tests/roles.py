"""People of an editorial team, by the groups that the migration makes."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group

from tests.factories import make_user

WRITERS, REVIEWERS, PUBLISHERS, ADMINISTRATORS = (
    "Writers",
    "Reviewers",
    "Publishers",
    "Administrators",
)


def make_member(*groups: str, **values: Any) -> Any:
    """A member of staff in these groups."""
    if not Group.objects.filter(name=ADMINISTRATORS).exists():
        # A test with transactions of its own empties all tables, and the groups with them.
        import_module("articles.migrations.0003_groups").make_groups(apps, None)
    user = make_user(**values)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user
