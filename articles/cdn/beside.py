"""Purging beside the worker's other work, which may take a second a piece."""

import logging
import threading

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from .purgers import purgers
from .purging import purge_due

logger = logging.getLogger(__name__)

# Seconds between two looks: a publish is out of the caches within a second.
INTERVAL = 0.2
# Seconds that a purge has to end when the worker does.
PATIENCE = 10.0


class PurgingThread:
    """Looks for what is to be purged, until it is stopped; does nothing where no CDN is set up."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="purging", daemon=True)

    def __enter__(self) -> None:
        if purgers():
            self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE)

    def _run(self) -> None:
        while not self._stop.is_set():
            if not self._try():
                self._stop.wait(INTERVAL)
        connections.close_all()

    def _try(self) -> bool:
        close_old_connections()
        try:
            return purge_due()
        except (OperationalError, InterfaceError) as fault:
            logger.error("The database does not answer; purging later: %s", fault)
            connections.close_all()
        except Exception:
            logger.exception("Purging broke; trying again")
        self._stop.wait(1.0)
        return False
