"""Real processes on free ports: Galley, its worker, and caches with the README's text."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0  # seconds, on a slow day
XKEY = "libvmod_xkey.so"


class Answer(NamedTuple):
    status: int
    headers: Message  # its names are in any case
    body: str


def readme_text(name):
    """The README's text of this name."""
    found = re.search(rf"<!-- {re.escape(name)} -->\n```\w+\n(.*?)```", readme(), re.DOTALL)
    return found[1].replace("content.example.org", "localhost")


def readme():
    return (ROOT / "README.md").read_text()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path, *, method="GET", **headers):
    """What a reader gets; None where nobody listens."""
    reader = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        reader.request(method, path, headers={"Host": "localhost", **headers})
        answer = reader.getresponse()
        return Answer(answer.status, answer.headers, answer.read().decode())
    except ConnectionError:
        return None
    finally:
        reader.close()


def wait_until(is_so):
    deadline = time.monotonic() + PATIENCE
    while not (found := is_so()):
        assert time.monotonic() < deadline, "it never came to it"
        time.sleep(0.02)  # Other processes are at work: there is nothing to wait on.
    return found


def database_url():
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    password = f":{values['PASSWORD']}" if values["PASSWORD"] else ""
    address = f"{values['HOST']}:{values['PORT'] or 5432}"
    return f"postgres://{values['USER']}{password}@{address}/{values['NAME']}"


class Processes:
    """Started in a test and ended with it."""

    def __init__(self, folder):
        self.folder = folder
        self.stack = ExitStack()

    def run(self, *command, **environment):
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": database_url(), **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.stack.callback(end, process)
        return process

    def galley(self, port, **environment):
        serve = ("--interface", "wsgi", "--workers", "1", "--blocking-threads", "2")
        command = (sys.executable, "-m", "granian", *serve, "--port", port)
        process = self.run(*command, "config.wsgi:application", **environment)
        wait_until(lambda: get(port, "/robots.txt"))
        return process

    def varnish(self, origin, purgers="127.0.0.1", *, by_ban=False):
        port, vcl = free_port(), self.folder / "galley.vcl"
        text = readme_text("galley.vcl").replace("8000", str(origin))
        text = with_ban(text) if by_ban else text
        # Ten minutes are too long to wait for.
        text = text.replace("req.grace = 600s", "req.grace = 1s")
        vcl.write_text(text.replace('purgers { "127.0.0.1"', f'purgers {{ "{purgers}"'))
        command = ("varnishd", "-F", "-j", "none", "-n", self.folder / "varnish")
        self.run(*command, "-a", f"127.0.0.1:{port}", "-s", "malloc,32m", "-f", vcl)
        wait_until(lambda: get(port, "/robots.txt"))
        return port

    def nginx(self, origin):
        port, folder = free_port(), self.folder
        folder.chmod(0o755)
        site = readme_text("galley.nginx").replace("8000", str(origin))
        site = site.replace("/var/cache/nginx/galley", str(folder / "cache"))
        site = site.replace("listen 80;", f"listen 127.0.0.1:{port};")
        user = "user root;" if os.geteuid() == 0 else ""
        temporary = "".join(
            f"{name}_temp_path {folder}/{name};"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        text = f"{user} daemon off; pid {folder}/pid; error_log {folder}/errors; events {{}}"
        config = folder / "nginx.conf"
        config.write_text(f"{text} http {{ access_log off; {temporary} {site} }}")
        self.run("nginx", "-p", folder, "-c", config)
        wait_until(lambda: get(port, "/robots.txt"))
        return port


def with_ban(text):
    """The VCL for a Varnish without xkey, as the README tells to change it."""
    start = text.index('    if (req.method == "PURGE")')
    end = text.index("    }\n", start) + len("    }\n")
    text = text[:start] + readme_text("galley-ban.vcl") + text[end:]
    return "".join(line for line in text.splitlines(keepends=True) if "xkey" not in line)


def end(process):
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def need(program, package):
    if shutil.which(program) is None:
        pytest.skip(f"no {program} is installed (Debian: apt-get install {package})")


def need_varnish(*, by_ban=False):
    need("varnishd", "varnish")
    if by_ban:
        return
    places = (f"lib/*/varnish/vmods/{XKEY}", f"lib*/varnish/vmods/{XKEY}")
    if not any(found for place in places for found in Path("/usr").glob(place)):
        pytest.skip("Varnish has no xkey module (Debian: apt-get install varnish-modules)")


@pytest.fixture
def processes(tmp_path):
    processes = Processes(tmp_path)
    with processes.stack:
        yield processes
