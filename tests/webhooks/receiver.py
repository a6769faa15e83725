"""A receiver of webhooks in a process of its own, which verifies signatures and misbehaves.

`POST /<manner>/<name>` answers in that manner; `GET /log/<name>` gives what came. `PUT
/secret/<name>` says by which secret it is verified.
"""

import json
import sys
import time
from collections import defaultdict
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

SECRETS: dict[str, str] = {}
LOG: dict[str, list[dict[str, Any]]] = defaultdict(list)


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        SECRETS[self.name] = self.body().decode()
        self.answer(204)

    def do_GET(self) -> None:
        self.answer(200, json.dumps(LOG[self.name]).encode())

    def do_POST(self) -> None:
        manner, body = self.path.split("/")[1], self.body()
        event = json.loads(body)
        try:
            Webhook(SECRETS[self.name]).verify(body, dict(self.headers))
            is_valid = True
        except (WebhookVerificationError, KeyError):
            is_valid = False
        LOG[self.name].append(
            {
                "id": self.headers["webhook-id"],
                "subject": event["data"].get("subject", {}).get("id"),
                "type": event["type"],
                "is_valid": is_valid,
                "at": time.time(),
                "event": event,
            }
        )
        getattr(self, manner)()

    @property
    def name(self) -> str:
        return self.path.split("/")[2]

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    # --- Manners ---

    def fine(self) -> None:
        self.answer(200, b"thanks")

    def broken(self) -> None:
        self.answer(500, b"oh no")

    def gone(self) -> None:
        self.answer(410)

    def busy(self) -> None:
        self.answer(503, Retry_After="120")

    def hanging_up(self) -> None:
        self.close_connection = True
        self.connection.close()

    def redirecting(self) -> None:
        self.answer(302, Location=f"http://127.0.0.1:{self.server.server_port}/fine/{self.name}")

    def verbose(self) -> None:
        """10 MB, as fast as they are taken."""
        self.send_response(200)
        self.send_header("Content-Length", str(10_000_000))
        self.end_headers()
        for _ in range(1000):
            self.wfile.write(b"x" * 10_000)

    def dripping(self) -> None:
        """A header at a time, for ever."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(600):
            self.wfile.write(f"X-Drop-{number}: .\r\n".encode())
            self.wfile.flush()
            time.sleep(0.05)

    def slow(self) -> None:
        time.sleep(0.5)
        self.answer(200)

    def flaky(self) -> None:
        """500 to the first attempt of each event, 200 to the second."""
        last = LOG[self.name][-1]["id"]
        attempts = sum(entry["id"] == last for entry in LOG[self.name])
        self.answer(200 if attempts > 1 else 500)

    def log_message(self, *args: Any) -> None:
        pass

    def handle(self) -> None:
        with suppress(ConnectionError, ValueError, OSError):  # The sender had heard enough.
            super().handle()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *args: Any) -> None:
        pass


if __name__ == "__main__":
    server = Server(("127.0.0.1", 0), Receiver)
    print(server.server_port, flush=True)  # noqa: T201
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit()
