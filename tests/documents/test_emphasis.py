"""Emphasis at punctuation is emphasis in Markdown as well, and large bodies are cleaned."""

import pytest
from markdown_it import MarkdownIt

from articles.documents.richtext import sanitise, to_markdown


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>a<strong>:</strong></p>", "<p>a:</p>"),
        ("<p>a<strong>:</strong>b</p>", "<p>a:b</p>"),
        ("<p><strong>Dose:</strong>two</p>", "<p><strong>Dose</strong>:two</p>"),
        ("<p>see<em>(x)</em>y</p>", "<p>see(<em>x</em>)y</p>"),
        ("<p><strong>Dose:</strong> two</p>", "<p><strong>Dose:</strong> two</p>"),
    ],
)
def test_emphasis_at_punctuation_comes_back_as_it_can_be_said(html, shown):
    assert MarkdownIt().render(to_markdown(html)).strip() == shown


@pytest.mark.slow
def test_a_body_of_very_many_lines_is_cleaned_whole():
    # A megabyte: with a step that looks at all lines for each, this would not end.
    text = sanitise("a<br>" * 200_000)
    assert text == "<p>" + "a<br>" * 199_999 + "a</p>"
