"""From a content to what readers get. No database: the compiler is pure."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from uuid import UUID

import orjson
import pytest

from articles.documents.compiled import Publication
from articles.documents.compiler import compile_document
from articles.documents.content import (
    Content,
    FAQContent,
    ReferenceContent,
    SectionContent,
)
from articles.documents.names import sort_key
from articles.documents.surroundings import (
    ArticleFacts,
    NoticeFacts,
    PersonFacts,
    Site,
    Surroundings,
    TopicFacts,
)

AT = datetime(2026, 1, 1, tzinfo=UTC)
OTHER = UUID(int=2)
EVIL = '<script>alert(1)</script><img src=x onerror="x()"><a href="javascript:x()">b</a>'


def content(**values):
    return Content(**{"id": UUID(int=1), "slug": "a", "title": "A"} | values)


def section(heading="S", body="<p>x</p>", *, anchor="", level=1, **values):
    defaults = {"kind": "plain", "health_aspect": ""} | values
    return SectionContent(anchor=anchor, heading=heading, level=level, body=body, **defaults)


def compiled(around=None, **values):
    return compile_document(content(**values), around or Surroundings(), Publication(1, AT, AT))


def full(around=None, **values):
    return orjson.loads(compiled(around, **values).full)


def test_the_same_in_gives_the_same_bytes_out():
    assert compiled(sections=(section(),)) == compiled(sections=(section(),))


def test_sub_sections_nest_in_the_section_above():
    parts = (section("One"), section("Sub", level=2), section("Two"))
    found = full(sections=parts)
    assert [part["heading"] for part in found["sections"]] == ["One", "Two"]
    assert found["sections"][0]["sections"][0]["heading"] == "Sub"
    assert found["contents"][0]["contents"] == [{"anchor": "sub", "heading": "Sub"}]


def test_a_sub_section_before_any_section_stands_as_one():
    found = full(sections=(section("Sub", level=2), section("Next", level=2)))
    assert found["sections"][0]["level"] == 1
    assert found["sections"][0]["sections"][0]["heading"] == "Next"


def test_anchors_are_unique_over_sections_and_faqs():
    found = full(
        sections=(section("Same"), section("Same")), faqs=(FAQContent("", "Same", "<p>x</p>"),)
    )
    anchors = [part["anchor"] for part in found["sections"] + found["faqs"]]
    assert anchors == ["same", "same-2", "same-3"]


def test_an_anchor_stays_when_its_heading_is_reworded():
    assert full(sections=(section("New words", anchor="old"),))["sections"][0]["anchor"] == "old"


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (264, 1), (265, 2), (1324, 5), (1325, 6)])
def test_reading_minutes_are_the_words_by_the_pace_rounded_up(words, minutes):
    # One word more is the heading.
    found = full(sections=(section("Heading", f"<p>{'word ' * words}</p>"),))
    assert found["word_count"] == words + 1
    assert found["reading_minutes"] == minutes


def test_an_empty_article_takes_a_minute():
    assert full()["reading_minutes"] == 1


def test_the_pace_is_a_setting_of_the_site():
    around = Surroundings(site=Site(words_per_minute=10))
    assert full(around, sections=(section("H", f"<p>{'w ' * 20}</p>"),))["reading_minutes"] == 3


def test_meta_texts_fall_back_on_title_and_summary():
    assert full(summary="S")["meta_title"] == "A"
    assert full(summary="S")["meta_description"] == "S"
    assert full(meta_title="M")["meta_title"] == "M"


def test_links_lead_to_live_articles_and_lose_others():
    around = Surroundings(articles={OTHER: ArticleFacts("other", "Other", "")})
    body = f'<p><a href="article:{OTHER}#x">one</a> <a href="article:{UUID(int=3)}">two</a></p>'
    found = full(around, sections=(section(body=body),))
    expected = '<p><a href="/articles/other/#x">one</a> two</p>'
    assert found["sections"][0]["body"]["html"] == expected


def test_a_link_to_itself_leads_to_its_own_address():
    body = f'<p><a href="article:{UUID(int=1)}#s">up</a></p>'
    assert 'href=\\"/articles/a/#s\\"' in compiled(sections=(section(body=body),)).full


def test_a_link_by_an_unknown_slug_keeps_its_words():
    body = '<p><a href="article:no-such">words</a></p>'
    assert full(sections=(section(body=body),))["sections"][0]["body"]["html"] == "<p>words</p>"


def test_related_picks_show_while_they_are_live():
    around = Surroundings(articles={OTHER: ArticleFacts("other", "Other", "More")})
    found = compiled(around, related_ids=(UUID(int=3), OTHER))
    assert [pick["slug"] for pick in orjson.loads(found.full)["related"]] == ["other"]
    assert found.linked_ids == (UUID(int=3), OTHER)


def test_the_front_end_s_address_is_a_setting_of_the_site():
    around = Surroundings(site=Site(article_url="https://example.org/a/{slug}"))
    found = compiled(around, sections=(section("One"),))
    assert orjson.loads(found.card)["web_url"] == "https://example.org/a/a"
    assert orjson.loads(found.passages[0].full)["web_url"] == "https://example.org/a/a#one"


def test_health_aspects_are_listed_once_in_order():
    parts = [section(health_aspect=name) for name in ("Causes", "Symptoms", "Causes")]
    assert full(sections=tuple(parts))["health_aspects"] == ["Causes", "Symptoms"]


def test_addresses_that_are_not_web_addresses_become_null():
    reference = ReferenceContent("T", "", None, "", "", "javascript:alert(1)", "")
    found = full(canonical_url="data:text/html,x", references=(reference,))
    assert found["canonical_url"] is None
    assert found["references"][0]["url"] is None


def test_nothing_dangerous_comes_out_of_any_field():
    words = {
        field.name: EVIL for field in fields(Content) if field.type == "str" or field.type is str
    }
    around = Surroundings(
        topics={1: TopicFacts("t", EVIL)},
        people={1: PersonFacts("p", EVIL, EVIL, EVIL, EVIL, EVIL, EVIL)},
        notices={1: NoticeFacts("n", EVIL, EVIL)},
        articles={OTHER: ArticleFacts("other", "Other", "")},
    )
    evil = content(
        **words | {"slug": "a"},
        also_called=(EVIL,),
        topic_id=1,
        author_ids=(1,),
        reviewer_ids=(1,),
        disclaimer_id=1,
        sections=(section(EVIL, EVIL), section("x", f"&lt;script&gt;{EVIL}")),
        faqs=(FAQContent("f", EVIL, EVIL),),
        references=(ReferenceContent(EVIL, EVIL, None, EVIL, EVIL, EVIL, ""),),
    )
    found = compile_document(evil, around, Publication(1, AT, AT))
    texts = [found.card, found.full, found.formats, found.title, found.search_text]
    texts += [passage.formats + passage.full + passage.search_text for passage in found.passages]
    for text in texts:
        for danger in ("<script", "onerror", "javascript:"):
            assert danger not in text.lower()


def test_a_change_of_what_it_shows_changes_the_digest():
    around = Surroundings(topics={1: TopicFacts("t", "Before")})
    after = replace(around, topics={1: TopicFacts("t", "After")})
    assert compiled(around, topic_id=1).digest != compiled(after, topic_id=1).digest


@pytest.mark.parametrize(
    ("title", "key"), [("“Élan” vital", "elan” vital"), ("ZINC", "zinc"), ("5-HT", "5-ht")]
)
def test_titles_sort_by_their_letters(title, key):
    assert sort_key(title) == key


def test_loose_words_in_a_stored_body_come_out_in_every_format():
    body = orjson.loads(compiled(sections=(section(body="loose <b>words</b>"),)).formats)
    assert body["sections"][0]["body"]["text"] == "loose words"
    assert body["sections"][0]["body"]["html"] == "<p>loose <strong>words</strong></p>"


def test_marks_of_lists_and_tables_are_no_words():
    body = "<ul><li>one</li></ul><ol><li>two</li></ol><table><tbody><tr><td>a</td><td>b</td></tr>"
    assert full(sections=(section("H", body),))["word_count"] == 5


def test_an_anchor_or_slug_that_is_none_does_no_harm():
    around = Surroundings(topics={1: TopicFacts(EVIL, "T")})
    found = compiled(around, topic_id=1, sections=(section("One", anchor=EVIL),))
    assert "<script" not in found.full
    assert orjson.loads(found.full)["sections"][0]["anchor"] == "one"
