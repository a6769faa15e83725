"""What a process of the web server loads."""

import json
import subprocess
import sys

import pytest

# What only importing, measuring a text or a command needs: tens of megabytes.
OF_OTHERS = {"dateparser", "htmldate", "pysyllables", "trafilatura"}
PROGRAM = """
import gc, json, sys
import config.wsgi
print(json.dumps({
    "modules": list(sys.modules),
    "frozen": gc.get_freeze_count(),
    "watched": len(gc.get_objects()),
}))
"""


@pytest.fixture(scope="module")
def process():
    """What a process holds when it is ready to answer."""
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    ).stdout
    return json.loads(told)


def test_it_does_not_hold_what_readers_never_ask_for(process):
    assert "articles.api.views" in process["modules"]
    assert OF_OTHERS.isdisjoint(process["modules"])


def test_what_is_loaded_costs_the_collector_nothing(process):
    assert process["watched"] * 20 < process["frozen"]
