"""manage.py worker: a real process, which is also killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from articles.editorial import bulk
from articles.management.commands import worker
from articles.models import Document, Edition, Schedule
from articles.webhooks.sender import Sender
from config.server import BackgroundWorker
from tests.editorial.desk import make_approved_article, schedule_publishing
from tests.roles import PUBLISHERS, make_member

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0  # seconds, on a slow day


def make_due(count: int = 1) -> None:
    """Acts that are due now."""
    publisher, now = make_member(PUBLISHERS), timezone.now()
    for number in range(count):
        due_at = now - timedelta(minutes=5, seconds=-number)
        before = due_at - timedelta(days=1)
        schedule_publishing(make_approved_article(), by=publisher, due_at=due_at, at=before)


def wait_until(is_so: Callable[[], Any]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it never came to it"
        time.sleep(0.01)  # Another process is at work: there is nothing to wait on.


def states() -> list[str]:
    return sorted(Schedule.objects.values_list("state", flat=True))


def database_url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    password = f":{values['PASSWORD']}" if values["PASSWORD"] else ""
    address = f"{values['HOST']}:{values['PORT'] or 5432}"
    return f"postgres://{values['USER']}{password}@{address}/{values['NAME']}"


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts a worker on the test's database."""
    started = []

    def run(*options: str) -> subprocess.Popen:
        command = [sys.executable, "manage.py", "worker", "--interval", "0.1", *options]
        environment = os.environ | {"DATABASE_URL": database_url()}
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


# --- In this process ---


@pytest.mark.django_db
def test_once_does_all_that_is_due_and_stops():
    make_due(3)
    call_command("worker", "--once")
    assert states() == ["done"] * 3
    assert Document.objects.count() == 3


def test_due_acts_come_before_other_work():
    assert [source.__module__.rpartition(".")[2] for source in worker.SOURCES] == [
        "due",
        "bulk",
        "bulk",
        "endpoints",
        "jobs",
        "jobs",
    ]
    assert bulk.do_some in worker.SOURCES


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("error", "is_ours"), [(OperationalError("gone"), False), (ValueError("a bug"), True)]
)
def test_what_breaks_is_logged_and_the_worker_goes_on(error, is_ours, monkeypatch, caplog):
    def broken(now):
        raise error

    monkeypatch.setattr(worker, "SOURCES", (broken,))
    assert worker.Command()._try(Sender()) is False
    (record,) = caplog.records
    assert str(error) in caplog.text
    assert bool(record.exc_info) is is_ours  # where it came from


# --- As a process of its own ---


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle_loses_and_doubles_nothing(start):
    make_due(12)
    killed = start()
    wait_until(lambda: "done" in states())
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    start("--once").wait()
    # What the killed one had taken up is its own until the lease runs out, or a reader comes.
    Schedule.objects.filter(state="pending").update(leased_until=None)
    start("--once").wait()
    assert states() == ["done"] * 12
    assert sorted(Edition.objects.values_list("number", flat=True)) == [1] * 12


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_does_what_becomes_due_and_ends_cleanly_on_a_signal(start, number):
    process = start()
    assert "is at work" in process.stderr.readline()
    make_due()
    wait_until(lambda: states() == ["done"])
    process.send_signal(number)
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "Did what was due" in told
    assert "has stopped" in told


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_ends_with_the_server_that_started_it(start):
    process = start("--end-with", "1")
    assert process.wait(PATIENCE) == 0


# --- Beside the demo's server ---


def test_the_demos_worker_is_started_again_when_it_dies_and_ends_with_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BackgroundWorker, "PAUSE", 0.01)
    starts = tmp_path / "starts"
    lives = "import sys, time; open(sys.argv[1], 'a').write('x'); time.sleep(60)"
    background = BackgroundWorker([sys.executable, "-c", lives, str(starts)])
    background.start()
    wait_until(starts.exists)
    background.process.kill()
    wait_until(lambda: starts.read_text() == "xx")
    background.stop()
    assert background.process.poll() == -signal.SIGTERM
    assert not background.thread.is_alive()
