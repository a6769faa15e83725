"""Does what a newcomer does: the README's first command in a fresh clone, and again.

    try_demo.py FOLDER COMMAND

It is killed in the middle of its first start and again while it serves; nothing may be lost or
doubled by that, and the printed login works.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

PATIENCE = 600  # seconds, for an installation on a slow day


class Demo:
    def __init__(self, folder: Path, command: str, port: int) -> None:
        self.folder, self.port = folder, port
        self.command = f"{command} --port {port}"
        self.root = f"http://127.0.0.1:{port}"
        self.log = folder / ".galley-demo.log"

    def start(self) -> None:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                ["bash", "-c", self.command],
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Ends all of it with no word of warning."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def wait_for(self, what: str, is_there) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_there():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"No {what}. The demo said:\n{self.log.read_text()}")
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            return self.get("/api/v1/articles/?fields=slug") is not None
        except (URLError, ConnectionError):
            return False

    def get(self, path: str) -> bytes:
        with urlopen(self.root + path, timeout=30) as answer:
            return answer.read()

    def content(self) -> dict[str, list]:
        """All that the lists of the API give."""
        names = ("articles", "sections", "faqs", "topics", "people")
        found = {}
        for name in names:
            page = json.loads(self.get(f"/api/v1/{name}/?page_size=100"))
            found[name] = page["results"]
            while page["next"]:
                page = json.loads(self.get(page["next"].removeprefix(self.root)))
                found[name] += page["results"]
        return found

    def log_in(self) -> None:
        """Logs in with each of the logins that the demo printed."""
        logins = re.findall(r"Login +(\S+) +(\S+)", self.log.read_text())
        if len(logins) < 4:
            raise SystemExit(f"The demo printed {len(logins)} logins.")
        for login, password in logins:
            jar = CookieJar()
            browser = build_opener(HTTPCookieProcessor(jar))
            browser.open(f"{self.root}/admin/login/").read()
            token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
            form = {"username": login, "password": password, "csrfmiddlewaretoken": token}
            answer = browser.open(f"{self.root}/admin/login/", urlencode(form).encode())
            if answer.url != f"{self.root}/admin/":
                raise SystemExit(f"The printed login of {login} does not work.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main(folder: str, command: str) -> None:
    demo = Demo(Path(folder), command, free_port())
    database = demo.folder / ".galley" / "galley.sqlite3"
    try:
        demo.start()
        demo.wait_for("database", database.exists)
        demo.kill()

        demo.start()
        demo.wait_for("answer", demo.answers)
        demo.wait_for("worker", lambda: "The worker is at work" in demo.log.read_text())
        first = demo.content()
        demo.log_in()
        for page in ("/api/v1/docs/", "/api/v1/schema/"):
            demo.get(page)
        demo.kill()

        demo.start()
        demo.wait_for("answer after a kill", demo.answers)
        second = demo.content()
        demo.log_in()
    finally:
        demo.kill()
    if len(first["articles"]) < 8 or {article["edition"] for article in first["articles"]} != {1}:
        raise SystemExit(f"That is not the demo: {[card['slug'] for card in first['articles']]}")
    if first != second:
        raise SystemExit("The second start changed what readers get.")
    told = ", ".join(f"{len(rows)} {name}" for name, rows in first.items())
    print(f"The demo serves {told}; killed twice and started again, it serves the same.")


if __name__ == "__main__":
    main(*sys.argv[1:])
