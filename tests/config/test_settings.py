"""The environment makes the settings: wrong values stop the start, the defaults are safe."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config.settings import local_secret_key

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ROOT / "config" / "settings.py"
README = ROOT / "README.md"


def variables_read() -> set[str]:
    return set(re.findall(r"""env\.\w+\(\s*"([A-Z_]+)""", SETTINGS.read_text()))


def variables_in_readme() -> list[str]:
    return re.findall(r"^\| `([A-Z_]+)` \|", README.read_text(), flags=re.MULTILINE)


def environment(**variables: str) -> dict[str, str]:
    """This process's environment with these of Galley's and Django's variables and no others."""
    dropped = variables_read() | {name for name in os.environ if name.startswith("DJANGO_")}
    return {name: os.environ[name] for name in os.environ.keys() - dropped} | variables


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(**variables),
        capture_output=True,
        text=True,
        check=False,
    )


def settings_with(**variables: str) -> dict[str, Any]:
    """The settings that a process with these variables gets; values JSON lacks are left out."""
    script = (
        "import json; from config import settings; "
        "print(json.dumps(vars(settings), skipkeys=True, default=lambda value: None))"
    )
    return json.loads(run("-c", script, **variables).stdout)


def test_the_readme_lists_every_variable_once():
    assert sorted(variables_in_readme()) == sorted(variables_read())


def test_only_the_settings_read_the_environment():
    readers = re.compile(r"environ\.get|getenv|= os\.environ\[")
    sources = [*(ROOT / "articles").rglob("*.py"), *(ROOT / "config").glob("*.py")]

    assert [str(path) for path in sources if readers.search(path.read_text())] == []


def test_wrong_values_stop_the_start_and_every_wrong_variable_is_named():
    wrong = {
        "DEBUG": "perhaps",
        "HTTPS": "maybe",
        "TIME_ZONE": "Nowhere/City",
        "LOG_LEVEL": "LOUD",
        "DATABASE_URL": "nonsense",
        "FRONTEND_ARTICLE_URL": "https://example.org/",
        "WORDS_PER_MINUTE": "0",
        "FRONTEND_TOPIC_URL": "/topics/",
        "NUM_PROXIES": "-1",
        "VIEWS_PER_MINUTE": "0",
        "VIEWS_FLUSH_SECONDS": "0",
        "CACHE_MAX_AGE": "-1",
        "STALE_WHILE_REVALIDATE": "soon",
        "STALE_IF_ERROR": "",
        "PREVIEW_URL": "https://example.org/{slug}/",
        "CDN_PURGER": "squid",
        "CDN_PURGE_URLS": "cache-1:6081",
    }

    result = run("manage.py", "check", **wrong)

    sentence = result.stderr.splitlines()[-1]
    assert result.returncode != 0
    assert [name for name in wrong if f"{name}: " not in sentence] == []
    assert "ALLOWED_HOSTS" not in sentence


@pytest.mark.parametrize(
    ("variables", "missing"),
    [
        ({"CDN_PURGER": "varnish"}, "CDN_PURGE_URLS"),
        ({"CDN_PURGER": "fastly", "CDN_PURGE_URLS": "https://a/"}, "CDN_PURGE_TOKEN"),
    ],
    ids=["an address", "a token"],
)
def test_a_purger_without_what_it_needs_stops_the_start(variables, missing):
    result = run("manage.py", "check", **variables)

    assert result.returncode != 0
    assert missing in result.stderr.splitlines()[-1]


def test_out_of_the_box_nothing_is_shown_to_strangers():
    settings = settings_with()

    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert settings["DATABASES"]["default"]["ENGINE"] == "django.db.backends.sqlite3"


def test_the_generated_secret_key_is_strong_stays_and_is_readable_by_its_user_alone(tmp_path):
    path = tmp_path / "data" / "secret-key"

    key = local_secret_key(path)

    assert len(key) >= 50
    assert local_secret_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_given_secret_key_is_used_as_it_is():
    assert settings_with(SECRET_KEY="given")["SECRET_KEY"] == "given"


PRODUCTION = {
    "SECRET_KEY": "x0y1z2-a-long-text-that-nobody-has-seen-before-4f9d2c",
    "ALLOWED_HOSTS": "content.example.org",
    "HTTPS": "true",
    "DATABASE_URL": "postgres://galley:secret@db.example.org:5433/content",
    "EMAIL_URL": "submission://galley:secret@mail.example.org",
    "SITE_URL": "https://www.harbour-lane.health",
}


def test_a_deployment_with_https_passes_djangos_deployment_checks():
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("variables", "warned"),
    [
        ({"DATABASE_URL": "postgres://galley@db.example.org/content"}, True),
        ({"DATABASE_URL": "postgres://galley@db.example.org/content", "SECRET_KEY": "x"}, False),
        ({}, False),
    ],
    ids=["shared database, key of each machine", "shared database, given key", "embedded"],
)
def test_a_shared_database_asks_for_a_shared_secret_key(variables, warned):
    result = run("manage.py", "check", "--deploy", **variables)

    assert ("galley.W001" in result.stderr) is warned


def test_a_deployment_that_names_no_site_is_told_so():
    result = run("manage.py", "check", "--deploy", **PRODUCTION | {"SITE_URL": ""})

    assert "galley.W002" in result.stderr
    assert "SITE_URL is on localhost" in result.stderr


def test_database_url_gives_a_postgresql_connection():
    database = settings_with(**PRODUCTION)["DATABASES"]["default"]

    assert {name: database[name] for name in ("ENGINE", "HOST", "PORT", "USER", "NAME")} == {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "db.example.org",
        "PORT": 5433,
        "USER": "galley",
        "NAME": "content",
    }
    assert database["CONN_HEALTH_CHECKS"] is True
    assert database["OPTIONS"]["connect_timeout"] == 5


def test_database_url_says_how_long_to_wait_for_a_connection():
    url = f"{PRODUCTION['DATABASE_URL']}?connect_timeout=30"
    options = settings_with(**PRODUCTION | {"DATABASE_URL": url})["DATABASES"]["default"]["OPTIONS"]

    assert int(options["connect_timeout"]) == 30


@pytest.fixture
def sqlite_file(tmp_path):
    """The URL of a migrated SQLite database in a file, as the service uses it."""
    url = f"sqlite:///{tmp_path / 'galley.sqlite3'}"
    result = run("manage.py", "migrate", "--verbosity", "0", DATABASE_URL=url)
    assert result.returncode == 0, result.stderr
    return url


def test_sqlite_keeps_a_write_ahead_log_and_checks_foreign_keys(sqlite_file):
    script = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    for pragma in ("journal_mode", "foreign_keys", "busy_timeout"):
        print(cursor.execute(f"PRAGMA {pragma}").fetchone()[0])
print(connection.transaction_mode)
"""
    result = run("-c", script, DATABASE_URL=sqlite_file, DJANGO_SETTINGS_MODULE="config.settings")

    assert result.stdout.split() == ["wal", "1", "20000", "IMMEDIATE"], result.stderr


PUBLISHER = """
import sys
import django; django.setup()
from articles.editorial.publishing import publish
from articles.models import Article, Section
for number in range(12):
    name = f"article-{sys.argv[1]}-{number}"
    article = Article.objects.create(title=name, slug=name)
    Section.objects.create(article=article, heading="Overview", body="<p>Some words.</p>")
    publish(article, by=None)
"""


@pytest.mark.slow
def test_several_processes_publish_at_once_without_a_locked_database(sqlite_file):
    variables = environment(DATABASE_URL=sqlite_file, DJANGO_SETTINGS_MODULE="config.settings")
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PUBLISHER, str(number)],
            cwd=ROOT,
            env=variables,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    errors = [process.communicate()[1] for process in processes]

    assert [process.returncode for process in processes] == [0, 0, 0, 0], "".join(errors)
    count = run(
        *("manage.py", "shell", "--no-imports", "-c"),
        "from articles.models import Change; print(Change.objects.count())",
        DATABASE_URL=sqlite_file,
    )
    assert count.stdout.strip() == "48", count.stderr


def test_an_address_for_mail_that_is_none_stops_the_start():
    result = run("manage.py", "check", EMAIL_URL="pigeon://coop")
    assert result.returncode
    assert "EMAIL_URL must begin with" in result.stderr
