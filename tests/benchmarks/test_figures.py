"""The benchmark's table says which goals are met, and its picture shows every row."""

import sys
from typing import Any
from xml.etree import ElementTree

import pytest

from . import read_api
from .figures import Figures, draw, table
from .load import Measurement
from .scale import Compared
from .targets import Goal, Row, Target, at_least, share, within

ANY_SERVER: Any = None


def row(name: str, speed: float, *, goal: Goal | None = None, **measured: Any) -> Row:
    target = Target(name, ANY_SERVER, ("/",), is_kept=measured.pop("is_kept", False), goal=goal)
    memory = measured.pop("memory", 150_000_000)
    return Row(target, Measurement(speed, **{"p50": 2.0, "p99": 4.0, **measured}), memory)


def figures(*rows: Row, scale: tuple[Compared, ...] = ()) -> Figures:
    return Figures(
        [row("Bare", 1000), *rows],
        scale,
        many=5000,
        articles=10,
        import_seconds=2.0,
        rounds=1,
        seconds=1,
    )


@pytest.mark.parametrize(
    ("measured", "missed"),
    [
        (row("Detail", 200, goal=share(0.2)), []),
        (row("Detail", 199, goal=share(0.2)), ["Detail: ≥ 20%"]),
        (row("Detail", 900, goal=at_least(30, times=30, part=0.8)), []),
        (
            row("Detail", 899, goal=at_least(30, times=30, part=0.8)),
            ["Detail: ≥ 80%, ≥ 30 times 30/s"],
        ),
        (
            row("Detail", 799, goal=at_least(2, times=30, part=0.8)),
            ["Detail: ≥ 80%, ≥ 30 times 2/s"],
        ),
        (row("Search", 9, goal=within(15), p50=14.9, p99=20), []),
        (row("Search", 9, goal=within(15), p50=15.0, p99=20), ["Search: p50 < 15 ms"]),
        (row("List", 9, p50=1.0, p99=4.0), ["List: p99 under 4 times p50"]),
        (row("List", 9, memory=200_000_000), ["A worker: < 200 MB"]),
    ],
)
def test_a_goal_is_met_or_missed(measured, missed):
    assert figures(measured).missed() == missed


def test_the_table_tells_each_figure_beside_the_bare_view_and_its_goal():
    told = table(figures(row("Detail", 250, goal=share(0.8), is_kept=True)))
    assert "| Detail, kept | 250 | 25% | ≥ 80% **✗** | 2.0 ms | 4.0 ms | 150 MB |" in told


def test_the_table_compares_few_articles_with_many():
    compared = Compared("Search", "p50 3.0 ms", "p50 41.0 ms", "p50 < 40 ms", is_met=False)
    found = figures(scale=(compared,))
    assert "| Search | p50 3.0 ms | p50 41.0 ms | p50 < 40 ms **✗** |" in table(found)
    assert found.missed() == ["Search: p50 < 40 ms"]


def test_the_picture_names_every_row_and_is_the_same_again(tmp_path):
    found = figures(row("Detail", 1234, is_kept=True))
    draw(found, tmp_path / "one.svg")
    draw(found, tmp_path / "two.svg")
    texts = {
        element.text
        for element in ElementTree.parse(tmp_path / "one.svg").iter(
            "{http://www.w3.org/2000/svg}text"
        )
    }
    assert {"Bare", "Detail, kept", "1,000", "1,234"} <= texts
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


@pytest.mark.parametrize("options", [[], ["--strict"]], ids=["as it is", "strict"])
def test_a_missed_goal_fails_the_command_only_if_strict(monkeypatch, capsys, options):
    slow = row("Detail", 1, goal=share(0.2))
    monkeypatch.setattr(sys, "argv", ["read_api", *options])
    monkeypatch.setattr(read_api, "require_wrk", lambda: None)
    monkeypatch.setattr(read_api, "import_articles", lambda *_: 1.0)
    monkeypatch.setattr(read_api, "measured", lambda *_: ([row("Bare", 1000), slow], 1))
    if options:
        with pytest.raises(SystemExit) as ended:
            read_api.main()
        assert ended.value.code == 1
    else:
        read_api.main()
    assert "Missed: Detail: ≥ 20%." in capsys.readouterr().out
