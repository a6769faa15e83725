"""Checks of a deployment: `manage.py check --deploy` runs them."""

from typing import Any

from django.conf import settings
from django.core import checks


def check_secret_key_is_shared(**_: Any) -> list[checks.CheckMessage]:
    """Warn where several machines may share a database and each makes its own key."""
    engine = settings.DATABASES["default"]["ENGINE"]
    if not settings.SECRET_KEY_IS_LOCAL or engine.endswith("sqlite3"):
        return []
    return [
        checks.Warning(
            "SECRET_KEY is not set, so every machine makes a key of its own.",
            hint="A login on one machine is not known to the others. Set SECRET_KEY to the same "
            "long random text on all of them.",
            id="galley.W001",
        )
    ]
