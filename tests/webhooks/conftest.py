"""A receiver in a process of its own, and endpoints that lead to it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.request import Request, urlopen

import pytest

from articles.models import WebhookEndpoint
from articles.webhooks.endpoints import new_secret

_number = count(1)


@dataclass
class Receiver:
    root: str

    def log(self, endpoint: WebhookEndpoint) -> list[dict[str, Any]]:
        name = endpoint.url.rsplit("/", 1)[1]
        with urlopen(f"{self.root}/log/{name}") as answer:
            return json.load(answer)

    def knows(self, endpoint: WebhookEndpoint) -> None:
        name = endpoint.url.rsplit("/", 1)[1]
        request = Request(f"{self.root}/secret/{name}", endpoint.secret.encode(), method="PUT")
        with urlopen(request):
            pass


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    command = [sys.executable, "-m", "tests.webhooks.receiver"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield Receiver(f"http://127.0.0.1:{process.stdout.readline().strip()}")
        process.kill()


@pytest.fixture
def make_endpoint(receiver: Receiver, settings: Any) -> Callable[..., WebhookEndpoint]:
    """An endpoint whose receiver answers in a manner: see `receiver`."""
    settings.WEBHOOKS_ALLOWED_HOSTS = ["127.0.0.1"]

    def make(manner: str = "fine", **values: Any) -> WebhookEndpoint:
        number = next(_number)
        defaults = {
            "name": f"Endpoint {number}",
            "url": f"{receiver.root}/{manner}/{number}",
            "secret": new_secret(),
        }
        endpoint = WebhookEndpoint.objects.create(**defaults | values)
        if endpoint.url.startswith(receiver.root):
            receiver.knows(endpoint)
        return endpoint

    return make
