"""The readers of a soak test: threads that ask a running server for all kinds of things."""

import gzip
import json
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from hashlib import blake2b
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple

from .soak_publications import DELAY, Publications, Record, Seen, marks_in

API = "/api/v1/"
GIVE_UP_AFTER = 30  # seconds without an answer


class Answer(NamedTuple):
    status: int
    etag: str
    body: bytes


class Asking(threading.Thread):
    """What readers have in common: a connection that stays open, and what they saw."""

    def __init__(
        self, address: str, publications: Publications, record: Record, until: float
    ) -> None:
        super().__init__()
        self.publications, self.record, self.until = publications, record, until
        self._host = address.removeprefix("http://")
        self._connection = HTTPConnection(self._host, timeout=GIVE_UP_AFTER)
        self._waiting: deque[Seen] = deque()
        self.answers: Counter[str] = Counter()

    def run(self) -> None:
        try:
            while time.monotonic() < self.until:
                self.read()
        except Exception as error:
            self.record.note_fault(f"{type(self).__name__} ended: {error!r}")
            raise
        finally:
            self._connection.close()
            self.record.note_answers(self.answers)

    def read(self) -> None:
        """Ask once."""
        raise NotImplementedError

    def ask(self, kind: str, path: str, **headers: str) -> Answer | None:
        """The answer with its plain body; None if there was none, or it was no 200 or 304."""
        try:
            self._connection.request("GET", path, headers=headers)
            response = self._connection.getresponse()
            body = response.read()
        except (OSError, HTTPException) as error:
            self.record.note_fault(f"No answer: {path}: {error!r}")
            self._connection.close()
            self._connection = HTTPConnection(self._host, timeout=GIVE_UP_AFTER)
            time.sleep(0.1)
            return None
        self.answers[f"{kind} (304)" if response.status == 304 else kind] += 1
        if response.status not in {200, 304}:
            self.record.note_fault(f"Status {response.status}: {path}: {body[:200]!r}")
            return None
        if response.getheader("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        return Answer(response.status, response.getheader("ETag", ""), body)

    def saw(self, seen: Seen) -> None:
        """Keep it until all publications before it are known, and look at what is that old."""
        self._waiting.append(seen)
        self.look(older_than=time.monotonic() - DELAY)

    def look(self, *, older_than: float = float("inf")) -> None:
        while self._waiting and self._waiting[0].started < older_than:
            self.record.note_fault(*self.publications.faults(self._waiting.popleft()))


class Reader(Asking):
    """Asks for this and that, in an order by chance, and often for what it has already."""

    def __init__(
        self,
        address: str,
        publications: Publications,
        record: Record,
        until: float,
        *,
        slugs: dict[int, str],
        others: list[str],
        seed: int,
        pause: float,
    ) -> None:
        super().__init__(address, publications, record, until)
        self.slugs, self.others, self.pause = slugs, others, pause
        self.chance = random.Random(seed)
        # The tag and the editions of what this reader has, by kind, path and encoding.
        self._held: dict[tuple[str, str, str], tuple[str, dict[int, int]]] = {}
        self._kinds: dict[str, tuple[int, Callable[[], None]]] = {
            "article": (30, self._article),
            "another article": (10, self._other),
            "list": (10, lambda: self._get("list", "articles/?ordering=-updated_at", newest=True)),
            "filtered list": (10, self._filtered),
            "search": (6, self._search),
            "suggest": (6, self._suggest),
            "forms": (6, self._form),
            "around": (6, self._around),
            "feeds": (6, self._feed),
            "site": (4, self._site),
        }

    def read(self) -> None:
        kinds = list(self._kinds.values())
        [(_, read)] = self.chance.choices(kinds, [weight for weight, _ in kinds])
        read()
        time.sleep(self.chance.uniform(0, 2 * self.pause))

    def _get(
        self,
        kind: str,
        path: str,
        *,
        must: frozenset[int] = frozenset(),
        newest: bool = False,
        accept: str = "*/*",
    ) -> None:
        path = path if path.startswith("/") else f"{API}{path}"
        encoding = self.chance.choice(("gzip", "identity"))
        what = (accept, path, encoding)
        headers = {"Accept": accept, "Accept-Encoding": encoding}
        held = self._held.get(what)
        if held and self.chance.random() < 0.7:
            headers["If-None-Match"] = held[0]
        started = time.monotonic()
        answer = self.ask(kind, path, **headers)
        if answer is None:
            return
        ended = time.monotonic()
        if answer.status == 304:
            editions = held[1] if held else {}
            self.saw(Seen(started, ended, path, editions, must=must, newest=newest))
            return
        editions = marks_in(answer.body.decode())
        self._held[what] = answer.etag, editions
        tag = " ".join((*what, answer.etag))
        digest = blake2b(answer.body, digest_size=8).digest()
        self.saw(Seen(started, ended, path, editions, tag, digest, must, newest))

    def _one(self) -> tuple[int, str]:
        return self.chance.choice(list(self.slugs.items()))

    def _article(self) -> None:
        number, slug = self._one()
        self._get("article", f"articles/{slug}/", must=frozenset({number}))

    def _other(self) -> None:
        self._get("another article", f"articles/{self.chance.choice(self.others)}/")

    def _filtered(self) -> None:
        number, slug = self._one()
        path, must = self.chance.choice(
            [
                (f"articles/?slug={slug}", frozenset({number})),
                (f"sections/?article={slug}", frozenset({number})),
                ("articles/?health_aspect=Treatments&page_size=50", frozenset()),
                (f"articles/?search=soak{number:02d}", frozenset({number})),
                (f"articles/?page={self.chance.randint(1, 2)}&page_size=6", frozenset()),
            ]
        )
        self._get("filtered list", path, must=must)

    def _search(self) -> None:
        number, _ = self._one()
        path, must = self.chance.choice(
            [
                (f"search/?q=soak{number:02d}", frozenset({number})),
                ("search/?q=what+helps+against+pain", frozenset()),
                (f"search/?q=what+soak{number:02d}+says", frozenset({number})),
            ]
        )
        self._get("search", path, must=must)

    def _suggest(self) -> None:
        number, _ = self._one()
        self._get("suggest", f"suggest/?q=soak{number:02d}", must=frozenset({number}))

    def _form(self) -> None:
        number, slug = self._one()
        accept = self.chance.choice(("application/ld+json", "text/markdown", "text/plain"))
        path = f"articles/{slug}/"
        self._get("other forms", path, must=frozenset({number}), accept=accept)

    def _around(self) -> None:
        _, slug = self._one()
        paths = (f"articles/{slug}/related/", "a-z/?page_size=100", "topics/", "navigation/")
        self._get("around", self.chance.choice(paths))

    def _feed(self) -> None:
        kind = self.chance.choice(("atom", "rss"))
        self._get("feeds", f"/feeds/articles.{kind}", newest=True)

    def _site(self) -> None:
        path = self.chance.choice(("/sitemap.xml", "/sitemap-1.xml", "/llms.txt"))
        self._get("sitemap and llms.txt", path, newest=path == "/llms.txt")


class Told(NamedTuple):
    """A change that `changes/` told; `round` counts the times that there was no more to tell."""

    change: int
    slug: str
    round: int


class Follower(Asking):
    """Keeps a copy by `changes/`: no change is missed, none told twice."""

    def __init__(
        self, address: str, publications: Publications, record: Record, until: float
    ) -> None:
        super().__init__(address, publications, record, until)
        self._path = f"{API}changes/?limit=100"
        self.editions: dict[str, int] = {}  # the copy: edition by slug
        self.told: list[Told] = []
        self._last = self._round = 0
        while self._page():  # the snapshot
            pass
        self.told.clear()

    def has_missed(self, change: int, slug: str) -> bool:
        """Whether neither it was told nor, in its place, a newer one of the same article.

        That one has to come in the same round: it was there when the older one was passed over.
        """
        rest = [told for told in self.told if told.change >= change]
        return not any(told.slug == slug and told.round == rest[0].round for told in rest)

    def read(self) -> None:
        if not self._page():
            time.sleep(0.1)

    def _page(self) -> bool:
        """Take one page; whether there is more at once."""
        started = time.monotonic()
        answer = self.ask("changes", self._path)
        if answer is None:
            return False
        page = json.loads(answer.body)
        for entry in page["results"]:
            change = entry["change"]
            if change is not None:
                if change <= self._last:
                    self.record.note_fault(f"changes/ told {change} after {self._last}.")
                self._last = change
                self.told.append(Told(change, entry["slug"], self._round))
            self.editions[entry["slug"]] = entry["edition"]
        self._path = page["next"].removeprefix(f"http://{self._host}")
        if not page["has_more"]:
            self._round += 1
            self.saw(Seen(started, time.monotonic(), "changes/", {}, told=self._last))
        return bool(page["has_more"])
