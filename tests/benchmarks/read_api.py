"""How fast the read API answers, and how fast the importer publishes, on this machine.

    .venv/bin/python -m tests.benchmarks.read_api            prints a Markdown table
    .venv/bin/python -m tests.benchmarks.read_api --write    and puts it into the README

One run: an empty SQLite database, an import of the corpus, the real server, then rounds in which
every address gets its turn, so that a slower moment of the machine hits all of them alike. Each
figure is the median of its rounds. “Kept” is answered from the response cache; the rest by a
server without it (RESPONSE_CACHE_MB=0).
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import mean

from .load import Measurement, Target, measure, require_wrk
from .server import ROOT, WORKERS, Server, serving

CORPUS = ROOT.parent / "shared" / "corpus"
DEMO = ROOT / "fixtures" / "articles"
README = ROOT / "README.md"
START, END = "<!-- figures: tests.benchmarks.read_api -->", "<!-- end of figures -->"
CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Import:
    articles: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.articles / self.seconds


def main() -> None:
    options = _options()
    require_wrk()
    with tempfile.TemporaryDirectory(prefix="galley-benchmark-") as folder:
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/galley.sqlite3",
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
            "DEBUG": "false",
            "HTTPS": "false",
        }
        seconds = import_articles(options.corpus, environment)
        uncached = environment | {"RESPONSE_CACHE_MB": "0"}
        with serving(environment) as server, serving(uncached) as maker:
            articles = list(all_articles(server))
            imported = Import(len(articles), seconds)
            print(f"{imported.articles} articles published in {seconds:.1f} s.")
            targets = targets_for(server, maker, articles)
            measurements = rounds(targets, count=options.rounds, seconds=options.seconds)
            memory = server.memory_per_worker()
    report = render(measurements, imported, memory, options)
    print(f"\n{report}")
    if options.write:
        write(report)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.read_api", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    parser.add_argument("--rounds", type=int, default=5, help="default 5")
    parser.add_argument("--seconds", type=int, default=4, help="of each turn; default 4")
    parser.add_argument(
        "--corpus",
        type=Path,
        default=CORPUS if CORPUS.is_dir() else DEMO,
        help="a folder of Markdown articles; default ../shared/corpus, else the demo articles",
    )
    return parser.parse_args()


def import_articles(corpus: Path, environment: dict[str, str]) -> float:
    """Publish every article of `corpus` in an empty database; gives the seconds that it took."""

    def manage(*arguments: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True
        )

    manage("migrate", "--verbosity", "0")
    manage("loaddata", "demo", "--verbosity", "0")  # the topics and people of the demo articles
    started = time.perf_counter()
    manage("import_markdown", str(corpus), "--publish")
    return time.perf_counter() - started


def all_articles(server: Server) -> Iterator[str]:
    """The path of every live article."""
    address: str | None = f"{server.address}/api/v1/articles/?page_size=100&fields=url"
    while address:
        page = json.loads(server.get(address.removeprefix(server.address)).body)
        yield from (card["url"] for card in page["results"])
        address = page["next"]


def targets_for(server: Server, maker: Server, articles: list[str]) -> list[Target]:
    """What is measured. The detail is the article whose size comes nearest to the mean.

    `server` keeps its answers, `maker` makes each anew.
    """
    sizes = {path: len(server.get(path).body) for path in articles}
    average = min(sizes, key=lambda path: abs(sizes[path] - mean(sizes.values())))
    etag = server.get(average).headers["ETag"]
    size = f"{sizes[average] / 1024:.0f} KiB"
    paths = {
        "Bare Django view, a constant": "/bare/",
        f"Article ({size})": average,
        "List of 20 cards": "/api/v1/articles/",
        "List of 20 cards, filtered": "/api/v1/articles/?health_aspect=Treatments",
    }
    bare, *asked = paths.items()
    unchanged = {"If-None-Match": etag}
    return [
        Target(bare[0], server.address + bare[1]),
        *(Target(f"{name}, kept", server.address + path) for name, path in asked),
        Target("Article, not modified (304), kept", server.address + average, unchanged),
        *(Target(name, maker.address + path) for name, path in asked),
        Target("Article, not modified (304)", maker.address + average, unchanged),
    ]


def rounds(targets: list[Target], *, count: int, seconds: int) -> dict[str, Measurement]:
    """Give every target its turn, `count` times; the medians by name."""
    for target in targets:
        measure(target, seconds=1, connections=CONNECTIONS)  # Warms up; not counted.
    found: dict[str, list[Measurement]] = {target.name: [] for target in targets}
    for number in range(1, count + 1):
        print(f"Round {number} of {count}", flush=True)
        for target in targets:
            found[target.name].append(measure(target, seconds=seconds, connections=CONNECTIONS))
    return {name: Measurement.median_of(rows) for name, rows in found.items()}


def render(
    measurements: dict[str, Measurement],
    imported: Import,
    memory: int,
    options: argparse.Namespace,
) -> str:
    """The figures as Markdown."""
    bare = next(iter(measurements.values()))
    lines = [
        "| | requests/s | of the bare view | p50 | p99 |",
        "|---|--:|--:|--:|--:|",
        *(
            f"| {name} | {row.per_second:,.0f} | {row.per_second / bare.per_second:.0%} "
            f"| {row.p50:.1f} ms | {row.p99:.1f} ms |"
            for name, row in measurements.items()
        ),
        "",
        f"`import_markdown --publish` took {imported.seconds:.1f} s for {imported.articles} "
        f"articles: {imported.per_second:.0f} a second. A worker holds {memory} MiB after the "
        "load.",
        "",
        f"{WORKERS} granian workers and wrk with {CONNECTIONS} connections share {machine()}; "
        f"medians of {options.rounds} alternating rounds of {options.seconds} s.",
    ]
    return "\n".join(lines)


def machine() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    text = cpuinfo.read_text() if cpuinfo.exists() else ""
    found = re.search(r"model name\s*:\s*(.+)", text)
    cpu = found[1] if found else platform.processor() or platform.machine()
    return (
        f"{os.cpu_count()} cores ({cpu}), Python {platform.python_version()}, "
        f"Django {version('django')}, SQLite"
    )


def write(report: str) -> None:
    """Put `report` between the README's two markers."""
    text = README.read_text()
    before, rest = text.split(START)
    _, after = rest.split(END)
    README.write_text(f"{before}{START}\n{report}\n{END}{after}")


if __name__ == "__main__":
    main()
