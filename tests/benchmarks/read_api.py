"""How fast the read API answers, and how fast the importer publishes, on this machine.

    .venv/bin/python -m tests.benchmarks.read_api            prints a Markdown table
    .venv/bin/python -m tests.benchmarks.read_api --write    and puts it into the README
    … --articles 100000 --keep /var/tmp/galley               also measures a large site

One run: an empty SQLite database, an import of the corpus, the real server, then rounds in which
every address gets its turn, so that a slower moment of the machine hits all of them alike. Each
figure is the median of its rounds. “Kept” is answered from the response cache; the rest by a
server without it (RESPONSE_CACHE_MB=0).
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from . import scale
from .figures import Figures, table, write
from .load import require_wrk
from .server import ROOT, serving
from .targets import Row, all_articles, rounds, targets_for

CORPUS = ROOT.parent / "shared" / "corpus"
DEMO = ROOT / "fixtures" / "articles"


def main() -> None:
    options = _options()
    require_wrk()
    with tempfile.TemporaryDirectory(prefix="galley-benchmark-") as folder:
        corpus = Path(folder) / "galley.sqlite3"
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{corpus}",
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
            "DEBUG": "false",
            "HTTPS": "false",
        }
        seconds = import_articles(options.corpus, environment)
        keep = options.keep or Path(folder)
        keep.mkdir(parents=True, exist_ok=True)
        # Before anything is measured: it takes long, and a mistake in it would lose the rest.
        sites = [
            scale.database(corpus, size, keep, environment)
            for size in ((scale.FEW, options.articles) if options.articles else ())
        ]
        rows, articles = measured(environment, options)
        compared = []
        if sites:
            few, many = sites
            compared = scale.compare(
                few, many, environment, count=options.rounds, seconds=options.seconds
            )
    figures = Figures(
        rows=rows,
        scale=compared,
        many=options.articles,
        articles=articles,
        import_seconds=seconds,
        rounds=options.rounds,
        seconds=options.seconds,
    )
    print(f"\n{table(figures)}")
    if options.write:
        write(figures)
    missed = figures.missed()
    print("\nAll goals are met." if not missed else "\nMissed: " + "; ".join(missed) + ".")
    if missed and options.strict:
        raise SystemExit(1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.read_api", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument(
        "--write", action="store_true", help="put table and picture beside the README's text"
    )
    parser.add_argument("--strict", action="store_true", help="fail where a goal is missed")
    parser.add_argument("--rounds", type=int, default=5, help="default 5")
    parser.add_argument("--seconds", type=int, default=4, help="of each turn; default 4")
    parser.add_argument(
        "--corpus",
        type=Path,
        default=CORPUS if CORPUS.is_dir() else DEMO,
        help="a folder of Markdown articles; default ../shared/corpus, else the demo articles",
    )
    parser.add_argument(
        "--articles",
        type=_many,
        default=0,
        help=f"also compare {scale.FEW:,} articles with so many, invented from the corpus "
        "(100,000 take some 20 GB and half an hour)",
    )
    parser.add_argument(
        "--keep", type=Path, help="a folder where invented articles stay for the next run"
    )
    return parser.parse_args()


def _many(text: str) -> int:
    number = int(text)
    if not scale.FEW < number <= scale.MOST:
        raise argparse.ArgumentTypeError(f"From {scale.FEW + 1:,} to {scale.MOST:,}.")
    return number


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


def measured(environment: dict[str, str], options: argparse.Namespace) -> tuple[list[Row], int]:
    """All rows of the table, and how many articles there are."""
    uncached = environment | {"RESPONSE_CACHE_MB": "0"}
    with serving(environment) as server, serving(uncached) as maker:
        articles = list(all_articles(server))
        targets = targets_for(server, maker, articles)
        return rounds(targets, count=options.rounds, seconds=options.seconds), len(articles)


if __name__ == "__main__":
    main()
