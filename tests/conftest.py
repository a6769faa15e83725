"""What every test has."""

from collections import Counter

import pytest
from django.conf import settings as django_settings

from articles.delivery import counting


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Put SQLite's test database in a file: in memory, all threads share one connection.

    The live server's threads outlive a test when a browser keeps its connections open.
    """
    for database in django_settings.DATABASES.values():
        if database["ENGINE"] == "django.db.backends.sqlite3":
            name = tmp_path_factory.mktemp("database") / "test.sqlite3"
            database.setdefault("TEST", {})["NAME"] = str(name)


@pytest.fixture(autouse=True)
def _fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class NoTimer:
    """Stands for a timer that never goes off: a thread would write past the test's transaction."""

    def __init__(self, *_):
        self.daemon = False

    def start(self):
        pass

    def cancel(self):
        pass


@pytest.fixture(autouse=True)
def _views_wait_until_they_are_flushed(monkeypatch):
    monkeypatch.setattr(counting.threading, "Timer", NoTimer)
    yield
    counting.buffer._waiting = Counter()
    counting.buffer._timer = None
    counting.throttle._minute = -1
