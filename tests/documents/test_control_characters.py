"""What came into a body past the editor doesn't stop a publication."""

import pytest

from articles.documents.richtext import ensure_clean, every_format


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\x7f", "\ud800", "\ufffe"])
def test_a_body_with_a_control_character_goes_out_without_it(character):
    clean = ensure_clean(f"<p>a{character}b</p>")
    assert every_format(clean)["text"] == "ab"
