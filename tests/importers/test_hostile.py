"""Content that no reader foresaw: it is told or read, and keeps nothing else out."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importers import wordpress
from articles.importers.drafts import ArticleDraft, ImportProblem
from articles.importers.ghost import read_ghost
from articles.importers.pages.outline import outline_of
from articles.importers.sources import read_page

from .wxr import post, read, wxr

PIECES = (
    *("<html>", "<body>", "<frameset>", "<!DOCTYPE html>", "<head>", "<template>", "<select>"),
    *(
        "<iframe src='http://[b'>",
        "<a href='http://[x'>",
        "<img src='http://[bad'>",
        "</a>",
        "<svg>",
    ),
    *("<p>", "</p>", "<div class='accordion-body'>", "<button class='accordion-button'>", "</div>"),
    *(
        "<span class='faq-question'>",
        "<span class='faq-answer'>",
        "</span>",
        "<h2>",
        "FAQ",
        "</h2>",
    ),
    *("<details>", "<summary>", "</details>", "<dl>", "<dt>", "</dl>", "<table>", "<caption>"),
    *("<tr>", "<td>", "</table>", "<br>", "<br><br>", "<b>", "</b>", "Q: a?", "A: b", "words. "),
    '<script type="application/ld+json">[{"@type": "Question", "name": 5}]</script>',
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_markup_has_an_outline(text):
    outline_of(text, address="http://x.example/y", title="T", code=text)


@pytest.mark.parametrize(
    "text", ["<html>", "<!DOCTYPE html><html><body><p>Words.</p></body></html>"]
)
def test_a_whole_page_in_a_field_is_read(tmp_path, text):
    assert outline_of(text).notes == []


def test_rows_of_odd_values_are_no_obstacle(tmp_path):
    data = {
        "posts": [{"id": 1, "title": "T", "html": "<p>x</p>"}],
        "posts_tags": [{"post_id": 1, "tag_id": [], "sort_order": {}}],
        "posts_authors": [{"post_id": 1, "author_id": {}, "sort_order": "x"}],
    }
    (tmp_path / "ghost.json").write_text(json.dumps({"db": [{"data": data}]}))
    ((_, draft),) = read_ghost(tmp_path / "ghost.json")
    assert draft.title == "T"


def test_what_no_reader_foresaw_is_told_and_the_next_goes_in(tmp_path, monkeypatch):
    draft_of = wordpress.draft_of

    def failing(given, site):
        if given.get("title") == "Odd":
            raise KeyError("odd")
        return draft_of(given, site)

    monkeypatch.setattr(wordpress, "draft_of", failing)
    odd, good = read(tmp_path, wxr(post("Odd") + post("Good")))
    assert isinstance(odd, ImportProblem)
    assert "It can't be read: KeyError" in odd.reason
    assert isinstance(good, ArticleDraft)


def test_a_page_that_no_reader_foresaw_is_told(monkeypatch):
    def failing(*args, **values):
        raise RecursionError

    monkeypatch.setattr("articles.importers.sources.read_text_page", failing)
    with pytest.raises(ImportProblem, match="RecursionError"):
        read_page(b"T", "text", "a.txt")


LONG = {
    "questions in one element": "<p class='faq-question'>a?</p>" * 20_000,
    "answers in one element": "<p class='faq-answer'>a</p>" * 20_000,
    "titles in one element": "<div>" + "<h1>a</h1>" * 20_000 + "</div>",
    "buttons": "<button>a</button>" * 20_000,
    "line breaks": "a<br><br>" * 20_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_a_long_page_of_one_kind_takes_no_time_by_the_square(name):
    page = f"<title>T</title><p>Words that are read.</p>{LONG[name]}"
    assert read_page(page.encode(), "html", "a.html").title == "T"


@pytest.mark.slow
@pytest.mark.parametrize("line", ["- a b", "goes on", "Home", "Q: a?", "x: y"])
def test_a_long_text_of_one_kind_takes_no_time_by_the_square(line):
    text = "Title\n\nTitle\n\n- one\n" + f"{line}\n" * 50_000
    assert read_page(text.encode(), "text", "a.txt").title == "Title"
