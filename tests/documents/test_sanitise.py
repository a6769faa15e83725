"""Foreign HTML in, the stored subset out."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html

from articles.documents.richtext import ensure_clean, sanitise, tidying
from articles.documents.richtext.subset import ATTRIBUTES, LINK_SCHEMES, TAGS

PIECES = (
    *("<p>", "</p>", "<b>", "</b>", "<ul>", "</ul>", "<ol start=2>", "<li>", "</li>", "<table>"),
    *("<tr>", "<td>", "<th>", "</table>", "<br>", "<div>", "</div>", "<h2>", "</h2>", "<pre>"),
    *("</pre>", "<code>", "</code>", "<blockquote>", "</blockquote>", "<em>", "</em>", "<svg>"),
    *('<a href="https://e.org">', '<a href="javascript:x()">', "</a>", "<script>", "</script>"),
    *("<style>", "<p onclick=x() style='x' class=y>", "<math>", "<noscript>", "<!--", "-->"),
    *("&lt;script&gt;", "&amp;", " ", "\n", "\xa0", "\0", "\x0b", "word", "two words", "<sub>"),
)
markup = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=40)


def elements(text):
    return list(html.fragment_fromstring(text, create_parent="div").iter())[1:]


@settings(max_examples=300, deadline=None)
@given(markup)
@example("<ul>x<li><table><th></ul>")
def test_only_the_subset_comes_out(text):
    for node in elements(sanitise(text)):
        assert node.tag in TAGS
        assert set(node.attrib) <= ATTRIBUTES.get(node.tag, set())
        scheme, colon, _ = node.get("href", "").partition(":")
        assert not colon or "/" in scheme or scheme in LINK_SCHEMES


@settings(max_examples=300, deadline=None)
@given(markup)
def test_cleaning_again_changes_nothing(text):
    once = sanitise(text)
    assert sanitise(once) == once
    assert ensure_clean(once) == once


@pytest.mark.parametrize(
    ("foreign", "stored"),
    [
        ("", ""),
        ("  \n ", ""),
        ("plain < 5 & more", "<p>plain &lt; 5 &amp; more</p>"),
        ("<b>b</b> <i>i</i>", "<p><strong>b</strong> <em>i</em></p>"),
        ("<h2>Head</h2>text", "<p><strong>Head</strong></p><p>text</p>"),
        ("<div>one<div>two</div></div>", "<p>one</p><p>two</p>"),
        ("<p>a</p><p></p><p>&nbsp;</p><p><br></p>", "<p>a</p>"),
        ("<p> a \n  b </p>", "<p>a b</p>"),
        ("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><li></li></ul>", ""),
        ('<ol start="3"><li>a</li></ol>', '<ol start="3"><li>a</li></ol>'),
        ("<blockquote>q</blockquote>", "<blockquote><p>q</p></blockquote>"),
        ("<pre>a\n  b</pre>", "<pre><code>a\n  b</code></pre>"),
        ("<dl><dt>T</dt><dd>D</dd></dl>", "<p><strong>T</strong></p><p>D</p>"),
        ("H<sub>2</sub>O x<sup>2</sup>", "<p>H<sub>2</sub>O x<sup>2</sup></p>"),
        ("<strong>a</strong><strong>b</strong>", "<p><strong>ab</strong></p>"),
        ("a<br><br>b<br>", "<p>a<br><br>b</p>"),
        ('<a href="/x#y">a</a> <a>b</a>', '<p><a href="/x#y">a</a> b</p>'),
        (
            "<table style=x><tbody><tr><th><p>A</p></th></tr><tr><td>1</td></tr></tbody></table>",
            "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
        ),
        ('<td colspan="2">x</td>', "<p>x</p>"),
        ("a\0b\x0bc", "<p>abc</p>"),
    ],
)
def test_foreign_html_becomes_the_stored_subset(foreign, stored):
    assert sanitise(foreign) == stored


def test_text_from_word_comes_out_clean():
    word = """<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->
    <style>p.MsoNormal {margin:0cm}</style>
    <p class="MsoNormal" style="mso-margin-top-alt:auto"><b><span style="color:red">Dose
    </span></b><span lang="EN-GB">5&nbsp;mg<o:p></o:p></span></p>
    <p class="MsoListParagraph"><![if !supportLists]>·<![endif]> Rest</p>"""
    assert sanitise(word) == "<p><strong>Dose</strong> 5&nbsp;mg</p><p>· Rest</p>"


def test_text_from_google_docs_comes_out_clean():
    docs = (
        '<b style="font-weight:normal" id="docs-internal-guid-1"><p dir="ltr">One</p><p>Two</p></b>'
    )
    assert sanitise(docs) == "<p>One</p><p>Two</p>"


@pytest.mark.parametrize(
    "attack",
    [
        "<script>x()</script>",
        "<img src=x onerror=x()>",
        '<a href="&#x6A;avascript:x()">a</a>',
        '<a href="java\tscript:x()">a</a>',
        '<a href=" javascript:x()">a</a>',
        '<a href="data:text/html,x">a</a>',
        '<a href="vbscript:x()">a</a>',
        '<p style="background:url(javascript:x())">a</p>',
        '<noscript><p title="</noscript><img src=x onerror=x()>">',
        "<svg><style><img src=x onerror=x()></style></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=x()>",
        '<form><math><mtext></form><form><mglyph><style></math><img src onerror="x()">',
        "<scr<script>ipt>x()</script>",
        "<iframe srcdoc='<script>x()</script>'></iframe>",
        "<!--><img src=x onerror=x()>-->",
        '<a href="https://e.org" onclick="x()" style="x" class="y" id="z">a</a>',
    ],
)
def test_no_attack_survives(attack):
    stored = sanitise(attack)
    for node in elements(stored):
        assert node.tag not in {"script", "img", "style", "iframe", "svg", "form"}
        assert set(node.attrib) <= {"href"}
        assert not node.get("href", "").lstrip().lower().startswith(("java", "data", "vb"))


@pytest.mark.parametrize("tag", ["div", "b", "ul", "blockquote", "table><tr><td"])
def test_any_depth_is_taken_and_no_word_is_lost(tag):
    assert "deep" in sanitise(f"<{tag}>" * 3000 + "deep")
    assert "deep" in sanitise("<p>shallow</p>" + f"<{tag}>" * 3000 + "deep")


def test_words_are_neither_lost_nor_glued():
    text = "<div>one</div><p>two<br>three</p><ul><li>four<li>five</ul><td>six</td> <b>se</b>ven"
    words = " ".join(html.fromstring(f"<div>{sanitise(text)}</div>").itertext()).split()
    assert "".join(words) == "onetwothreefourfivesixseven"
    assert {"one", "two", "three", "four", "five"} <= set(words)


def test_text_in_many_pieces_is_put_together_once(monkeypatch):
    """Each piece by itself would copy all that stands before it."""
    written = []
    monkeypatch.setattr(tidying, "append_text", lambda _, text: written.append(text))
    sanitise("<a>word </a>" * 1000)
    assert written == ["word " * 1000]


@pytest.mark.parametrize(
    ("source", "stored"),
    [
        (
            "<table><caption>Doses <b>a day</b></caption><tr><td>1</td></tr></table>",
            "<p>Doses <strong>a day</strong></p><table><tbody><tr><td>1</td></tr></tbody></table>",
        ),
        (
            "<table><tfoot><tr><td>2</td></tr></tfoot><tbody><tr><td>1</td></tr></tbody></table>",
            "<table><tbody><tr><td>1</td></tr><tr><td>2</td></tr></tbody></table>",
        ),
        ("<table><caption>Doses</caption></table>", "<p>Doses</p>"),
    ],
    ids=["caption", "footer", "caption alone"],
)
def test_a_caption_stands_above_its_table_and_a_footer_at_its_end(source, stored):
    assert sanitise(source) == stored
    assert sanitise(stored) == stored
