"""Every example of the guides is run as it stands, against a live server with the demo."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings

from articles.api.guides import NAMES
from articles.api.sync_shapes import TOMBSTONE_REASONS
from articles.editorial import publishing
from articles.editorial.previewing import share, token_of
from articles.importers import demo
from articles.models import Article, Delivery, Event, WebhookEndpoint
from articles.webhooks import sending
from articles.webhooks.endpoints import new_secret, send_test
from tests.factories import make_live_article, make_topic, make_user

from .examples import SAID, Block, blocks, commands, file_of, is_as_said, output, text_of


@pytest.fixture
def service(live_server, transactional_db):
    demo.load_content(settings.BASE_DIR / "fixtures")
    return live_server.url


@pytest.fixture
def token(service):
    """Of a preview, as the guide takes it out of a link."""
    article = Article.objects.get(slug="statins")
    return token_of(share(article, by=make_user(is_superuser=True)))


@pytest.mark.parametrize("guide", NAMES)
def test_every_command_gives_what_the_guide_says(guide, service, token, tmp_path):
    ran = []
    for block, said in commands(guide, service, tmp_path):
        given = output(block, tmp_path, TOKEN=token)
        assert said is None or is_as_said(given, said), f"{block.text}\ngave\n{given}"
        ran.append(block)
    assert ran


def test_no_example_is_in_a_language_that_nothing_tries():
    languages = {block.language for guide in NAMES for block in blocks(guide)}
    assert languages == {"sh", "python", "js", "jsx", "astro", "html", *SAID}


def test_every_script_parses(tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js is installed (Debian: apt-get install nodejs)")
    scripts = [script for guide in NAMES for block in blocks(guide) for script in scripts_of(block)]
    assert len(scripts) >= 10
    for number, script in enumerate(scripts):
        path = tmp_path / f"{number}.mjs"
        path.write_text(script)
        done = subprocess.run(
            [node, "--check", path], check=False, stderr=subprocess.PIPE, text=True, timeout=30
        )
        assert done.returncode == 0, f"{script}\n{done.stderr}"


def scripts_of(block):
    """The JavaScript in a block; the markup that JSX has in it is left to who builds a site."""
    match block.language:
        case "js":
            return [block.text]
        case "jsx":
            return [
                re.sub(r"return \(\n.*?\n  \);\n", "return null;\n", block.text, flags=re.DOTALL)
            ]
        case "astro":
            return [block.text.split("---\n")[1]]
        case "html":
            return re.findall(r'<script type="module">(.*?)</script>', block.text, re.DOTALL)
    return []


# --- Webhooks ---


@pytest.fixture
def receiver(tmp_path):
    """The guide's receiver, at work: its address, and what it has printed so far."""
    (tmp_path / "receiver.py").write_text(file_of("caching", "receiver.py"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    secret, log = new_secret(), tmp_path / "log"
    with log.open("w") as printed:
        process = subprocess.Popen(
            [sys.executable, "receiver.py", str(port)],
            cwd=tmp_path,
            env={**os.environ, "GALLEY_WEBHOOK_SECRET": secret},
            stdout=printed,
            stderr=subprocess.DEVNULL,
        )
    wait_for(port)
    yield f"http://127.0.0.1:{port}/", secret, log.read_text
    process.kill()
    process.wait()


def wait_for(port):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("The receiver does not listen.")


@pytest.fixture
def deliver(receiver, settings):
    """Publish an article, and tell the receiver; gives what it answered."""
    settings.WEBHOOKS_ALLOWED_HOSTS = ["127.0.0.1"]
    settings.SITE_URL = "https://www.example.org"
    url, secret, _ = receiver

    def send(**values):
        WebhookEndpoint.objects.create(**{"name": "Site", "url": url, "secret": secret} | values)
        make_live_article(slug="statins")
        delivery = Delivery.objects.select_related("endpoint", "event").get()
        return sending.attempt(delivery).status

    return send


@pytest.mark.django_db(transaction=True)
def test_the_receiver_is_told_which_pages_changed(deliver, receiver):
    assert deliver() == 204
    assert "article.published https://www.example.org/articles/statins/" in receiver[2]()


@pytest.mark.django_db(transaction=True)
def test_the_receiver_believes_no_one_else(deliver, receiver):
    assert deliver(secret=new_secret()) == 401
    assert receiver[2]() == ""


@pytest.mark.django_db(transaction=True)
def test_the_receiver_takes_a_test_event(receiver, settings):
    settings.WEBHOOKS_ALLOWED_HOSTS = ["127.0.0.1"]
    endpoint = WebhookEndpoint.objects.create(name="Site", url=receiver[0], secret=receiver[1])
    assert send_test(endpoint).status == 204


@pytest.mark.django_db
def test_an_event_is_as_the_guide_shows_it():
    WebhookEndpoint.objects.create(name="Site", url="https://example.org/", secret=new_secret())
    topic = make_topic(slug="heart-and-circulation")
    make_live_article(slug="statins", topic=topic)
    body = json.loads(Event.objects.get(type="article.published").body)
    shown = json.loads(file_of("caching", "Event"))
    assert shown["data"].keys() <= body["data"].keys()
    assert shown["data"]["revalidate"]["api"] == body["data"]["revalidate"]["api"]
    assert shown["data"]["revalidate"].keys() == body["data"]["revalidate"].keys()


# --- Mirroring ---


def test_the_mirror_is_that_of_the_readme():
    readme = (settings.BASE_DIR / "README.md").read_text()
    assert f"```python\n{file_of('mirroring', 'mirror.py')}```" in readme


@pytest.mark.django_db
def test_a_tombstone_is_as_the_guide_shows_it(client):
    article = make_live_article(slug="statins")
    following = client.get("/api/v1/changes/").json()["next"]
    publishing.unpublish(article, by=None)
    entry = client.get(following).json()["results"][-1]
    assert is_as_said(json.dumps(entry), Block("json", "", file_of("mirroring", "Tombstone")))


@pytest.mark.django_db
def test_the_guide_names_every_reason_of_a_tombstone():
    rows = re.findall(r"^\| `(\w+)` \|", text_of("mirroring"), re.MULTILINE)
    assert set(rows) - {"reason"} == set(TOMBSTONE_REASONS)
