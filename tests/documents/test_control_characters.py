"""What came into a body past the editor doesn't stop a publication."""

import pytest

from articles.documents.richtext import ensure_clean, every_format, sanitise


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\x7f", "\ud800", "\ufffe"])
def test_a_body_with_a_control_character_goes_out_without_it(character):
    clean = ensure_clean(f"<p>a{character}b</p>")
    assert every_format(clean)["text"] == "ab"


@pytest.mark.parametrize("reference", ["&#0;", "&#11;", "&#x1F;", "&#127;", "&#xD800;", "&#xFFFE;"])
def test_a_control_character_spelt_as_a_reference_is_no_way_in(reference):
    stored = sanitise(f"<p>a{reference}b</p><p>" + "<b>" * 3000 + f"c{reference}d")
    assert {"a", "b", "c", "d"} <= set(every_format(ensure_clean(stored))["text"])
    assert not any(ord(char) < 32 and char != "\n" for char in stored)


def test_any_line_end_divides_words():
    assert sanitise("<p>a\rb\r\nc&#13;d</p>") == "<p>a b c d</p>"
