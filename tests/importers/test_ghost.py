"""Ghost exports: Lexical, Mobiledoc and HTML; tags and authors; hostile ones."""

import json
from datetime import date
from pathlib import Path

import pytest

from articles.importers import bounded
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
    assert statins.first_published_on == date(2022, 3, 4)
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


def test_a_text_without_end_is_not_held_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(bounded, "MAX_AT_ONCE", 200_000)
    posts = [{"id": 1, "title": "Long", "html": "x" * 1_000_000}]
    (problem,) = read(tmp_path, {"db": [{"data": {"posts": posts}}]})
    assert "one part has more than" in problem.reason
    posts = [{"id": n, "title": "Short", "html": "x" * 1000} for n in range(1000)]
    assert len(read(tmp_path, {"db": [{"data": {"posts": posts}}]})) == 1000


# --- What lands where ---


def lexical(tmp_path, *nodes, **values):
    """The draft of a post whose text is these nodes of Lexical."""
    source = json.dumps({"root": {"children": nodes}})
    posts = [{"id": 1, "title": "T", "lexical": source, **values}]
    (draft,) = read(tmp_path, {"db": [{"data": {"posts": posts}}]})
    return draft


def item(*children):
    return {"type": "listitem", "children": list(children)}


def words(text):
    return {"type": "extended-text", "text": text, "format": 0}


WORDS = {"type": "paragraph", "children": [words("Words.")]}


def test_a_nested_list_stays_in_the_item_that_it_belongs_to(tmp_path):
    inner = {"type": "list", "listType": "number", "start": 3, "children": [item(words("In"))]}
    outer = {"type": "list", "listType": "bullet", "children": [item(words("Out")), item(inner)]}
    (section,) = lexical(tmp_path, outer).sections
    assert section.body == '<ul><li>Out<ol start="3"><li>In</li></ol></li></ul>'


@pytest.mark.parametrize(
    ("card", "html"),
    [
        (
            {
                "type": "bookmark",
                "url": "https://x.org/",
                "metadata": {"title": "A", "description": "B"},
            },
            '<p><a href="https://x.org/">A</a></p><p>B</p>',
        ),
        (
            {"type": "call-to-action", "textValue": "A", "buttonUrl": "https://x.org/"},
            '<p>A</p><p><a href="https://x.org/">https://x.org/</a></p>',
        ),
        (
            {
                "type": "product",
                "productDescription": "A",
                "productUrl": "https://x.org/",
                "productButton": "B",
            },
            '<p>A</p><p><a href="https://x.org/">B</a></p>',
        ),
        (
            {"type": "header", "subheader": "A", "buttonUrl": "https://x.org/", "buttonText": "B"},
            '<p>A</p><p><a href="https://x.org/">B</a></p>',
        ),
    ],
    ids=["bookmark", "call to action", "product", "header"],
)
def test_what_a_card_says_and_leads_to_is_kept(tmp_path, card, html):
    assert lexical(tmp_path, card).sections[0].body == html


def test_what_has_no_field_is_told(tmp_path):
    draft = lexical(
        tmp_path,
        WORDS,
        feature_image="__GHOST_URL__/a.png",
        codeinjection_head="<script>x()</script>",
        og_title="Other",
        custom_excerpt="x" * 600,
    )
    assert "its featured picture was left out: /a.png" in draft.notes
    assert "code that was put into its page was left out" in draft.notes
    assert "left out: og_title" in draft.notes
    assert len(draft.summary) == 500
    assert any("the excerpt was too long and is cut" in note for note in draft.notes)


@pytest.mark.parametrize(
    ("status", "day"),
    [("published", date(2024, 1, 2)), ("sent", date(2024, 1, 2)), ("scheduled", None)],
)
def test_only_what_was_published_has_a_day_of_publication(tmp_path, status, day):
    values = {"status": status, "published_at": "2024-01-02T10:00:00.000Z"}
    assert lexical(tmp_path, WORDS, **values).first_published_on == day


HTML = """<div class="kg-card kg-toggle-card"><div class="kg-toggle-heading">
<h4 class="kg-toggle-heading-text">Is it free?</h4><button class="kg-toggle-card-icon"><svg></svg>
</button></div><div class="kg-toggle-content"><p>Yes.</p></div></div>
<div class="kg-card kg-callout-card"><div class="kg-callout-emoji">!</div><div
class="kg-callout-text">Mind it.</div></div>
<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://x.org/b">
<div class="kg-bookmark-content"><div class="kg-bookmark-title">Title</div><div
class="kg-bookmark-description">About</div><div class="kg-bookmark-metadata"><img
class="kg-bookmark-icon" src="https://x.org/i.ico"></div></div></a></figure>"""


def test_cards_that_ghost_made_html_of_are_known(tmp_path):
    posts = [{"id": 1, "title": "T", "html": HTML}]
    (draft,) = read(tmp_path, {"db": [{"data": {"posts": posts}}]})
    assert [(faq.question, faq.answer) for faq in draft.faqs] == [("Is it free?", "<p>Yes.</p>")]
    assert draft.sections[0].body == (
        '<p>Mind it.</p><p><a href="https://x.org/b">Title About</a></p>'
    )
