"""Markdown of site generators: their front matter, their calls, headings anywhere."""

from datetime import date

import pytest

from articles.importers.drafts import ImportProblem
from articles.importers.sources import read_page

JEKYLL = """---
layout: post
title:  "Back pain: a story"
date:   2020-01-02 10:00:00 +0100
categories: [Pain, Nerves]
author: Ada Moss, MD
description: >
  Folded
  over lines.
excerpt: Short.
---
Lead with {{ site.url }}.

# Top heading

Text {% include note.html %} here.
{: .note}

## Part {#part .wide}

Words.

## FAQs about pain

### Is it bad?

Yes.
"""
HUGO = """+++
title = "Heart"
date = 2021-05-06T10:00:00Z
draft = true
categories = ["Heart"]
url = "/old/heart/"
+++

{{< figure src="/f.png" alt="A heart" caption="Its parts" >}}

{{% notice warning %}}
Mind it.
{{% /notice %}}
"""


def read(text, name="page.md", address=""):
    return read_page(text, "markdown", name, address)


@pytest.fixture(scope="module")
def jekyll():
    return read(JEKYLL, "posts/2020-01-02-back-pain.md")


def test_the_keys_of_other_programs_fill_the_fields(jekyll):
    assert (jekyll.title, jekyll.slug, jekyll.topic) == ("Back pain: a story", "back-pain", "Pain")
    assert (jekyll.summary, jekyll.meta_description) == ("Short.", "Folded over lines.")
    assert [(person.name, person.credentials) for person in jekyll.authors] == [("Ada Moss", "MD")]
    assert jekyll.first_published_on == date(2020, 1, 2)


def test_headings_may_stand_anywhere_and_questions_are_faqs(jekyll):
    assert [(part.level, part.heading, part.body) for part in jekyll.sections] == [
        (1, "Introduction", "<p>Lead with .</p>"),
        (1, "Top heading", "<p>Text here.</p>"),
        (1, "Part", "<p>Words.</p>"),
    ]
    assert [(faq.question, faq.answer) for faq in jekyll.faqs] == [("Is it bad?", "<p>Yes.</p>")]


def test_what_has_no_field_or_was_filled_in_is_told(jekyll):
    told = "\n".join(jekyll.notes)
    assert "left out of its front matter: layout (post)" in told
    assert "“include note.html” was left out: the old site filled it in" in told
    assert "an article has one topic; left out: Nerves" in told


def test_toml_and_shortcodes_are_read():
    draft = read(HUGO, "heart/index.md", "https://old.example")
    assert (draft.title, draft.slug, draft.topic) == ("Heart", "heart", "Heart")
    assert draft.address == "https://old.example/old/heart/"
    assert draft.first_published_on is None
    assert "it was a draft" in draft.notes
    assert draft.sections[0].body == (
        '<p><a href="https://old.example/f.png">A heart</a></p><p>Its parts</p><p>Mind it.</p>'
    )


@pytest.mark.parametrize(
    "front", ["+++\ntitle = broken\n+++\n", "+++\ntitle = 1\n", "---\nlayout: [\n---\n"]
)
def test_front_matter_that_is_broken_is_told(front):
    with pytest.raises(ImportProblem):
        read(f"{front}Words.")


def test_the_name_of_the_file_tells_what_the_page_does_not():
    draft = read("---\nlayout: post\n---\nWords.\n", "2019-03-04-sore-feet.md")
    assert (draft.title, draft.slug, draft.first_published_on) == (
        "sore feet",
        "sore-feet",
        date(2019, 3, 4),
    )


def test_without_front_matter_headings_stand_as_they_like():
    draft = read("# Feet\n\n# Sore feet\n\nWords.\n")
    assert (draft.title, [part.heading for part in draft.sections]) == ("Feet", ["Sore feet"])


def test_galleys_own_markdown_is_read_strictly():
    with pytest.raises(ImportProblem, match="stands in the middle"):
        read("---\ntitle: Feet\n---\n\n## A\n\nWords.\n\n# B\n\nWords.\n")


def test_a_review_elsewhere_is_no_review_here():
    draft = read(
        "---\ntitle: Feet\nreviewers: [Ida Voss]\nreviewed_on: 2024-01-02\n---\n\n## A\n\nWords.\n"
    )
    assert (draft.reviewers, draft.reviewed_on) == ([], None)
    assert "its review of 2024-01-02 was left out: review it here" in draft.notes


def test_the_address_of_the_site_makes_the_links_of_a_page_whole():
    page = "<title>Feet</title><h1>Feet</h1><p>Sore feet hurt. <a href='toes.html'>Toes</a></p>"
    draft = read_page(page, "html", "health/feet.html", "https://old.example")
    assert 'href="https://old.example/health/toes.html"' in draft.sections[0].body
