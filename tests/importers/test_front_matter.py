"""The YAML in front of a Markdown file: what it takes and what it refuses."""

from datetime import date

import pytest

from articles.importers import front_matter
from articles.importers.drafts import ImportProblem, PersonDraft


def read(source):
    return front_matter.read(source)[0]


def problem(source):
    with pytest.raises(ImportProblem) as caught:
        front_matter.read(source)
    return caught.value


def test_it_reads_every_key_as_a_draft_takes_it():
    values = read(
        "title: A\nslug: a\nalso_called: [one, two]\nreviewed_on: 2026-01-31\n"
        "first_published_on: 2019-05-03\nfeatured: true\n"
        "authors: [ada-byrne, Bo Lind]\nrelated: b\n"
        "references:\n  - title: T\n    year: '2019'\n    pmid: 123\n"
    )
    assert values["also_called"] == ("one", "two")
    assert values["reviewed_on"] == date(2026, 1, 31)
    assert values["first_published_on"] == date(2019, 5, 3)
    assert values["authors"] == [PersonDraft(slug="ada-byrne"), PersonDraft(name="Bo Lind")]
    assert values["related"] == ("b",)
    assert values["references"][0].year == 2019
    assert values["references"][0].pmid == "123"


def test_dates_may_be_texts():
    assert read("reviewed_on: '2026-01-31'")["reviewed_on"] == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("title: A\ntitel: B", 3, "Did you mean “title”?"),
        ("title: A\nreviewed_on: soon", 3, "no date"),
        ("title: A\nreviewed_on: 2026-02-30", 3, "no date"),
        ("title: [A]", 2, "must be text"),
        ("title: A\nfeatured: maybe", 3, "true or false"),
        ("title: A\nslug: not a slug", 3, "no slug"),
        ("title: A\ncanonical_url: javascript:alert(1)", 3, "https://"),
        ("title: A\nreferences:\n  - publisher: P", 3, "needs a title"),
        ("title: A\nreferences:\n  - title: T\n    year: 20190", 3, "no year"),
        ("title: A\nreferences:\n  - title: T\n    evidence_level: guidline", 3, "“guideline”"),
        ("title: A\nauthors:\n  - credentials: MD", 3, "slug or a name"),
        (f"title: {'x' * 251}", 2, "too long"),
        ("- a\n- b", 2, "keys with values"),
        ("just words", 2, "keys with values"),
        ("title: A\ntitle: B", 3, "given twice"),
        ("title: 'A", 2, "not safe YAML"),
        ("title: !!python/object:os.system x", 2, "not safe YAML"),
        ("summary: &a x\ntitle: *a", 2, "aliases"),
    ],
)
def test_a_wrong_value_is_refused_with_its_line(source, line, words):
    found = problem(source)
    assert words in found.reason
    assert found.line == line


def test_a_front_matter_without_an_end_is_refused():
    with pytest.raises(ImportProblem, match="has no end"):
        front_matter.split("---\ntitle: A\n")
