"""A Redis of the tests' own: one that may be killed."""

import shutil
import socket
import subprocess
import time
from contextlib import closing

import pytest
import redis

PROGRAM = shutil.which("redis-server")


class OwnRedis:
    """A server that keeps nothing, on a free port; `kill` it, and `start` it again."""

    def __init__(self) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        command = [str(PROGRAM), "--port", str(self.port), "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(
            [*command, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL
        )
        client = redis.Redis.from_url(self.url)
        for _ in range(200):
            try:
                client.ping()
            except redis.ConnectionError:
                time.sleep(0.02)
            else:
                return
        raise AssertionError("The Redis of the tests did not start.")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def own_redis():
    if PROGRAM is None:
        pytest.skip("no redis-server is installed (Debian: apt-get install redis-server)")
    server = OwnRedis()
    yield server
    server.kill()
