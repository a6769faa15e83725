# ruff: noqa: PLC0415  (Django is set up first)
"""How well search finds: `python -m tests.benchmarks.search_quality [--database-url …]`.

Imports the corpus into an empty database, unless the one that is given has articles already.

- Known item: for every FAQ the question with half of its words gone must find its own passage.
  Function words go first; then, seeded, each word that isn't in the article's title is replaced
  by a synonym of the list below where it has one, and else goes while more than half are left.
  FAQs with the same question, and passages with the same text, count as the same.
  MRR@10: 1 over the place, 0 beyond the tenth.
- Consumer questions: twenty by hand; graded 2 if article and heading are the right ones, 1 if
  the article is. nDCG@10 against the best order of all passages.
- Long questions (`more_questions`), among FAQs and among all passages, beside plain FTS5 BM25.
"""

import argparse
import os
import random
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from time import perf_counter

SEED = 20261125
PLACES = 10
# What is asked of the figures with these names.
GOALS = {
    "MRR@10": 0.80,
    "nDCG@10, FAQs, seen": 0.70,
    "nDCG@10, FAQs, unseen": 0.70,
}
CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
ANOTHER_WORD = {
    "symptoms": "signs",
    "treatments": "therapies",
    "treatment": "therapy",
    "causes": "reasons",
    "prevent": "avoid",
    "diagnose": "detect",
    "outlook": "prognosis",
    "risk": "danger",
    "inherited": "hereditary",
    "complications": "consequences",
    "research": "studies",
    "affected": "touched",
    "people": "persons",
}


def halved(question: str, title: str, chance: random.Random) -> str:
    """The question with half of its words gone or replaced; see the module's docstring."""
    from articles.search.words import STOP_WORDS, words_of

    words = words_of(question)
    subject = set(words_of(title))
    telling = [word for word in words if word not in STOP_WORDS]
    others = [word for word in telling if word not in subject]
    chance.shuffle(others)
    gone: dict[str, str] = {}
    excess = len(telling) - (len(words) + 1) // 2
    for word in others:
        if word in ANOTHER_WORD:
            gone[word] = ANOTHER_WORD[word]
        elif excess > 0:
            gone[word] = ""
            excess -= 1
    return " ".join(filter(None, (gone.get(word, word) for word in telling)))


def known_items() -> tuple[float, list[float]]:
    """MRR@10 over all FAQs, and how long each search took, in seconds."""
    from articles.models import Passage, PassageKind
    from articles.search.backend import backend
    from articles.search.words import words_of

    chance = random.Random(SEED)
    rows = list(
        Passage.objects.filter(kind=PassageKind.FAQ)
        .order_by("document__slug", "position")
        .values_list("pk", "heading", "document__title")
    )
    # Equal questions, and equal texts under another heading, are the same to a reader.
    texts = {
        key: text.partition("\n")[2]
        for key, text in Passage.objects.order_by("-pk").values_list("pk", "search_text")
    }
    asked = {key: tuple(words_of(heading)) for key, heading, _ in rows}
    by_text = {texts[key]: name for key, name in asked.items()}
    same: dict[int, Hashable] = {
        key: asked.get(key) or by_text.get(text, key) for key, text in texts.items()
    }
    ranks, times = [], []
    for key, heading, title in rows:
        start = perf_counter()
        found = backend().search(halved(heading, title, chance))
        times.append(perf_counter() - start)
        keys = (hit.passage_id for hit in found.hits if hit.passage_id)
        ranks.append(
            next(
                (
                    1 / place
                    for place, each in enumerate(islice(_distinct(keys, same), PLACES), start=1)
                    if same.get(each) == same[key]
                ),
                0.0,
            )
        )
    return mean(ranks), times


def _distinct(keys: Iterable[int], same: Mapping[int, Hashable]) -> Iterator[int]:
    """Passages in their order, of those with the same question the first."""
    seen: set[Hashable] = set()
    for key in keys:
        name = same.get(key, key)
        if name not in seen:
            seen.add(name)
            yield key


def consumer() -> float:
    """Mean nDCG@10 of the questions by hand."""
    from articles.models import Passage
    from articles.search.backend import backend

    from .consumer_questions import QUESTIONS
    from .graded import ndcg

    rows = {
        key: (heading.lower(), title.lower())
        for key, heading, title in Passage.objects.values_list("pk", "heading", "document__title")
    }
    scores = []
    for question, title, heading in QUESTIONS:
        grades = {
            key: (2 if heading in passage else 1)
            for key, (passage, article) in rows.items()
            if title in article
        }
        hits = backend().search(question).hits
        scores.append(ndcg([hit.passage_id for hit in hits if hit.passage_id], grades))
    return mean(scores)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--database-url", help="a database to use; an empty SQLite one without it")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--strict", action="store_true", help="fail where a goal is missed")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = arguments.database_url or f"sqlite:///{folder}/q.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        found = measure(arguments.corpus)
    missed = [f"{name} ≥ {goal:.2f}" for name, goal in GOALS.items() if found[name] < goal]
    print("All goals are met." if not missed else "Missed: " + "; ".join(missed) + ".")
    if missed and arguments.strict:
        raise SystemExit(1)


def measure(corpus: Path) -> dict[str, float]:
    """Print all figures; gives those that goals may be set for."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from articles.models import Document

    from .graded import report

    call_command("migrate", verbosity=0)
    if not Document.objects.exists():
        call_command("import_markdown", str(corpus), publish=True, verbosity=0)
    reciprocal, times = known_items()
    times.sort()
    print(f"{connection.vendor}: MRR@10 {reciprocal:.3f} over {len(times)} FAQs,")
    print(f"nDCG@10 {consumer():.3f} over our consumer questions;")
    print(f"a search takes {times[len(times) // 2] * 1000:.1f} ms (median), ", end="")
    print(f"{times[int(len(times) * 0.99)] * 1000:.1f} ms (99th of 100).")
    return {"MRR@10": reciprocal} | report()


if __name__ == "__main__":
    main()
