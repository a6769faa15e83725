"""The editor of a soak test: a process of its own that publishes, again and again.

    python -m tests.benchmarks.soak_editor --first 0 --articles 6 --until 5000 --interval 2

Takes articles in turn, changes title and text and publishes them by the domain function; tells
each publication as a line of JSON, which `soak` reads.
"""

import argparse
import json
import sys
import time

import django

from .soak_publications import MARK


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--first", type=int, required=True, help="the number of the first article")
    parser.add_argument("--articles", type=int, required=True)
    parser.add_argument("--until", type=float, required=True, help="a moment of time.monotonic()")
    parser.add_argument("--interval", type=float, required=True)
    options = parser.parse_args()
    django.setup()
    numbers = range(options.first, options.first + options.articles)
    publish_in_turn(numbers, until=options.until, interval=options.interval)


def publish_in_turn(numbers: range, *, until: float, interval: float) -> None:
    """Each article once at once, so that every one has its mark; then one every `interval`."""
    # Importable only once Django is set up.
    from articles.models import Article  # noqa: PLC0415

    articles = list(Article.objects.order_by("slug")[numbers.start : numbers.stop])
    if len(articles) < len(numbers):
        raise SystemExit("There are too few articles for that many editors.")
    titles = {article.pk: article.title for article in articles}
    turn = 0
    while time.monotonic() < until:
        started = time.monotonic()
        place = turn % len(articles)
        _publish(articles[place], numbers[place], titles[articles[place].pk])
        turn += 1
        if turn >= len(articles):
            time.sleep(max(0.0, interval - (time.monotonic() - started)))


def _publish(article, number: int, title: str) -> None:  # type: ignore[no-untyped-def]
    from articles.editorial import publishing  # noqa: PLC0415
    from articles.models import Change, Document  # noqa: PLC0415

    edition = Document.objects.values_list("edition__number", flat=True).get(pk=article.pk) + 1
    mark = MARK.format(number=number, edition=edition)
    article.title = f"{mark}: {title}"
    article.summary = f"In the words of its editor: {mark}."
    article.save()
    section = article.sections.first()
    section.body = f"<p>What {mark} says about it.</p>"
    section.save()
    started = time.monotonic()
    published = publishing.publish(article, by=None, note=mark, exception_reason="A soak test.")
    at = time.monotonic()
    if published.number != edition:
        raise SystemExit(f"Edition {published.number} was published, not {edition}.")
    row = Change.objects.filter(subject_id=str(article.pk)).latest("pk")
    line = {
        "number": number,
        "slug": article.slug,
        "edition": edition,
        "change": row.pk,
        "began": started,
        "at": at,
    }
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
