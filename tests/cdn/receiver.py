"""A cache's purge address that writes down what it is told, and misbehaves on demand."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class Receiver:
    """Answers each request with the next of `answers`, then with 200.

    An answer is a status, a body and any number of headers with their values.
    """

    def __init__(self):
        self.requests = []
        self.answers = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def purge(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                receiver.requests.append((self.command, self.path, self.headers, body))
                answer = receiver.answers.pop(0) if receiver.answers else (200, b"{}")
                status, text, *headers = answer
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                if 300 <= status < 400:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        for method in ("PURGE", "BAN", "POST", "GET"):
            setattr(Handler, f"do_{method}", Handler.purge)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    @property
    def keys(self):
        """The keys of each purge so far."""
        return [
            set(headers["xkey-purge"].split()) if "xkey-purge" in headers else json_keys(body)
            for _, _, headers, body in self.requests
        ]


def json_keys(body):
    return {key for values in json.loads(body).values() for key in values}


@pytest.fixture
def receiver(settings):
    receiver = Receiver()
    settings.CDN_PURGER, settings.CDN_PURGE_URLS = "varnish", [receiver.url]
    yield receiver
    receiver.stop()


@pytest.fixture
def other_receiver(receiver, settings):
    other = Receiver()
    settings.CDN_PURGE_URLS = [receiver.url, other.url]
    yield other
    other.stop()
