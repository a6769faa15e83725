"""Texts that several posts of WordPress share."""

import pytest

from articles.importers import wordpress
from articles.importers.drafts import ArticleDraft, ImportProblem, LeftOut
from articles.importers.wordpress_patterns import with_patterns

from .wxr import post, read, wxr

USES = 'A. <!-- wp:block {"ref":7} /--> B.'


def pattern(text, key=7, **values):
    return post("Shared", text, post_id=key, post_type="wp_block", **values)


@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_a_pattern_stands_where_a_post_names_it(tmp_path, first):
    shared = pattern("<!-- wp:paragraph --><p>Call us.</p><!-- /wp:paragraph -->")
    uses = post("T", '<!-- wp:block {"ref":7} /-->')
    found = read(tmp_path, wxr(shared + uses if first else uses + shared))
    (draft,) = (each for each in found if isinstance(each, ArticleDraft))
    assert [part.body for part in draft.sections] == ["<p>Call us.</p>"]
    assert not [note for note in draft.notes if "wp:block" in note or "pattern" in note]
    assert not [each for each in found if isinstance(each, LeftOut)]


def test_one_that_the_export_lacks_is_told(tmp_path):
    found = read(tmp_path, wxr(post("T", f"<p>Words.</p>{USES}") + pattern("<p>x</p>", key=8)))
    assert any("a pattern that several posts share" in note for note in found[0].notes)


@pytest.mark.parametrize("status", ["draft", "trash"])
def test_one_that_was_not_published_stays_out(tmp_path, status):
    found = read(tmp_path, wxr(post("T", f"<p>Words.</p>{USES}") + pattern("x", status=status)))
    assert any("a pattern that several posts share" in note for note in found[0].notes)


def test_a_file_that_breaks_off_gives_what_stands_before(tmp_path):
    whole = wxr(pattern("<p>Call us.</p>") + post("T", USES) + post("Lost"))
    draft, problem = read(tmp_path, whole[: whole.index(b"Lost")])
    assert "Call us." in draft.sections[0].body
    assert isinstance(problem, ImportProblem)


def test_patterns_without_end_are_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(wordpress, "MAX_PATTERNS", 10)
    found = read(tmp_path, wxr(pattern("<p>Call us.</p>") + post("T", f"<p>Words.</p>{USES}")))
    assert any("a pattern that several posts share" in note for note in found[0].notes)


def test_patterns_may_hold_patterns():
    inner = {"7": 'one <!-- wp:block {"ref":8} /-->', "8": "two"}
    assert with_patterns(USES, inner, most=1000)[0] == "A. one two B."


def test_a_circle_ends():
    text, _ = with_patterns(USES, {"7": f"x {USES}"}, most=1_000_000)
    assert text.count("x ") == 1


def test_a_bomb_is_no_longer_than_an_article_may_be():
    bomb = {str(key): f'<!-- wp:block {{"ref":{key + 1}}} /-->' * 100 for key in range(7, 12)}
    text, _ = with_patterns(USES, bomb | {"12": "x" * 100}, most=100_000)
    assert len(text) <= 100_000


def test_words_that_a_post_changes_in_a_pattern_are_told():
    changed = '<!-- wp:block {"ref":7,"content":{"a":{"content":"Other."}}} /-->'
    text, notes = with_patterns(changed, {"7": "Shared."}, most=1000)
    assert text == "Shared."
    assert notes == ["what it says otherwise in a pattern that several posts share was left out"]


@pytest.mark.parametrize("values", ["{}", "{ref}", '{"ref":[7]}'], ids=["none", "broken", "list"])
def test_what_names_no_pattern_stays(values):
    text = f"<!-- wp:block {values} /-->"
    assert with_patterns(text, {"7": "Shared."}, most=1000)[0] == text
