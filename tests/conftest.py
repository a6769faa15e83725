"""What every test has."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from whitenoise.middleware import WhiteNoiseMiddleware

from articles.delivery import counting, list_facts, missed, waiting
from articles.delivery.response_cache import responses


def pytest_collection_finish() -> None:
    """Spare the collector what lives until the end: imported modules and collected tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once() -> Iterator[None]:
    """Share the list of static files among all test clients.

    Each client makes its own middleware, and WhiteNoise's looks through all packages for files.
    """
    files: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        look = WhiteNoiseMiddleware.add_files_from_finders

        def list_once(self: WhiteNoiseMiddleware) -> None:
            if not files:
                look(self)
                files.update(self.files)
            self.files = files

        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", list_once)
        # A browser fetches each file once in a run.
        patch.setattr(django_settings, "WHITENOISE_MAX_AGE", 86_400, raising=False)
        yield


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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """End what still uses the test database when all tests are over, since PostgreSQL drops none
    that is in use: the live server has a thread for each connection that a browser keeps open."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


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
def _counts_wait_until_they_are_flushed(monkeypatch):
    """And end with their test, else they would be written in a later one."""
    monkeypatch.setattr(waiting.threading, "Timer", NoTimer)
    yield
    counting.buffer.forget()
    missed.waiting.forget()
    missed._written_at_once.clear()
    counting.throttle._minute = -1


@pytest.fixture(autouse=True)
def _no_response_cache(settings):
    """A test database that is rolled back gives its change ids out again."""
    settings.RESPONSE_CACHE_MB = 0
    responses.clear()
    list_facts.clear()
