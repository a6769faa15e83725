"""The server that `manage.py demo` runs: granian, whose workers don't outlive it."""

import os
import threading
import time
from typing import Any

from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve `config.wsgi:application` until a signal ends it."""
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
