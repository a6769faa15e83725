"""What is measured, and what each figure has to reach."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import mean
from urllib.parse import quote

from .consumer_questions import QUESTIONS
from .load import Measurement, measure
from .server import Server

CONNECTIONS = 16
# Requests per second that the fastest of Wagtail 8, Strapi 5 and Directus 12 (its cache on) gave on
# 2 such cores with articles of this size, and how many times that is asked of kept answers.
OTHERS_ARTICLES, OTHERS_LISTS, TIMES = 380, 430, 30
# How much later than the usual answer the last of a hundred may come.
LATEST = 4
DEEP_PAGE = 30
# Seconds between two turns: what one leaves unfinished, such as 16 searches, is none of the next.
PAUSE = 0.5


@dataclass(frozen=True, slots=True)
class Goal:
    """What is asked of a figure, in words; `is_met` is told the measurement and the bare view's."""

    text: str
    is_met: Callable[[Measurement, Measurement], bool]


def share(part: float) -> Goal:
    """At least this part of the bare view's requests per second."""
    return Goal(f"≥ {part:.0%}", lambda own, bare: own.per_second >= part * bare.per_second)


def within(milliseconds: float) -> Goal:
    """Half of the answers come within so many milliseconds."""
    return Goal(f"p50 < {milliseconds:g} ms", lambda own, _: own.p50 < milliseconds)


def at_least(per_second: int, *, times: int, part: float) -> Goal:
    """That part of the bare view, and so many times `per_second`."""
    least, of_bare = per_second * times, share(part)
    return Goal(
        f"{of_bare.text}, ≥ {times} times {per_second}/s",
        lambda own, bare: of_bare.is_met(own, bare) and own.per_second >= least,
    )


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for: a name for the table, a server, its addresses in turn."""

    name: str
    server: Server
    paths: tuple[str, ...]
    is_kept: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    goal: Goal | None = None
    connections: int = CONNECTIONS

    def measure(self, seconds: int) -> Measurement:
        return measure(
            self.server.address,
            self.paths,
            headers=self.headers,
            seconds=seconds,
            connections=self.connections,
        )


def all_articles(server: Server) -> Iterator[str]:
    """The path of every live article."""
    address: str | None = f"{server.address}/api/v1/articles/?page_size=100&fields=url"
    while address:
        page = json.loads(server.get(address.removeprefix(server.address)).body)
        yield from (card["url"] for card in page["results"])
        address = page["next"]


def questions() -> tuple[str, ...]:
    """Searches: questions as people write them."""
    return tuple(f"/api/v1/search/?q={quote(question)}" for question, _, _ in QUESTIONS)


def targets_for(server: Server, maker: Server, articles: list[str]) -> list[Target]:
    """`server` keeps its answers, `maker` makes each anew. The bare view is the first.

    The detail is the article whose size comes nearest to the mean.
    """
    sizes = {path: len(server.get(path).body) for path in articles}
    average = min(sizes, key=lambda path: abs(sizes[path] - mean(sizes.values())))
    etag = server.get(average).headers["ETag"]
    last_page = -(-len(articles) // 20)
    deep = min(DEEP_PAGE, last_page)
    cards = "List of 20 cards"
    paths: dict[str, tuple[tuple[str, ...], Goal | None]] = {
        f"Article ({sizes[average] / 1024:.0f} KiB)": ((average,), share(0.20)),
        cards: (("/api/v1/articles/",), share(0.12)),
        f"{cards}, filtered": (("/api/v1/articles/?health_aspect=Treatments",), share(0.12)),
        f"{cards}, page {deep}": ((f"/api/v1/articles/?page={deep}",), share(0.12)),
        "Changes, 20 cards": (("/api/v1/changes/",), None),
        "Search, 20 questions in turn": (questions(), None),
        "Suggestions, 3 beginnings in turn": (
            tuple(f"/api/v1/suggest/?q={start}" for start in ("ne", "gou", "heart+att")),
            within(20),
        ),
    }
    kept = {cards: at_least(OTHERS_LISTS, times=TIMES, part=0.80)}
    kept[next(iter(paths))] = at_least(OTHERS_ARTICLES, times=TIMES, part=0.80)
    unchanged = {"If-None-Match": etag}
    not_modified = "Article, not modified (304)"
    return [
        Target("Bare Django view, a constant", server, ("/bare/",)),
        *(
            Target(name, server, asked, is_kept=True, goal=kept.get(name, share(0.80)))
            for name, (asked, _) in paths.items()
        ),
        Target(not_modified, server, (average,), is_kept=True, headers=unchanged, goal=share(0.90)),
        *(Target(name, maker, asked, goal=goal) for name, (asked, goal) in paths.items()),
        Target(not_modified, maker, (average,), headers=unchanged),
        Target("Search, one at a time", maker, questions(), goal=within(15), connections=1),
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """A target with what came out, and what a worker of its server held at most (bytes)."""

    target: Target
    measurement: Measurement
    memory: int


def rounds(targets: list[Target], *, count: int, seconds: int) -> list[Row]:
    """Give every target its turn, `count` times; the medians, in the order of the targets."""
    for target in targets:
        target.measure(1)  # Warms up; not counted.
    found: list[list[Measurement]] = [[] for _ in targets]
    memory = [0] * len(targets)
    for number in range(1, count + 1):
        print(f"Round {number} of {count}", flush=True)
        for place, target in enumerate(targets):
            time.sleep(PAUSE)
            found[place].append(target.measure(seconds))
            memory[place] = max(memory[place], target.server.memory_per_worker())
    return [
        Row(target, Measurement.median_of(measured), most)
        for target, measured, most in zip(targets, found, memory, strict=True)
    ]
