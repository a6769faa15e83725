"""The server that `manage.py demo` runs: granian and a worker, which don't outlive it."""

import os
import subprocess
import sys
import threading
import time
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve `config.wsgi:application`, with a worker beside it, until a signal ends it."""
    # Should this server be killed, the worker sees that it is gone, and ends.
    background = BackgroundWorker(
        [sys.executable, "manage.py", "worker", "--end-with", str(os.getpid())]
    )
    background.start()
    try:
        _serve(host=host, port=port, workers=workers)
    finally:
        background.stop()


def _serve(*, host: str, port: int, workers: int) -> None:
    Granian(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve(target_loader=_load)


def _load(target: str) -> Any:
    """Load the application in a worker, and see to it that the worker ends with its server.

    A server that is killed can't end its workers, and they would keep the port.
    """
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    return import_string(target.replace(":", "."))


def _end_with(server: int) -> None:
    while os.getppid() == server:
        time.sleep(0.5)
    os._exit(0)


class BackgroundWorker:
    """A process beside the server, started again whenever it dies."""

    # Seconds from a death to the next start, so that what can't start takes no whole core.
    PAUSE = 1.0
    # Seconds that it has to finish what it is at.
    PATIENCE = 10.0

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.thread = threading.Thread(target=self._keep_running, daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.stopping.set()
        if self.process and self.process.poll() is None:
            self.process.terminate()
        self.thread.join(self.PATIENCE)

    def _keep_running(self) -> None:
        while not self.stopping.is_set():
            self.process = subprocess.Popen(self.command, cwd=settings.BASE_DIR)  # noqa: S603  (our own)
            self.process.wait()
            self.stopping.wait(self.PAUSE)
