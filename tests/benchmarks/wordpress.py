"""How long a large WordPress export takes, and how much memory, on this machine.

    .venv/bin/python -m tests.benchmarks.wordpress --megabytes 200

Writes an export of posts of 12 kB, imports it into an empty SQLite database, and prints both.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .server import ROOT

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Clinic</title>
"""
POST = """<item><title>Post {number}</title><link>https://b.example/{number}/</link>
<guid>{number}</guid><content:encoded><![CDATA[{body}]]></content:encoded>
<wp:post_name>post-{number}</wp:post_name><wp:status>publish</wp:status></item>
"""
SENTENCE = "Gout is a painful kind of arthritis that comes in attacks, mostly at night. "
SECTION = (
    "<!-- wp:heading --><h2>Part {part}</h2><!-- /wp:heading -->"
    + f"<!-- wp:paragraph --><p>{SENTENCE * 4}<strong>bold</strong></p><!-- /wp:paragraph -->" * 4
    + "<!-- wp:list --><ul>"
    + f"<li><strong>Term:</strong> {SENTENCE}</li>" * 5
    + "</ul><!-- /wp:list -->"
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=200)
    megabytes = parser.parse_args().megabytes
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "export.xml"
        posts = write(export, megabytes * 1_000_000)
        environment = {
            **os.environ,
            "DEBUG": "true",
            "DATABASE_URL": f"sqlite:///{folder}/galley.sqlite3",
        }

        def manage(*arguments: str) -> None:
            command = [sys.executable, "manage.py", *arguments, "--verbosity", "0"]
            subprocess.run(command, cwd=ROOT, env=environment, check=True)

        manage("migrate")
        started = time.perf_counter()
        manage("import_articles", str(export))
        seconds = time.perf_counter() - started
        # In kB, of the largest child: the import.
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{posts:,} posts, {megabytes} MB: {seconds:.0f} s, at most {memory:.0f} MiB")


def write(path: Path, size: int) -> int:
    """Write an export of at least `size` bytes; gives how many posts it holds."""
    body = "".join(SECTION.format(part=part) for part in range(1, 7))
    posts = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        while file.tell() < size:
            posts += 1
            file.write(POST.format(number=posts, body=body))
        file.write("</channel></rss>\n")
    return posts


if __name__ == "__main__":
    main()
