"""Ghost exports: Lexical, Mobiledoc and HTML; tags and authors; hostile ones."""

import json
from datetime import date
from pathlib import Path

import pytest

from articles.importers.drafts import ImportProblem
from articles.importers.ghost import read_ghost
from articles.importers.lexical import lexical_html
from articles.importers.mobiledoc import mobiledoc_html

SAMPLE = Path(__file__).parent / "samples" / "ghost.json"
SITE = "https://old.example.org/"


@pytest.fixture(scope="module")
def found():
    return [what for _, what in read_ghost(SAMPLE, address=SITE)]


def read(tmp_path, value):
    path = tmp_path / "ghost.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return [what for _, what in read_ghost(path)]


def test_the_head_is_what_ghost_says(found):
    statins = found[0]
    assert (statins.title, statins.slug, statins.featured) == ("Statins", "statins-in-short", True)
    assert statins.summary == "In short."
    assert (statins.meta_title, statins.meta_description) == (
        "Statins | Clinic",
        "What statins do.",
    )
    assert [person.name for person in statins.authors] == ["Nell Ashdown", "Ida Voss"]
    assert statins.topic == "Heart"
    assert "Pills" in "\n".join(statins.notes)
    assert statins.published_on == date(2022, 3, 4)
    assert statins.external_id == "ghost u-1"
    assert statins.address == "https://old.example.org/statins-in-short/"


def test_lexical_becomes_sections_and_faqs(found):
    statins = found[0]
    assert [part.heading for part in statins.sections] == ["Introduction", "Who takes them"]
    lead, who = (part.body for part in statins.sections)
    assert "<strong>cholesterol</strong> &amp; more." in lead
    assert 'href="https://old.example.org/diet/"' in lead
    assert "Adults:" in who
    assert "<ol>" in who
    assert "<blockquote>" in who
    assert 'href="https://old.example.org/content/images/pill.png"' in who
    assert "A film" in who
    assert [faq.question for faq in statins.faqs] == ["At night?", "Muscle pain?"]
    assert "<em>Tell us.</em>" in statins.faqs[1].answer


def test_an_unknown_card_is_told(found):
    assert any("strange" in note for note in found[0].notes)


def test_mobiledoc_becomes_sections(found):
    old = found[1]
    assert [part.heading for part in old.sections] == ["Introduction", "Old part", "From Markdown"]
    lead = old.sections[0].body
    assert '<a href="https://example.org/x">' in lead
    assert "next &lt;line&gt;" in lead
    assert "<table>" in old.sections[2].body
    assert old.address == ""
    assert any("members" in note for note in old.notes)


def test_html_is_taken_where_there_is_some(found):
    assert [part.heading for part in found[2].sections] == ["Introduction", "Part"]


@pytest.mark.parametrize(
    "value",
    [
        *("", "[]", "{}", '{"db": []}', "\0", "[" * 100_000, '{"db":[{"data":{"posts":[{"ti'),
        '{"db":[{"data":{"posts":{"a":1}}}]}',
    ],
    ids=str,
)
def test_what_is_no_export_is_told(tmp_path, value):
    found = read(tmp_path, value)
    assert found
    assert all(isinstance(what, ImportProblem) for what in found)


@pytest.mark.parametrize("body", [{"lexical": "x"}, {"mobiledoc": "[]"}, {"mobiledoc": "{}"}, {}])
def test_a_post_without_a_text_is_told_and_the_next_goes_in(tmp_path, body):
    posts = [{"id": 1, "title": "Bad", **body}, {"id": 2, "title": "Good", "html": "<p>x</p>"}]
    bad, good = read(tmp_path, {"db": [{"data": {"posts": posts}}]})
    assert isinstance(bad, ImportProblem)
    assert good.title == "Good"


def test_the_old_form_of_exports_is_read_too(tmp_path):
    (draft,) = read(tmp_path, {"data": {"posts": [{"id": 1, "title": "T", "html": "<p>x</p>"}]}})
    assert draft.title == "T"


def test_what_is_nested_without_end_is_refused():
    node: dict = {"type": "text", "text": "x"}
    for _ in range(100):
        node = {"type": "quote", "children": [node]}
    with pytest.raises(ImportProblem, match="nested"):
        lexical_html(json.dumps({"root": {"children": [node]}}))


def test_marks_that_close_more_than_was_opened_are_no_obstacle():
    source = {"sections": [[1, "p", [[0, [], 5, "a"]]]], "markups": [], "atoms": [], "cards": []}
    assert mobiledoc_html(json.dumps(source))[0] == "<p>a</p>"
