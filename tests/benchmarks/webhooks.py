"""What webhooks add to publishing: one endpoint against twenty, in alternation.

    python -m tests.benchmarks.webhooks [--database-url postgres://…] [--articles 200]

Makes a database of its own (SQLite in a temporary folder unless told), publishes articles and
prints the median time of one publication with 0, 1 and 20 endpoints.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

import django
from django.core.management import call_command


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--articles", type=int, default=200, help="publications of each kind")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database_url or f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        os.environ["DATABASE_URL"] = url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()
        call_command("migrate", verbosity=0)
        _measure(options.articles)


def _measure(number: int) -> None:
    # Importable only once Django is set up.
    from articles.models import WebhookEndpoint  # noqa: PLC0415
    from tests.factories import make_article, publish  # noqa: PLC0415

    endpoints = [
        WebhookEndpoint(name=f"E{n}", url="https://example.org/", secret="whsec_eHh4")
        for n in range(20)
    ]
    WebhookEndpoint.objects.bulk_create(endpoints)
    times: dict[int, list[float]] = {0: [], 1: [], 20: []}
    sections = [(f"Part {n}", "<p>Some words about it.</p>" * 20) for n in range(8)]
    for _ in range(number):
        for active, measured in times.items():
            keys = [endpoint.pk for endpoint in endpoints[:active]]
            WebhookEndpoint.objects.update(is_active=False)
            WebhookEndpoint.objects.filter(pk__in=keys).update(is_active=True)
            article = make_article(sections=sections)
            started = time.perf_counter()
            publish(article)
            measured.append(time.perf_counter() - started)
    medians = {active: statistics.median(measured) * 1000 for active, measured in times.items()}
    for active, median in medians.items():
        print(f"{active:>2} endpoints: {median:.2f} ms for one publication (median of {number})")
    print(f"20 against 1: {100 * (medians[20] / medians[1] - 1):+.0f} % (goal: at most +20 %)")


if __name__ == "__main__":
    main()
