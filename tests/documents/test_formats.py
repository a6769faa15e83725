"""The stored subset as Markdown, plain text and blocks."""

import doctest
import importlib
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from articles.documents.richtext import (
    every_format,
    internal_links,
    map_links,
    plain_text,
    safe_url,
    sanitise,
    to_blocks,
    to_markdown,
    to_text,
)

commonmark = MarkdownIt("commonmark").enable("table")


@pytest.mark.parametrize(
    ("stored", "markdown"),
    [
        ("", ""),
        ("<p>a <strong>b</strong> <em>c</em></p><p>d</p>", "a **b** *c*\n\nd"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ('<p><a href="https://e.org">a [b] c</a></p>', "[a \\[b\\] c](https://e.org)"),
        ("<p>2 * 3 _x_ [a](b) `c`</p>", "2 \\* 3 \\_x\\_ \\[a](b) \\`c\\`"),
        ("<p>snake_case</p>", "snake_case"),
        (r"<p>\[a](b) C:\d \`c`</p>", r"\\\[a](b) C:\\d \\\`c\`"),
        ('<p><a href="https://e.org">[</a></p>', r"[\[](https://e.org)"),
        ("<p>__a__ b__c</p>", "\\_\\_a\\_\\_ b\\_\\_c"),
        ("<p># a</p>", "\\# a"),
        ("<p>__init__</p>", "\\_\\_init\\_\\_"),
        ("<p>a\\*b\\*</p>", "a\\\\\\*b\\\\\\*"),
    ],
)
def test_markdown_reads_as_written(stored, markdown):
    assert to_markdown(stored) == markdown


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=40))
def test_text_stays_text_in_markdown(text):
    stored = sanitise(f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>")
    markdown = to_markdown(stored)
    rendered = commonmark.render(markdown)
    tags = {node.tag for node in html.fragment_fromstring(rendered, create_parent="div").iter()}
    assert tags <= {"div", "p", "br"}
    assert "<script" not in markdown.lower()


MARKUP = st.lists(
    st.sampled_from(["a", " ", *"_*`[]()!#-+=~<>&;:|\\.1", "[a](b)", "&lt;", "```", "1. ", "<!--"]),
    max_size=8,
).map("".join)


@given(
    MARKUP,
    st.sampled_from(
        [
            "<p>{}</p>",
            "<p>x<br>{}</p>",
            "<ul><li>{}</li><li>x</li></ul>",
            "<blockquote><p>{}</p></blockquote>",
            "<table><tbody><tr><td>{}</td><td>x</td></tr></tbody></table>",
            '<p><a href="https://e.org">{}</a></p>',
        ]
    ),
)
def test_markdown_says_the_same_words_and_links_nothing_more(text, frame):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    stored = sanitise(frame.format(escaped))
    rendered = commonmark.render(to_markdown(stored))
    trees = [html.fragment_fromstring(part, create_parent="div") for part in (stored, rendered)]
    words = ["".join("".join(tree.itertext()).split()) for tree in trees]
    assert words[0] == words[1]
    assert len(trees[0].findall(".//a")) == len(trees[1].findall(".//a"))


def test_a_table_survives_in_markdown():
    stored = (
        "<table><thead><tr><th>A</th><th>B</th></tr></thead>"
        "<tbody><tr><td>1 | 2</td><td>3</td></tr></tbody></table>"
    )
    assert "<td>1 | 2</td>" in commonmark.render(to_markdown(stored))


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("<p>a</p><p>b<br>c</p>", "a\n\nb\nc"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
        ("<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>", "a | b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "a\n\nb"),
        ("<p>5 &lt; 6 &amp; 7</p>", "5 < 6 & 7"),
    ],
)
def test_plain_text_keeps_lines_and_items(stored, text):
    assert to_text(stored) == text


TERM = "<li><strong>Term:</strong> text <em>x</em></li>"


@pytest.mark.parametrize(
    "item",
    [
        "<li><strong>Term:</strong> text <em>x</em></li>",
        "<li><strong>Term</strong>: text <em>x</em></li>",
        "<li><strong>Term</strong> text <em>x</em></li>",
    ],
)
def test_a_list_of_bold_lead_ins_is_a_term_list(item):
    assert to_blocks(f"<ul>{item}{TERM}</ul>") == [
        {
            "type": "term_list",
            "items": [{"term": "Term", "text": "text x", "html": "text <em>x</em>"}] * 2,
        }
    ]


@pytest.mark.parametrize(
    "stored",
    [
        f"<ul>{TERM}<li>no lead-in</li></ul>",
        f"<ol>{TERM}</ol>",
        "<ul><li><strong>all bold</strong></li></ul>",
        "<ul><li>before <strong>bold</strong> after</li></ul>",
        "<ul><li><strong>Term:</strong> text<ul><li>more</li></ul></li></ul>",
    ],
)
def test_other_lists_are_lists(stored):
    assert to_blocks(stored)[0]["type"] == "list"


def test_blocks_tell_lists_tables_quotes_and_code():
    stored = (
        '<ol start="2"><li>a<ul><li>b</li></ul></li></ol><blockquote><p>q</p></blockquote>'
        "<pre><code>c\n d</code></pre><table><thead><tr><th>h</th></tr></thead>"
        '<tbody><tr><td colspan="2">d</td></tr></tbody></table>'
    )
    ordered, quote, code, table = to_blocks(stored)
    assert (ordered["ordered"], ordered["start"]) == (True, 2)
    assert ordered["items"][0]["blocks"][0]["items"][0]["text"] == "b"
    assert quote["type"] == "quote"
    assert code == {"type": "code", "text": "c\n d"}
    assert table["header"][0][0]["text"] == "h"
    assert table["rows"][0][0]["colspan"] == 2


def test_links_to_articles_are_mapped_or_lose_their_link():
    stored = '<p><a href="article:one#x">1</a> <a href="article:two">2</a></p>'
    assert internal_links(stored) == ["one#x", "two"]
    mapped = map_links(stored, lambda address: "/1/" if address == "one#x" else None)
    assert mapped == '<p><a href="/1/">1</a> 2</p>'


@given(st.text())
def test_every_format_is_made_of_any_text(text):
    formats = every_format(sanitise(text))
    assert list(formats) == ["html", "markdown", "text", "blocks"]


@pytest.mark.parametrize(
    ("given_", "plain"),
    [
        ("a < b > c", "a < b > c"),
        ("< 5 mg, <5 mg", "< 5 mg, <5 mg"),
        ("IL-1<IL-6", "IL-1<IL-6"),
        ("<b>bold</b>", "bold"),
        ("a<script>x", "a"),
        ("a\0b", "ab"),
        ("a<b and c>d", "a< b and c>d"),
        ("if a<b then it helps", "if a< b then it helps"),
        ("x <a", "x < a"),
        ("(a<i && b>i)", "(a< i && b>i)"),
        ("x<style and y>z", "x< style and y>z"),
        ("p <s = 5> q", "p < s = 5> q"),
        ("one<br/>two<hr />", "onetwo"),
        ("<p hidden>one</p>", "one"),
        ("<video controls muted src=a>one", "one"),
        ("x<p required to be>y", "x< p required to be>y"),
        ("x<a x-ray>y", "x< a x-ray>y"),
        ("<a href=x>one</a >", "one"),
        ("<td nowrap width=5>one", "one"),
        ("<p data-x>one", "one"),
        ("one <a href='https://x.org", "one"),
        ("<img x onerror=alert(1)>", "< img x onerror=alert(1)>"),
    ],
)
def test_plain_fields_lose_tags_and_keep_less_than_signs(given_, plain):
    assert plain_text(given_) == plain


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["a", "b", "i", "p", "br", "code", "small", "style", "script", "option"]
            ),
            st.sampled_from([" < ", "<", " > ", ">", " and ", ", ", "<= ", ">="]),
        ),
        max_size=12,
    )
)
def test_no_word_is_lost_between_signs(pairs):
    text = "".join(f"{word}{sign}" for word, sign in pairs) + " end"
    # “<b>” with nothing else in it can't be told from a tag.
    assume(not re.search(r"<\w+\s*>", text))
    assert re.findall(r"\w+", plain_text(text)) == re.findall(r"\w+", text)


@given(
    st.lists(
        st.sampled_from(
            [
                "<",
                ">",
                "/",
                "script",
                "b",
                "img",
                " ",
                "=",
                "x",
                "onerror=y",
                '"',
                "'",
                "<!--",
                "-->",
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_no_tag_is_left_in_a_plain_field(text):
    assert not re.search(r"</?(script|b|img)([\s/>]|$)|<!--", plain_text(text), re.IGNORECASE)


def test_taking_a_tag_out_of_a_plain_field_leaves_no_other_behind():
    assert "<scr" not in plain_text("a<scr<script>ipt>alert(1)</scr</script>ipt>")


@pytest.mark.parametrize(
    "text",
    [
        "<a" * 20000 + ">" * 20000,
        "<!--" * 20000,
        "<script" * 20000,
        "<scr" * 9000 + "<b>ipt>" * 9000,
    ],
    ids=["nested", "comments that never end", "scripts that never end", "halves"],
)
def test_no_plain_text_is_too_much_to_clean(text):
    # In linear time: where it isn't, this test takes minutes.
    assert not re.search("<(a|script|!--)", plain_text(text))


@pytest.mark.parametrize(
    "url", ["javascript:x()", "//e.org", "/path", "ftp://e.org", "http://[", ""]
)
def test_only_web_addresses_are_safe(url):
    assert safe_url(url) is None
    assert safe_url("https://e.org/a") == "https://e.org/a"


def test_a_web_address_carries_no_markup():
    url = 'https://e.org/"><script>x()</script>\n`?q=a b&l=<5'
    assert safe_url(url) == ("https://e.org/%22%3E%3Cscript%3Ex()%3C/script%3E%60?q=a%20b&l=%3C5")


@pytest.mark.parametrize(
    "name", ["anchors", "richtext.cleaning", "richtext.formats", "richtext.plain"]
)
def test_the_examples_in_docstrings_hold(name):
    module = importlib.import_module(f"articles.documents.{name}")
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed
