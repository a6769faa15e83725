"""The mirror in the README keeps its copy in step."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from articles.editorial import moving, publishing
from tests.factories import make_live_article, make_topic, publish

README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.fixture
def mirror(tmp_path, live_server):
    """Run the script; gives the titles in its copy by slug."""
    script = re.search(r"<!-- mirror\.py -->\n```python\n(.*?)```", README.read_text(), re.DOTALL)
    (tmp_path / "mirror.py").write_text(script[1])
    copy = tmp_path / "articles.json"

    def run():
        command = [sys.executable, tmp_path / "mirror.py", live_server.url, copy]
        subprocess.run(command, check=True, timeout=30)
        articles = json.loads(copy.read_text())["articles"]
        return {slug: article["title"] for slug, article in articles.items()}

    return run


def test_it_is_short():
    script = re.search(r"<!-- mirror\.py -->\n```python\n(.*?)```", README.read_text(), re.DOTALL)
    assert len(script[1].splitlines()) <= 30


@pytest.mark.django_db(transaction=True)
def test_it_follows_whatever_editors_do(mirror, client):
    def live():
        cards = client.get("/api/v1/articles/?page_size=100").json()["results"]
        return {card["slug"]: card["title"] for card in cards}

    first, second = make_live_article(slug="a"), make_live_article(slug="b", topic=make_topic())
    assert mirror() == live()
    type(first).objects.filter(pk=first.pk).update(title="New")
    publish(first)
    moving.move(second, slug="c", by=None)
    make_live_article(slug="d")
    assert mirror() == live()
    assert mirror() == {"a": "New", "c": second.title, "d": live()["d"]}
    publishing.unpublish(second, by=None)
    assert mirror() == live()
