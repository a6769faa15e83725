"""Reads JSON-LD as others do, and holds it against shapes.

extruct (of Zyte, by whom Scrapy is) takes it out of a page, rdflib makes a graph of it, and
pyshacl, the SHACL validator of the RDF community, says what is wrong with the graph.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from unittest.mock import patch

import extruct
import pyshacl
import rdflib
from rdflib.namespace import SH

from articles.documents.surroundings import PersonFacts, Site, Surroundings, TopicFacts

HERE = Path(__file__).parent
# Whom and what an article stands among, and when it was published and changed.
FIRST, LAST = datetime(2026, 1, 1, 9, tzinfo=UTC), datetime(2026, 2, 1, 9, tzinfo=UTC)
BODY = TopicFacts(slug="body", name="Body")
AROUND = Surroundings(
    site=Site(base_url="https://example.org", name="Well", language="en-GB"),
    topics={1: TopicFacts(slug="pain", name="Pain", above=(BODY,))},
    people={
        1: PersonFacts("ann", "Ann Ray", "", "Writer", "", "Writes.", ""),
        2: PersonFacts("ida", "Ida Voss", "MD", "", "Clinic", "", "https://example.org/ida"),
    },
)
SCHEMA = "https://schema.org/"
# Stands for the context at https://schema.org, which tests may not fetch. Like that one it says
# which properties hold addresses; and it gives dates the types by which they can be checked.
_INSTANT = {"@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
_DATES = {"datePublished": _INSTANT, "dateModified": _INSTANT}
CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "@vocab": SCHEMA,
    "url": {"@type": "@id"},
    "item": {"@type": "@id"},
    "hasHealthAspect": {"@type": "@id"},
    "lastReviewed": {"@type": "http://www.w3.org/2001/XMLSchema#date"},
    # Of a source only the year is known, so these are not for all types.
    **{
        name: {"@id": SCHEMA + name, "@context": _DATES}
        for name in ("MedicalWebPage", "Article", "CorrectionComment")
    },
}


def in_a_page(json_ld: str, title: str = "A page") -> str:
    """The page of a front end that puts the text into a script element as it comes."""
    return (
        f'<!doctype html><html lang="en"><head><title>{escape(title)}</title>'
        f'<script type="application/ld+json">{json_ld}</script></head>'
        f"<body><h1>{escape(title)}</h1></body></html>"
    )


def read_from(page: str) -> list[Any]:
    """The JSON-LD in a page, as extruct finds it."""
    found: list[Any] = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    return found


def faults(data: dict[str, Any], *, shapes: Sequence[str] = ("shapes.ttl",)) -> set[str]:
    """What the shapes say against JSON-LD: "node property constraint" of each result."""
    # As written: rdflib would shorten a time to the day that is asked for.
    with patch.object(rdflib, "NORMALIZE_LITERALS", new=False):
        graph = rdflib.Graph().parse(data={**data, "@context": CONTEXT}, format="json-ld")
    conforms, results, _ = pyshacl.validate(graph, shacl_graph=_shapes(*shapes))
    assert isinstance(results, rdflib.Graph)
    said = {_said(results, each) for each in results.objects(None, SH.result)}
    assert conforms is (not said)
    return said


@cache
def _shapes(*names: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in names:
        graph.parse(HERE / name, format="turtle")
    return graph


def _said(results: rdflib.Graph, result: Any) -> str:
    path = results.value(result, SH.resultPath)
    parts = [
        str(results.value(result, SH.focusNode)),
        # A way over several properties has no name.
        "" if isinstance(path, rdflib.BNode) else str(path or "").removeprefix(SCHEMA),
        str(results.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH)),
    ]
    return " ".join(part for part in parts if part)
