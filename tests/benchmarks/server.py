"""The real server on a free port of this machine, with the benchmark's settings."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
WORKERS = 2
# What the README tells to run in production.
SERVE = (
    *("--interface", "wsgi", "--blocking-threads", "2", "--respawn-failed-workers"),
    "config.wsgi:application",
)


class Answer(NamedTuple):
    status: int
    headers: Message  # its names are in any case
    body: bytes


@contextmanager
def serving(environment: dict[str, str], *, port: int | None = None) -> Iterator["Server"]:
    """Run the server while the block runs."""
    port = port or _free_port()
    command = [sys.executable, "-m", "granian", "--workers", str(WORKERS), "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--log-level", "error", *SERVE], cwd=ROOT, env=environment
    )
    server = Server(process, f"http://127.0.0.1:{port}")
    try:
        server.wait_until_it_answers()
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


class Server:
    def __init__(self, process: "subprocess.Popen[bytes]", address: str) -> None:
        self.process = process
        self.address = address

    def get(self, path: str) -> Answer:
        with urlopen(Request(self.address + path)) as answer:
            return Answer(answer.status, answer.headers, answer.read())

    def wait_until_it_answers(self, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.get("/bare/")
            except (URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        raise SystemExit("The server did not start; its messages stand above.")

    def memory_per_worker(self) -> int:
        """The mean resident memory of the worker processes, in bytes."""
        table = subprocess.run(
            ["ps", "-A", "-o", "ppid=,rss="], capture_output=True, text=True, check=True
        ).stdout
        rows = [tuple(map(int, line.split())) for line in table.splitlines()]
        # Beside the workers there may be a small resource tracker of Python's.
        sizes = sorted(rss for parent, rss in rows if parent == self.process.pid)[-WORKERS:]
        return round(sum(sizes) / len(sizes) * 1024)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
