"""Every example of the guides is run as it stands, against a live server with the demo."""

import shutil
import subprocess

import pytest
from django.conf import settings

from articles.api.guides import NAMES
from articles.importers import demo

from .examples import blocks, commands, is_as_said, output


@pytest.fixture
def service(live_server, transactional_db):
    demo.load_content(settings.BASE_DIR / "fixtures")
    return live_server.url


@pytest.mark.parametrize("guide", NAMES)
def test_every_command_gives_what_the_guide_says(guide, service, tmp_path):
    ran = []
    for block, said in commands(guide, service, tmp_path):
        given = output(block, tmp_path)
        assert said is None or is_as_said(given, said), f"{block.text}\ngave\n{given}"
        ran.append(block)
    assert ran


def test_no_example_is_in_a_language_that_nothing_tries():
    languages = {block.language for guide in NAMES for block in blocks(guide)}
    assert languages <= {"sh", "python", "js", "html", "json", "text"}


@pytest.mark.parametrize("guide", NAMES)
def test_every_script_parses(guide, tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js is installed (Debian: apt-get install nodejs)")
    for number, block in enumerate(blocks(guide)):
        if block.language == "js":
            path = tmp_path / f"{number}.mjs"
            path.write_text(block.text)
            subprocess.run([node, "--check", path], check=True, timeout=30)
