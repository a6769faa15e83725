"""manage.py worker: does what is due, and what is to be done in the background."""

import logging
import os
import signal
from collections.abc import Callable
from datetime import datetime
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.utils import timezone

from articles.cdn.beside import PurgingThread
from articles.cdn.purging import purge_due
from articles.editorial import bulk, due
from articles.importers import jobs
from articles.webhooks import endpoints
from articles.webhooks.sender import Sender

logger = logging.getLogger(__name__)

# Where work comes from, the most urgent first. Each does a piece of what there is and says
# whether there was any; it is asked again and again, so a piece is a second's work at most.
SOURCES: tuple[Callable[[datetime], bool], ...] = (
    due.do_some,
    bulk.do_some,
    bulk.forget_old,
    endpoints.forget_old,
    jobs.start_some,
    jobs.forget_old,
)


class Command(BaseCommand):
    help = (
        "Do scheduled acts within seconds of their time, and work in the background. Any number "
        "of workers may run: none does what another has done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what there is, then stop")
        parser.add_argument(
            "--interval", type=float, default=1.0, help="seconds between two looks (default: 1)"
        )
        parser.add_argument(
            "--end-with",
            type=int,
            metavar="PID",
            help="stop when this process, which started the worker, is gone",
        )

    def handle(
        self, *args: Any, once: bool, interval: float, end_with: int | None, **options: Any
    ) -> None:
        if once:
            while do_a_piece():
                pass
            while purge_due():
                pass
            Sender().send_all()
            jobs.wait()
            return
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        logger.info("The worker is at work")
        sender = Sender()
        with PurgingThread():
            while not stop.is_set() and (end_with is None or os.getppid() == end_with):
                if not self._try(sender):
                    stop.wait(interval)
            sender.stop()
        logger.info("The worker has stopped")

    def _try(self, sender: Sender) -> bool:
        """Whether there was work. A database that is away is waited for."""
        close_old_connections()
        try:
            sender.send_due()
            return do_a_piece()
        except (OperationalError, InterfaceError) as fault:
            logger.error("The database does not answer; trying again: %s", fault)
            connections.close_all()
        except Exception:
            # One piece of work must not end all other: it is left until its lease runs out.
            logger.exception("A piece of work broke")
        return False


def do_a_piece() -> bool:
    """Do one piece of work, of the most urgent kind that there is; False: there is none."""
    now = timezone.now()
    return any(do_some(now) for do_some in SOURCES)
