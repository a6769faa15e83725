"""The site of tests/static_site: built by Node from a service, and served as the files it is."""

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from .conftest import WINDOW, complaints_of

BUILD = Path(__file__).resolve().parent.parent / "static_site" / "build.mjs"
# The first with a `fetch` of its own.
OLDEST_NODE = 18


def build(service: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Build the site into `folder`, as the README says; skips the test where that can't be."""
    node = shutil.which("node")
    if node is None or _version_of(node) < OLDEST_NODE:
        pytest.skip(f"no Node {OLDEST_NODE} or later is installed (Debian: apt-get install nodejs)")
    command = [node, str(BUILD), service, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def _version_of(node: str) -> int:
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.match(r"v(\d+)", told)
    return int(found[1]) if found else 0


@contextmanager
def opened(chromium: Browser, folder: Path, path: str) -> Iterator[Page]:
    """A page of the site in `folder`. Fails for messages in the console and outside requests."""
    with served(folder) as address:
        page = chromium.new_page(base_url=address, viewport=WINDOW)
        page.set_default_timeout(10_000)
        complaints = complaints_of(page, within=address)
        page.goto(path)
        yield page
        page.close()
        assert complaints == []


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The files of `folder` at an address of this machine."""
    with _listening(partial(_Files, directory=str(folder))) as address:
        yield address


@contextmanager
def answering(answer: Callable[[str, str], tuple[int, Any]]) -> Iterator[str]:
    """A service whose answers are status and JSON (a string: as it is) by its address and path."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, value = answer(f"http://{self.headers['Host']}", self.path)
            body = value if isinstance(value, str) else json.dumps(value)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            pass

    with _listening(Answers) as address:
        yield address


@contextmanager
def _listening(handler: Any) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
