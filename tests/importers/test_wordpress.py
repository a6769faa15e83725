"""WordPress exports: a small one by hand that holds the hard cases, and hostile ones."""

from datetime import date
from pathlib import Path

import pytest

from articles.importers import bounded
from articles.importers.drafts import ArticleDraft, ImportProblem, LeftOut
from articles.importers.shortcodes import without_shortcodes
from articles.importers.wordpress import read_wordpress
from articles.importers.wordpress_content import with_paragraphs

from .wxr import post, read, wxr

SAMPLE = Path(__file__).parent / "samples" / "wordpress.xml"


@pytest.fixture(scope="module")
def found():
    return [what for _, what in read_wordpress(SAMPLE)]


@pytest.fixture(scope="module")
def gout(found):
    return found[0]


@pytest.fixture(scope="module")
def classic(found):
    return found[1]


def test_the_head_is_what_wordpress_says(gout):
    assert (gout.title, gout.slug) == ("Gout & you", "gout-and-you")
    assert gout.summary == "Why a toe can hurt that much."
    assert gout.meta_description == "All about gout."
    assert [person.name for person in gout.authors] == ["Nell Ashdown"]
    assert gout.topic == "Joints"
    assert gout.first_published_on == date(2019, 5, 3)
    assert gout.address == "https://blog.example.org/2019/05/gout-and-you/"
    assert gout.external_id == "wordpress https://blog.example.org/?p=12"


def test_blocks_become_sections_with_their_lists_tables_and_links(gout):
    assert [(part.level, part.heading) for part in gout.sections] == [
        (1, "Introduction"),
        (1, "What it feels like"),
        (2, "At night"),
    ]
    lead, feels, _ = (part.body for part in gout.sections)
    assert "<strong>suddenly</strong>" in lead
    assert 'href="https://blog.example.org/2019/06/diet/"' in lead
    assert "<li><p><strong>Heat:</strong>" in feels or "<li><strong>Heat:</strong>" in feels
    assert "<th>" in feels
    assert "Liver" in feels


def test_a_picture_becomes_a_link(gout):
    body = gout.sections[1].body
    assert 'href="https://blog.example.org/toe.jpg"' in body
    assert "<img" not in body


def test_details_become_faqs(gout):
    assert [faq.question for faq in gout.faqs] == ["Does it come back?", "Is beer bad?"]
    assert "Often." in gout.faqs[0].answer


def test_what_could_not_be_kept_is_told(gout):
    told = "\n".join(gout.notes)
    for part in ("latest-posts", "[contact-form-7]", "Food", "toe", "published in WordPress"):
        assert part in told


def test_classic_text_has_its_paragraphs(classic):
    lead, part = classic.sections
    assert "First line<br>second line" in lead.body
    assert "a note [sic]" in lead.body
    assert "[gallery" not in lead.body
    assert (part.heading, "Its text." in part.body) == ("A part", True)
    assert "Caption words" in part.body


def test_a_draft_leaves_no_redirect_and_has_a_slug_of_its_title(classic):
    assert (classic.slug, classic.address) == ("classic", "")


def test_what_is_no_article_is_told_as_left_out(found):
    left = [what.reason for what in found if isinstance(what, LeftOut)]
    assert any("attachment" in reason for reason in left)
    assert any("trash" in reason for reason in left)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[toc]One", "One"),
        ("[1] and [sic]", "[1] and [sic]"),
        ("[[toc]]", "[toc]"),
        ('[vc_row a="b]c"]x[/vc_row]', "x"),
        ("[embed]https://x.org/a[/embed]", '<p><a href="https://x.org/a">https://x.org/a</a></p>'),
        ("a[b", "a[b"),
    ],
)
def test_shortcodes_go_and_their_inside_stays(before, after):
    assert without_shortcodes(before)[0] == after


def test_preformatted_text_and_lists_get_no_line_breaks():
    text = with_paragraphs("a\n\n<pre>b\n\nc</pre>\n<ul>\n<li>d</li>\n</ul>e")
    assert text == "<p>a</p><pre>b\n\nc</pre><ul>\n<li>d</li>\n</ul><p>e</p>"


# --- Hostile files ---

BOMB = (
    '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", [BOMB, OUTSIDE])
def test_entities_of_the_files_own_are_refused(tmp_path, head):
    (problem,) = read(tmp_path, wxr(post(title="&a;"), head))
    assert isinstance(problem, ImportProblem)
    assert "entities" in problem.reason


def test_a_file_that_breaks_off_gives_what_stands_before(tmp_path):
    data = wxr(post("One") + post("Two"))
    first, problem = read(tmp_path, data[: data.index(b"Two")])
    assert first.title == "One"
    assert "no sound XML" in problem.reason


@pytest.mark.parametrize("data", [b"", b"\0\1\2", b"{}", b"<html><body>x</body></html>"])
def test_what_is_no_export_is_told(tmp_path, data):
    (problem,) = read(tmp_path, data)
    assert isinstance(problem, ImportProblem)


def test_control_characters_of_old_exports_are_no_obstacle(tmp_path):
    (draft,) = read(tmp_path, wxr(post(body="One\x0btwo\x08\0")))
    assert "Onetwo" in draft.sections[0].body


@pytest.mark.parametrize("before", [b"\n\n  ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_what_stands_before_the_beginning_is_no_obstacle(tmp_path, before):
    (draft,) = read(tmp_path, before + wxr(post()))
    assert draft.title == "T"


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_exports_of_any_version_are_read(tmp_path, version):
    data = wxr(post(status="draft", post_name="toe")).replace(b"/1.2/", f"/{version}/".encode())
    (draft,) = read(tmp_path, data)
    assert (draft.slug, draft.notes[0]) == ("toe", "it was a draft in WordPress")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_an_encoding_that_is_declared_is_kept_to(tmp_path, encoding):
    text = wxr(post(title="Diät")).decode().replace("?>", f' encoding="{encoding}"?>', 1)
    (draft,) = read(tmp_path, text.encode(encoding))
    assert draft.title == "Diät"


def test_an_encoding_that_is_wrong_is_told(tmp_path):
    text = wxr(post(title="Diät")).decode().replace("?>", ' encoding="utf-8"?>', 1)
    (problem,) = read(tmp_path, text.encode("iso-8859-1"))
    assert isinstance(problem, ImportProblem)


def test_scripts_never_come_in(tmp_path):
    body = '<p onclick="x()">a<script>alert(1)</script><a href="javascript:x()">b</a></p>'
    (draft,) = read(tmp_path, wxr(post(body=body)))
    assert "script" not in draft.sections[0].body
    assert "onclick" not in draft.sections[0].body


@pytest.mark.parametrize("body", ["[a " * 200_000, "<ul>" * 100_000, "<!-- wp:x " * 100_000])
def test_text_that_never_ends_what_it_opens_costs_no_time(tmp_path, body):
    (found,) = read(tmp_path, wxr(post(body=body)))
    assert isinstance(found, ImportProblem | ArticleDraft)


@pytest.mark.parametrize(("field", "value"), [("post_password", "x"), ("status", "trash")])
def test_what_was_not_meant_for_all_stays_outside(tmp_path, field, value):
    (found,) = read(tmp_path, wxr(post(**{field: value})))
    assert isinstance(found, ImportProblem | LeftOut)


def test_a_post_without_end_is_not_held_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(bounded, "MAX_AT_ONCE", 200_000)
    first, problem = read(tmp_path, wxr(post("One") + post("Two", "x" * 1_000_000)))
    assert first.title == "One"
    assert "one part has more than" in problem.reason
    assert len(read(tmp_path, wxr("".join(post(str(n), "x" * 1000) for n in range(1000))))) == 1000
