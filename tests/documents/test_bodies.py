"""What is made of one body, here or in another process."""

import pickle

import pytest

from articles.documents.bodies import MOST_KEPT, ahead, body_of, take
from articles.search.entries import searched_body

HTML = "<p>Nerves <strong>burn</strong> at night.</p><ul><li>Rest: more.</li></ul>"


def forget():
    for function in (body_of, searched_body):
        with function.cache_lock:
            function.cache.clear()


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    forget()


def from_elsewhere(*texts):
    """What another process gives of these texts, while this one knows nothing of them."""
    sent = pickle.dumps(ahead(texts))
    forget()
    return pickle.loads(sent)


def test_a_body_has_its_formats_and_counts():
    body = body_of(HTML)
    assert body.formats["text"] == "Nerves burn at night.\n\n- Rest: more."
    assert (body.words, body.reading.sentences) == (6, 2)
    assert body.terms == {"nerves": 1, "burn": 1, "night": 1, "rest": 1}


def test_what_another_process_compiled_is_not_compiled_again(monkeypatch):
    found = from_elsewhere(HTML)
    take(found)
    monkeypatch.setattr("articles.documents.richtext.every_format", None)
    assert body_of(HTML) is found[0].body
    assert searched_body(found[0].body.formats["text"].lower()) is found[0].searched


def test_it_is_what_this_process_would_have_made():
    [found] = from_elsewhere(HTML)
    assert found.body == body_of(HTML)
    assert found.searched == searched_body(found.body.formats["text"].lower())


def test_what_another_process_compiled_is_clean_whatever_it_was_given():
    [found] = from_elsewhere('<p onclick="x()">A<script>alert(1)</script></p>')
    assert found.body.formats["html"] == "<p>A</p>"


def test_what_links_to_an_article_waits_for_its_address():
    assert ahead(['<p><a href="article:gout">Gout</a></p>', ""]) == []


def test_what_is_too_large_to_keep_is_made_each_time():
    text = f"<p>{'word ' * (MOST_KEPT // 5)}</p>"
    take(from_elsewhere(text))
    assert not body_of.cache
    assert body_of(text).words == MOST_KEPT // 5
