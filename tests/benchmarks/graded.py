# ruff: noqa: PLC0415  (Django is set up first; the SQL is this module's own)
"""How well whole questions with graded answers are ranked, beside plain FTS5 BM25."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log2
from statistics import mean

from .more_questions import QUESTIONS

PLACES = 10
Grades = dict[int, int]


@dataclass(frozen=True)
class Passages:
    """What is ranked: key → slug of the article, heading and text."""

    rows: dict[int, tuple[str, str, str]]

    def grades(self, slugs: str, words: str) -> Grades:
        """2 where article and heading are right, 1 where the article is."""
        starts = tuple(slugs.split(","))
        return {
            key: 2 if any(word in heading.lower() for word in words.split(",")) else 1
            for key, (slug, heading, _) in self.rows.items()
            if slug.startswith(starts)
        }

    def plain_bm25(self) -> Callable[[str], list[int]]:
        """FTS5's own rank over heading and text, any of the words of a question."""
        from articles.search.words import words_of

        memory = sqlite3.connect(":memory:")
        memory.execute("CREATE VIRTUAL TABLE f USING fts5(heading, body, tokenize='porter')")
        memory.executemany(
            "INSERT INTO f (rowid, heading, body) VALUES (?, ?, ?)",
            [(key, heading, text) for key, (_, heading, text) in self.rows.items()],
        )

        def find(question: str) -> list[int]:
            query = " OR ".join(f'"{word}"' for word in words_of(question))
            found = memory.execute(
                "SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT 10", [query]
            )
            return [key for (key,) in found]

        return find


def ndcg(found: Sequence[int], grades: Grades) -> float:
    """nDCG@10 of an order, against the best order there is."""
    best = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(key, 0) for key in found]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:PLACES]))


def report() -> dict[str, float]:
    """Print a line for FAQs and one for all passages, each half of the questions; gives our own."""
    from articles.models import Passage, PassageKind, SearchEntry
    from articles.search.backend import backend

    found: dict[str, float] = {}
    faqs = SearchEntry.objects.filter(passage__kind=PassageKind.FAQ)
    for name, kinds, among in (("FAQs", ["faq"], faqs), ("all passages", ["faq", "section"], None)):
        rows = Passage.objects.filter(kind__in=kinds).values_list(
            "pk", "document__slug", "heading", "search_text"
        )
        passages = Passages({key: (slug, head, text) for key, slug, head, text in rows})

        def ours(question: str, among: object = among) -> list[int]:
            hits = backend().search(question, among=among).hits  # type: ignore[arg-type]
            return [hit.passage_id for hit in hits if hit.passage_id]

        scores = [
            (ndcg(ours(question), grades), ndcg(plain(question), grades))
            for plain in [passages.plain_bm25()]
            for question, slugs, words in QUESTIONS
            if (grades := passages.grades(slugs, words))
        ]
        for half, start in (("seen", 0), ("unseen", 1)):
            part = scores[start::2]
            galley, bm25 = mean(each[0] for each in part), mean(each[1] for each in part)
            print(f"{name}, {half}: nDCG@10 {galley:.3f}, plain BM25 {bm25:.3f}")
            found[f"nDCG@10, {name}, {half}"] = galley
    return found
