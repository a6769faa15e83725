"""The figures as Markdown and as a picture."""

import os
import platform
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from .scale import FEW, Compared
from .server import ROOT, WORKERS
from .targets import CONNECTIONS, LATEST, Row

README = ROOT / "README.md"
PICTURE = ROOT / "tests" / "benchmarks" / "read_api.svg"
START, END = "<!-- figures: tests.benchmarks.read_api -->", "<!-- end of figures -->"
MEGABYTE = 1_000_000
MOST_MEMORY = 200 * MEGABYTE
MET, MISSED = "✓", "**✗**"


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a run found. `scale` is empty unless it was asked for."""

    rows: Sequence[Row]
    scale: Sequence[Compared]
    many: int
    articles: int
    import_seconds: float
    rounds: int
    seconds: int

    @property
    def bare(self) -> Row:
        return self.rows[0]

    @property
    def memory(self) -> int:
        """The most that a worker held, in bytes."""
        return max(row.memory for row in self.rows)

    def missed(self) -> list[str]:
        """The goals that were not reached, in words."""
        bare = self.bare.measurement
        found = []
        for row in self.rows:
            goal = row.target.goal
            if goal and not goal.is_met(row.measurement, bare):
                found.append(f"{_name(row)}: {goal.text}")
            if not _is_even(row):
                found.append(f"{_name(row)}: p99 under {LATEST} times p50")
        if self.memory >= MOST_MEMORY:
            found.append(f"A worker: < {MOST_MEMORY // MEGABYTE} MB")
        return found + [f"{each.name}: {each.goal}" for each in self.scale if not each.is_met]


def _is_even(row: Row) -> bool:
    """Whether the last of a hundred answers comes in time; where readers wait for each other."""
    measured = row.measurement
    return row.target.connections == 1 or measured.p99 < LATEST * measured.p50


def _name(row: Row) -> str:
    return f"{row.target.name}{', kept' if row.target.is_kept else ''}"


def _mark(is_met: bool) -> str:
    return MET if is_met else MISSED


def table(figures: Figures) -> str:
    """The figures as Markdown."""
    return "\n".join(_lines(figures))


def _lines(figures: Figures) -> Iterator[str]:
    yield "| | requests/s | of the bare view | goal | p50 | p99 | a worker |"
    yield "|---|--:|--:|---|--:|--:|--:|"
    bare = figures.bare.measurement
    for row in figures.rows:
        own, goal = row.measurement, row.target.goal
        told = f"{goal.text} {_mark(goal.is_met(own, bare))}" if goal else ""
        p99 = f"{own.p99:.1f} ms" + ("" if _is_even(row) else f" {MISSED}")
        yield (
            f"| {_name(row)} | {own.per_second:,.0f} | {own.per_second / bare.per_second:.0%} "
            f"| {told} | {own.p50:.1f} ms | {p99} | {row.memory / MEGABYTE:.0f} MB |"
        )
    yield ""
    yield (
        f"Goals besides: p99 under {LATEST} times p50 ({MISSED} where not), a worker under "
        f"{MOST_MEMORY // MEGABYTE} MB {_mark(figures.memory < MOST_MEMORY)}."
    )
    yield ""
    if figures.scale:
        yield f"| every answer made anew | {FEW:,} articles | {figures.many:,} articles | goal |"
        yield "|---|--:|--:|---|"
        for each in figures.scale:
            goal_told = f"{each.goal} {_mark(each.is_met)}"
            yield f"| {each.name} | {each.few} | {each.many} | {goal_told} |"
        yield ""
    yield (
        f"`import_markdown --publish` took {figures.import_seconds:.1f} s for "
        f"{figures.articles} articles: {figures.articles / figures.import_seconds:.0f} a second."
    )
    yield ""
    yield (
        f"{WORKERS} granian workers and wrk with {CONNECTIONS} connections share {machine()}; "
        f"medians of {figures.rounds} alternating rounds of {figures.seconds} s."
    )


def machine() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    text = cpuinfo.read_text() if cpuinfo.exists() else ""
    found = re.search(r"model name\s*:\s*(.+)", text)
    cpu = found[1] if found else platform.processor() or platform.machine()
    return (
        f"{os.cpu_count()} cores ({cpu}), Python {platform.python_version()}, "
        f"Django {version('django')}, SQLite"
    )


def write(figures: Figures) -> None:
    """Put the table between the README's two markers, and the picture where it links to."""
    text = README.read_text()
    before, rest = text.split(START)
    _, after = rest.split(END)
    README.write_text(f"{before}{START}\n{table(figures)}\n{END}{after}")
    draw(figures, PICTURE)


def draw(figures: Figures, path: Path) -> None:
    """Requests per second of each row as bars, as an SVG with texts as texts."""
    import matplotlib as mpl  # noqa: PLC0415  (slow to import, and of --write alone)
    from matplotlib.figure import Figure  # noqa: PLC0415

    rows = list(reversed(figures.rows))
    colours = [
        "#555555" if row is figures.bare else "#1b7f79" if row.target.is_kept else "#d1495b"
        for row in rows
    ]
    # The same figures give the same file.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "galley", "font.size": 9}):
        figure = Figure(figsize=(8, 0.32 * len(rows) + 0.9), layout="constrained")
        axes = figure.subplots()
        speeds = [row.measurement.per_second for row in rows]
        bars = axes.barh([_name(row) for row in rows], speeds, color=colours)
        axes.bar_label(bars, labels=[f"{speed:,.0f}" for speed in speeds], padding=3)
        axes.set_xlabel("Requests a second: grey the bare view, green kept, red made anew")
        axes.margins(x=0.12, y=0.01)
        axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(path, format="svg", metadata={"Date": None})
