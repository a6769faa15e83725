"""What a process of the web server loads."""

import subprocess
import sys

# What only importing, measuring a text or a command needs: tens of megabytes.
OF_OTHERS = {"dateparser", "htmldate", "pysyllables", "trafilatura"}
PROGRAM = """
import sys
import config.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(*sys.modules)
"""


def test_it_does_not_hold_what_readers_never_ask_for():
    loaded = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    ).stdout.split()
    assert "articles.api.views" in loaded
    assert OF_OTHERS.isdisjoint(loaded)
