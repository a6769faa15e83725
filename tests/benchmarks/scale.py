"""A thousand articles beside many: what grows with a site, and what must not.

Both databases are the corpus with invented articles added (see `growing`). They are kept, so that
the next run finds them.
"""

import json
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from .server import ROOT, Server, serving
from .targets import Target, questions, rounds

FEW, MOST = 1000, 1_000_000
# As much slower as with few articles.
GROWTH = 1.3
SEARCH_MS, PUBLISH_MS = 40, 50


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure with few articles and with many; `text` is how it is told, `goal` what it must."""

    name: str
    few: str
    many: str
    goal: str
    is_met: bool


def database(corpus: Path, size: int, folder: Path, environment: dict[str, str]) -> Path:
    """A database of `size` articles in `folder`, made of `corpus` unless it is there."""
    path = folder / f"articles-{size}.sqlite3"
    if path.exists() and _is_of_this_version(path, environment):
        return path
    print(f"Making {size:,} articles of those of the corpus", flush=True)
    part = path.with_suffix(".part")
    for old in folder.glob(f"{path.name}*"):
        old.unlink()
    part.unlink(missing_ok=True)
    with sqlite3.connect(corpus) as source, sqlite3.connect(part) as target:
        source.backup(target)
    source.close()
    target.close()
    _run(["-m", "tests.benchmarks.growing", str(size)], part, environment)
    part.rename(path)
    return path


def _is_of_this_version(path: Path, environment: dict[str, str]) -> bool:
    command = [sys.executable, "manage.py", "migrate", "--check"]
    return not subprocess.run(
        command, cwd=ROOT, env=_at(path, environment), check=False, capture_output=True
    ).returncode


def _at(path: Path, environment: dict[str, str]) -> dict[str, str]:
    return environment | {"DATABASE_URL": f"sqlite:///{path}"}


def _run(arguments: list[str], path: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, *arguments]
    subprocess.run(command, cwd=ROOT, env=_at(path, environment), check=True)


def publication_times(path: Path, environment: dict[str, str]) -> dict[str, float]:
    """Medians in milliseconds, by what is published: see `publications`."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.publications"],
        cwd=ROOT,
        env=_at(path, environment),
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return found


def compare(
    few: Path, many: Path, environment: dict[str, str], *, count: int, seconds: int
) -> list[Compared]:
    """Measure both databases in alternation, every answer made anew."""
    published = [publication_times(path, environment) for path in (few, many)]
    uncached = environment | {"RESPONSE_CACHE_MB": "0"}
    with (
        serving(_at(few, uncached)) as small,
        serving(_at(many, uncached)) as large,
    ):
        pairs = [
            pair
            for name, paths in (
                ("Article, 200 in turn", _articles),
                ("List of 20 cards, 12 filters in turn", _filtered),
                ("Search, one at a time", lambda _: questions()),
            )
            for pair in [(name, paths(small), paths(large))]
        ]
        targets = [
            Target(name, server, paths, connections=1 if "one at a time" in name else 16)
            for name, *both in pairs
            for server, paths in zip((small, large), both, strict=True)
        ]
        rows = rounds(targets, count=count, seconds=seconds)
    (article, articles), (cards, all_cards), (search, searches) = (
        (first.measurement, second.measurement)
        for first, second in zip(rows[::2], rows[1::2], strict=True)
    )
    return [
        *(
            Compared(
                name,
                f"{one.per_second:,.0f} a second",
                f"{other.per_second:,.0f} a second",
                f"at most {GROWTH} times slower",
                other.per_second * GROWTH >= one.per_second,
            )
            for name, one, other in (
                (pairs[0][0], article, articles),
                (pairs[1][0], cards, all_cards),
            )
        ),
        Compared(
            pairs[2][0],
            f"p50 {search.p50:.1f} ms",
            f"p50 {searches.p50:.1f} ms",
            f"p50 < {SEARCH_MS} ms",
            searches.p50 < SEARCH_MS,
        ),
        *(
            Compared(
                f"Publishing {what}, the median",
                f"{published[0][what]:.1f} ms",
                f"{published[1][what]:.1f} ms",
                f"< {PUBLISH_MS} ms",
                published[1][what] < PUBLISH_MS,
            )
            for what in published[0]
        ),
    ]


def _articles(server: Server) -> tuple[str, ...]:
    """Two hundred articles from all over the site, invented ones among them."""
    count = json.loads(server.get("/api/v1/articles/?page_size=1").body)["count"]
    paths: list[str] = []
    for part in range(10):
        page = part * (count // 20) // 10 + 1
        answer = server.get(f"/api/v1/articles/?page={page}&fields=url&count=none")
        paths += (card["url"] for card in json.loads(answer.body)["results"])
    return tuple(paths)


def _filtered(server: Server) -> tuple[str, ...]:
    """Filters that many articles pass, some, and few."""
    topics = json.loads(server.get("/api/v1/topics/?ordering=-articles_count").body)["results"]
    people = json.loads(server.get("/api/v1/people/?ordering=-authored_count").body)["results"]
    filled = [topic["slug"] for topic in topics if topic["articles_count"]]
    aspects = ("Treatments", "Symptoms", "Causes", "Prevention", "SideEffects", "LivingWith")
    asked = [f"health_aspect={aspect}" for aspect in aspects]
    asked += [f"topic={slug}" for slug in (filled[0], filled[len(filled) // 2], filled[-1])]
    asked += [f"topic={filled[0]}&health_aspect=Symptoms"]
    asked += [f"author={people[0]['slug']}", f"published_after={quote('2026-11-01')}"]
    return tuple(f"/api/v1/articles/?{query}" for query in asked)
