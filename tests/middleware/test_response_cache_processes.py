"""The response cache in two real processes: what one publishes, the other shows at once."""

import os
import socket
import subprocess
import sys
import urllib.request

import pytest
from django.db import connection

from tests.factories import make_live_article, publish
from tests.redis_server import own_redis

__all__ = ["own_redis"]

ARTICLE = "/api/v1/articles/a/"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


SERVER = """
import os, sys
import django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from wsgiref.simple_server import make_server
from config.wsgi import application
server = make_server("127.0.0.1", int(sys.argv[2]), application)
print("ready", flush=True)
server.serve_forever()
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shared", [False, True], ids=["alone", "with Redis"])
def test_a_publish_is_seen_on_the_next_request_from_every_process(shared, request, settings):
    if shared:
        settings.CACHE_URL = request.getfixturevalue("own_redis").url
    article = make_live_article(slug="a", title="Title 0")
    name, ports = str(connection.settings_dict["NAME"]), [free_port(), free_port()]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "true"}
    environment["CACHE_URL"] = settings.CACHE_URL
    servers = [
        subprocess.Popen(
            [sys.executable, "-c", SERVER, name, str(port)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        for port in ports
    ]
    try:
        assert [server.stdout.readline() for server in servers] == [b"ready\n"] * 2
        for number in range(1, 6):
            for expected in ("miss", "hit"):
                for port in ports:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}{ARTICLE}") as answer:
                        assert f'"Title {number - 1}"'.encode() in answer.read()
                        assert answer.headers["X-Cache"] == expected
            article.title = f"Title {number}"
            article.save()
            publish(article)
    finally:
        for server in servers:
            server.terminate()
            server.wait()
            server.stdout.close()
