"""Mixed readers for minutes on end, while editors publish: nothing fails, is stale or grows.

    .venv/bin/python -m tests.benchmarks.soak --minutes 10 [--editors 1] [--readers 8]
        [--database-url postgres://…]

Imports articles into an empty database (SQLite in a temporary folder unless told), starts the real
server and ends with 1 if there was

- an answer that is neither 200 nor 304, or none at all,
- a stale answer: a request that began after `publish` had returned got an older edition in an
  article, list, search, suggestion, feed or 304, or did not get the article at all; or one ETag
  stood for two bodies although nothing was published while they were made,
- a change that a reader of `changes/` missed or was told twice, or a copy that ended up wrong,
- memory that grew: what the workers hold for themselves, its median in the last third over that
  in the middle third by more than 3 % (or 6 MiB, if that is more, for all workers together).
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from statistics import median
from typing import Any

from .read_api import CORPUS, DEMO, import_articles
from .server import ROOT, WORKERS, Server, serving
from .soak_memory import Memory
from .soak_publications import Publication, Publications, Record
from .soak_readers import Follower, Reader
from .targets import all_articles

ARTICLES = 6  # of each editor
FINAL_SECONDS = 3  # after the last publication


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="galley-soak-") as folder:
        environment = os.environ | {
            "DATABASE_URL": options.database_url or f"sqlite:///{folder}/galley.sqlite3",
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
            "DEBUG": "false",
            "HTTPS": "false",
        }
        import_articles(options.corpus, environment)
        with serving(environment) as server:
            soak = Soak(server, environment, options)
            soak.run()
    print(soak.report())
    sys.exit(1 if soak.record.count else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.soak", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--minutes", type=float, default=10, help="default 10")
    parser.add_argument("--editors", type=int, default=1, help="default 1")
    parser.add_argument("--readers", type=int, default=8, help="default 8")
    parser.add_argument("--interval", type=float, default=2, help="seconds between publications")
    parser.add_argument("--pause", type=float, default=0.005, help="a reader's, in seconds")
    parser.add_argument("--seed", type=int, default=1, help="of what readers ask for")
    parser.add_argument("--database-url", default="", help="an empty one, else SQLite")
    parser.add_argument(
        "--corpus",
        type=lambda text: CORPUS if text == "corpus" else DEMO,
        default=DEMO,
        metavar="demo|corpus",
        help="the articles: the demo's, or those of ../shared/corpus",
    )
    return parser.parse_args()


class Soak:
    """One run: editors, readers, one that follows `changes/`, and what they found."""

    def __init__(
        self, server: Server, environment: dict[str, str], options: argparse.Namespace
    ) -> None:
        self.server, self.environment, self.options = server, environment, options
        self.publications, self.record = Publications(), Record()
        self.slugs: dict[int, str] = {}

    def run(self) -> None:
        options = self.options
        articles = sorted(path.split("/")[-2] for path in all_articles(self.server))
        self.articles = len(articles)
        until = time.monotonic() + options.minutes * 60
        self.follower = Follower(self.server.address, self.publications, self.record, until)
        self.follower.start()
        with ExitStack() as stack:
            editors = [
                stack.enter_context(self._editor(number * ARTICLES, until - FINAL_SECONDS))
                for number in range(options.editors)
            ]
            listeners = [threading.Thread(target=self._listen, args=(each,)) for each in editors]
            for listener in listeners:
                listener.start()
            self._wait_for_all(options.editors * ARTICLES, editors)
            readers = [
                Reader(
                    self.server.address,
                    self.publications,
                    self.record,
                    until,
                    slugs=self.slugs,
                    others=[slug for slug in articles if slug not in self.slugs.values()],
                    seed=options.seed + number,
                    pause=options.pause,
                )
                for number in range(options.readers)
            ]
            self.memory = Memory(self.server.process.pid)
            for thread in (self.memory, *readers):
                thread.start()
            for thread in (self.follower, *readers):
                thread.join()
            self.memory.stop()
            for editor, listener in zip(editors, listeners, strict=True):
                if editor.wait(timeout=30):
                    self.record.note_fault("An editor ended before its time.")
                listener.join()
        for reader in (self.follower, *readers):
            reader.look()
        self._judge()

    # --- Editors ---

    def _editor(self, first: int, until: float) -> "subprocess.Popen[str]":
        options = {
            "first": first,
            "articles": ARTICLES,
            "until": until,
            "interval": self.options.interval,
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        return subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.soak_editor", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _listen(self, editor: "subprocess.Popen[str]") -> None:
        for line in editor.stdout or ():
            told: dict[str, Any] = json.loads(line)
            self.slugs.setdefault(told["number"], told["slug"])
            names = Publication._fields
            self.publications.add(Publication(**{name: told[name] for name in names}))

    def _wait_for_all(self, articles: int, editors: list["subprocess.Popen[str]"]) -> None:
        """Until each article has been published once with its mark."""
        while len(self.slugs) < articles:
            if any(editor.poll() is not None for editor in editors):
                raise SystemExit("An editor ended at once; its messages stand above.")
            time.sleep(0.1)

    # --- What is known at the end ---

    def _judge(self) -> None:
        published = self.publications.all
        missed = [
            row.change
            for row in published
            if self.follower.has_missed(row.change, self.slugs[row.number])
        ]
        if missed:
            self.record.note_fault(f"changes/ never told of {missed[:10]}.")
        for number, slug in self.slugs.items():
            last = max(row.edition for row in published if row.number == number)
            if (copied := self.follower.editions.get(slug)) != last:
                self.record.note_fault(f"The copy has edition {copied} of {slug}, not {last}.")
        if not self.memory.are_the_same_workers:
            self.record.note_fault("A worker of the server died.")
        if not self.memory.thirds().is_flat:
            self.record.note_fault("Memory grew.")

    def report(self) -> str:
        memory = self.memory.thirds()
        answers = self.record.answers
        scheme = self.environment["DATABASE_URL"].partition("://")[0]
        database = "SQLite" if scheme == "sqlite" else "PostgreSQL"
        took = median(row.at - row.began for row in self.publications.all)
        kinds = ", ".join(f"{kind} {number:,}" for kind, number in answers.most_common())
        return "\n".join(
            [
                f"{sum(answers.values()):,} answers in {self.options.minutes:g} minutes: {kinds}.",
                f"{len(self.publications.all)} publications of {len(self.slugs)} articles out of "
                f"{self.articles}, {took * 1000:.0f} ms each (median); "
                f"{len(self.follower.told)} changes told.",
                f"{WORKERS} workers together held {memory.first:.0f}, {memory.second:.0f} and "
                f"{memory.third:.0f} MiB for themselves (medians of the thirds; bound "
                f"{memory.bound:.0f}).",
                f"{self.options.readers} readers, {self.options.editors} editors and the server on "
                f"{os.cpu_count()} cores, Python {platform.python_version()}, {database}.",
                *self.record.faults,
                f"{self.record.count} faults." if self.record.count else "No fault.",
            ]
        )


if __name__ == "__main__":
    main()
