"""The demo: its content and its logins, loaded once into an empty database."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.serializers import deserialize
from django.db import transaction

from articles.editorial import recompiling
from articles.models import Article, Person

from .markdown import read_draft
from .run import run


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody of the demo's team: their group (none: may do everything), and who they are."""

    group: str = ""
    person: str = ""


# One for each role, so that an article can be walked from one to the next.
LOGINS = {
    "admin": Login(),
    "writer": Login("Writers", "maren-holt"),
    "reviewer": Login("Reviewers", "rosalind-quayle"),
    "publisher": Login("Publishers"),
}


def load_content(folder: Path) -> int:
    """Load `demo.json` and `articles/` of `folder`, unless there are articles already.

    All of it is one transaction, so a run that was killed leaves nothing half loaded, and what
    editors did with the demo since is never touched. Gives the number of articles loaded.

    Raises:
        RuntimeError: the demo's own files are wrong.
    """
    with transaction.atomic():
        if Article.objects.exists():
            return 0
        for entry in orjson.loads((folder / "demo.json").read_bytes()):
            model: Any = apps.get_model(entry["model"])
            if not model.objects.filter(slug=entry["fields"]["slug"]).exists():
                row: Any = next(iter(deserialize("python", [entry]))).object
                recompiling.save(row)
        files = sorted((folder / "articles").glob("*.md"))
        report = run(files, read=read_draft, publishing=True)
        if report.failed:
            raise RuntimeError("\n".join(item.message for item in report.failed))
    return report.published


def make_logins(password: str) -> None:
    """Create the demo's logins that aren't there, with `password`."""
    users: Any = get_user_model().objects
    for name, login in LOGINS.items():
        if users.filter(username=name).exists():
            continue
        with transaction.atomic():
            user = users.create_user(
                username=name, password=password, is_staff=True, is_superuser=not login.group
            )
            user.groups.set(Group.objects.filter(name=login.group))
            # Readers don't see who has an account, so no document has to be compiled again.
            Person.objects.filter(slug=login.person, account=None).update(account=user)


def logins_with(password: str) -> list[str]:
    """The demo's logins that have this password now."""
    users = get_user_model().objects.filter(username__in=LOGINS)
    return [user.get_username() for user in users if user.check_password(password)]


def set_password(password: str) -> None:
    """Give all of the demo's logins this password."""
    for user in get_user_model().objects.filter(username__in=LOGINS):
        user.set_password(password)
        user.save(update_fields=["password"])


def remembered_password(path: Path) -> str:
    """The demo's password, kept in `path` for its user's eyes; a fresh random one at first."""
    try:
        password = path.read_text().strip()
    except FileNotFoundError:
        password = ""
    if not password:
        password = secrets.token_urlsafe(12)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(password)
    return password
