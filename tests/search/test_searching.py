"""What readers find, through the API."""

from urllib.parse import quote

import pytest
from django.db import OperationalError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.delivery import missed
from articles.editorial import publishing
from articles.models import MissedQuery, SearchEntry, SearchTerm, Suggestion
from articles.search import relational
from tests.factories import make_article, make_live_article, make_topic, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def find(client):
    def find(q, **parameters):
        answer = client.get("/api/v1/search/", {"q": q, **parameters})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return find


@pytest.fixture
def gout():
    return make_live_article(
        title="Gout",
        slug="gout",
        also_called=["podagra"],
        sections=[
            {
                "heading": "Symptoms",
                "body": "<p>The big toe hurts.</p>",
                "health_aspect": "Symptoms",
            },
            {"heading": "Diet", "body": "<p>Less beer & meat.</p>"},
        ],
        faqs=[
            {"question": "Does it come back?", "answer": "<p>Often.</p>", "also_asked": "relapse"}
        ],
    )


def anchors(found):
    return [part["anchor"] for row in found["results"] for part in row["passages"]]


def test_a_whole_question_finds_the_passage_that_answers_it(find, gout):
    make_live_article(title="Migraine", sections=[("Symptoms", "<p>The head hurts.</p>")])
    found = find("What are the signs of gout, please?")
    assert found["results"][0]["article"]["slug"] == "gout"
    assert anchors(found)[0] == "symptoms"


def test_another_name_of_the_article_leads_to_its_passages(find, gout):
    assert "diet" in anchors(find("podagra diet"))


def test_a_misspelt_word_still_finds_and_says_what_was_meant(find):
    make_live_article(title="Neuropathy", slug="neuropathy")
    found = find("neuropaty")
    assert found["results"][0]["article"]["slug"] == "neuropathy"
    assert found["did_you_mean"] == "neuropathy"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("soriasis", "psoriasis"),  # the first letter is missing,
        ("csoriasis", "psoriasis"),  # another,
        ("spsoriasis", "psoriasis"),  # one too many,
        ("sporiasis", "psoriasis"),  # or the second
        ("nueropathy", "neuropathy"),
        ("myastenia", "myasthenia"),
    ],
)
def test_a_word_that_is_misspelt_from_its_start_finds(find, typed, meant):
    make_live_article(title=meant, slug=meant)
    found = find(typed)
    assert [row["article"]["slug"] for row in found["results"]] == [meant]
    assert found["did_you_mean"] == meant


def test_a_word_that_is_like_no_other_finds_nothing(find, gout):
    assert find("quixotry")["count"] == 0


def test_a_text_that_is_a_title_and_a_heading_is_suggested_once(client):
    make_live_article(title="Diet", slug="diet", sections=[("Diet", "<p>Beans.</p>")])
    found = client.get("/api/v1/suggest/", {"q": "diet"}).json()["suggestions"]
    assert [each for each in found if each["text"] == "Diet"] == [{"text": "Diet", "kind": "title"}]


def test_another_wording_of_a_question_finds_it(find, gout):
    assert anchors(find("relapse")) == ["does-it-come-back"]


def test_a_phrase_in_quotes_has_to_occur_as_it_is(find):
    make_live_article(slug="one", sections=[("A", "<p>High blood pressure.</p>")])
    make_live_article(slug="two", sections=[("A", "<p>Pressure of the blood.</p>")])
    found = find('"blood pressure"')
    assert [row["article"]["slug"] for row in found["results"]] == ["one"]


@pytest.mark.parametrize("phrase", ["big toe trouble", "king of diseases"])
def test_a_phrase_that_is_a_title_or_another_name_finds_the_article(find, client, phrase):
    values = {"also_called": ["The king of diseases"], "sections": [("A", "<p>Trouble.</p>")]}
    make_live_article(slug="gout", title="Big toe trouble", **values)
    make_live_article(slug="other", title="Trouble of a big toe, and a king", sections=[])
    (row,) = find(f'"{phrase}"')["results"]
    assert (row["article"]["slug"], row["passages"]) == ("gout", [])
    listed = client.get("/api/v1/articles/", {"search": f'"{phrase}"'}).json()["results"]
    assert [card["slug"] for card in listed] == ["gout"]


def test_a_phrase_may_stand_in_another_wording_of_a_question(find):
    wordings = "Will it flare up again?\nIs it over for good?"
    faq = {"question": "Does it come back?", "answer": "<p>Often.</p>", "also_asked": wordings}
    make_live_article(faqs=[faq], sections=[])
    assert anchors(find('"flare up again"')) == ["does-it-come-back"]
    assert anchors(find('"over for good"')) == ["does-it-come-back"]
    assert anchors(find('"again is it"')) == []


def test_the_snippet_marks_words_and_escapes_the_rest(find, gout):
    found = find("beer", kind="section")
    assert found["results"][0]["passages"][0]["snippet"] == "Less <mark>beer</mark> &amp; meat."


def test_texts_that_look_like_the_json_around_them_are_told_whole(find):
    looks = '"text":"no","blocks":[],"topic":null,"authors":[] zoster'
    topic = make_topic(looks, slug="t")
    make_live_article(title=looks, topic=topic, sections=[(looks, f"<p>{looks}</p>")])
    found = find("zoster")
    (passage,) = found["results"][0]["passages"]
    assert passage["heading"] == looks
    marked = looks.replace("zoster", "<mark>zoster</mark>").replace('"', "&quot;")
    assert passage["snippet"] == marked
    assert found["facets"]["topic"] == [{"value": "t", "name": looks, "count": 1}]


def test_filters_narrow_and_facets_count(find, gout):
    topic = make_topic("Feet", slug="feet")
    make_live_article(topic=topic, slug="feet", sections=[("Gout", "<p>Of feet.</p>")])
    found = find("gout", topic="feet")
    assert [row["article"]["slug"] for row in found["results"]] == ["feet"]
    assert found["facets"]["topic"] == [{"value": "feet", "name": "Feet", "count": 1}]
    assert anchors(find("gout", health_aspect="Symptoms")) == ["symptoms"]
    assert anchors(find("gout", kind="faq")) == ["does-it-come-back"]


def test_a_draft_and_a_withdrawn_article_are_not_found(find, gout):
    make_article(title="Chilblains")
    assert find("chilblains")["count"] == 0
    publishing.unpublish(gout, by=None)
    assert find("gout")["count"] == 0


def test_withdrawing_everything_leaves_no_trace_in_the_index(gout):
    publishing.unpublish(gout, by=None)
    assert not SearchEntry.objects.exists()
    assert not Suggestion.objects.exists()
    assert not SearchTerm.objects.exclude(entries=0).exists()


def test_a_new_edition_replaces_what_is_found(find, gout):
    gout.sections.filter(heading="Diet").update(body="<p>No more liver.</p>")
    publish(gout)
    assert find("beer")["count"] == 0
    assert anchors(find("liver"))[0] == "diet"


def test_pages_do_not_overlap(find):
    for number in range(5):
        make_live_article(title=f"Measles {number}", slug=f"measles-{number}")
    slugs = [
        row["article"]["slug"]
        for page in (1, 2, 3)
        for row in find("measles", page=page, page_size=2)["results"]
    ]
    assert sorted(slugs) == [f"measles-{number}" for number in range(5)]


def test_lists_rank_unless_an_order_is_asked_for(client):
    make_live_article(title="B", slug="weak", sections=[("A", "<p>Measles, too.</p>")])
    make_live_article(title="Measles", slug="strong")
    for query, slugs in (("", ["strong", "weak"]), ("&ordering=title", ["weak", "strong"])):
        answer = client.get(f"/api/v1/articles/?search=measles&fields=slug{query}").json()
        assert [row["slug"] for row in answer["results"]] == slugs


@pytest.mark.parametrize("path", ["search/?q=", "articles/?search=", "faqs/?search="])
@pytest.mark.parametrize("rows", [1, 12])
def test_the_number_of_queries_does_not_grow(client, path, rows, django_assert_max_num_queries):
    for number in range(rows):
        make_live_article(title=f"Measles {number}", faqs=[("Measles?", "<p>Yes.</p>")])
    with django_assert_max_num_queries(8):
        client.get(f"/api/v1/{path}measles")


HOSTILE = {
    "a quote": '"',
    "quotes alone": '""" “” „',
    "thousands of quotes": '"' * 5000,
    "operators": "NEAR(a b) OR NOT * ^ {x} - +",
    "operators of PostgreSQL": "':* & | ! <-> ( \\",
    "a phrase of stop words": '"the of" "and"',
    "stop words": "the of",
    "no word": "!!! … ؟",
    "emoji": "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "a combining mark alone": "\u0301",
    "control characters": "go\x1fut \x1e \x1b[0m \x7f",
    "one long word": "x" * 10_000,
    "many words": " ".join(f"word{number}" for number in range(1200)),
    "many misspelt words": " ".join(f"gou{letter}t" for letter in "abcdefghijklmnop"),
    "many phrases": " ".join(f'"gout {number}"' for number in range(800)),
    "wildcards": "g%t _out \\ [a-z]* 'a\\'b",
    "letters of others": "İstanbul ß ﬁ 痛風 подагра نقرس",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(
    "path", ["search/?q=", "suggest/?q=", "articles/?search=", "faqs/?search=", "sections/?search="]
)
def test_hostile_input_is_answered(client, gout, path, text):
    assert client.get(f"/api/v1/{path}{quote(text)}").status_code == 200


@pytest.mark.parametrize(
    "path", ["search/?q=", "suggest/?q=", "articles/?search=", "faqs/?search="]
)
@pytest.mark.parametrize("text", ["%00", "a%00b", "%ED%A0%80", "%FF%FE"])
def test_what_is_no_text_never_fails_the_server(client, gout, path, text):
    assert client.get(f"/api/v1/{path}{text}").status_code in {200, 400}


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=99999999999", "page_size=0", "page=x"]
)
def test_a_page_that_is_none_is_refused(client, gout, query):
    assert client.get(f"/api/v1/search/?q=gout&{query}").status_code in {400, 404}


@pytest.mark.parametrize("query", ["", "q=", "q=%00", "q=%ED%A0%80", "q=a&kind=x"])
def test_what_cannot_be_asked_is_refused(client, query):
    answer = client.get(f"/api/v1/search/?{query}")
    assert answer.status_code in {200, 400}
    assert answer.status_code == 400 or "%ED" in query


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_is_answered(client, text):
    assert client.get("/api/v1/search/", {"q": text}).status_code == 200


# --- Suggestions ---


@pytest.mark.parametrize("typed", ["GOU", "pod", "symp", "does it c", "come b"])
def test_typing_is_completed_from_any_word_on(client, gout, typed):
    assert client.get("/api/v1/suggest/", {"q": typed}).json()["suggestions"]


def test_accents_do_not_matter_to_suggestions(client):
    make_live_article(title="Ménière's disease")
    found = client.get("/api/v1/suggest/", {"q": "menie"}).json()["suggestions"]
    assert found[0] == {"text": "Ménière's disease", "kind": "title"}


# --- What finds nothing ---


def test_what_finds_nothing_is_counted_by_day(find):
    find("Purple hiccups?")
    find("purple HICCUPS")
    row = MissedQuery.objects.get()
    assert (row.text, row.count, row.day) == ("purple hiccups", 2, timezone.now().date())


def test_what_a_list_of_articles_does_not_find_is_counted_unless_it_is_narrowed(client):
    make_live_article(topic=make_topic(slug="t"))
    for question in ("search=hiccups", "search=hiccups&count=none", "search=cough&topic=t"):
        assert client.get(f"/api/v1/articles/?{question}").json()["results"] == []
    assert list(MissedQuery.objects.values_list("text", "count")) == [("hiccups", 2)]


def test_a_flood_of_what_finds_nothing_costs_few_writes_and_none_is_lost(find, monkeypatch):
    monkeypatch.setattr(missed, "AT_ONCE", 2)
    find("purple hiccups")
    find("green hiccups")
    for number in range(5):
        find(f"hiccups number {number}")
    assert MissedQuery.objects.count() == 2
    missed.waiting.flush()  # As the timer does.
    assert MissedQuery.objects.count() == 7


def test_what_finds_nothing_while_it_cannot_be_written_is_written_later(find, monkeypatch):
    def locked(*_):
        raise OperationalError("database is locked")

    timers = []
    monkeypatch.setattr(missed.waiting, "_flush_in_time", lambda: timers.append(True))
    with monkeypatch.context() as patch:
        patch.setattr(missed, "_write", locked)
        find("purple hiccups")
    # That of the count, which was too late, and one for the next attempt.
    assert len(timers) == 2
    missed.waiting.flush()  # As the timer does.
    assert MissedQuery.objects.count() == 1


@pytest.mark.parametrize("text", ["jo@example.org", "call 0171 555 1234", "!!!", "is it?"])
def test_what_may_be_personal_or_says_nothing_is_not_counted(find, text):
    find(text)
    assert not MissedQuery.objects.exists()


def test_editors_see_the_list_and_dismiss_from_it(admin_client, find):
    find("purple hiccups")
    page = "/admin/articles/missedquery/"
    assert "purple hiccups" in admin_client.get(page).content.decode()
    key = MissedQuery.objects.get().pk
    admin_client.post(page, {"action": "dismiss", "_selected_action": [key]})
    assert "purple hiccups" not in admin_client.get(page).content.decode()


@pytest.mark.parametrize("looked_at", [1, 100], ids=["few", "all"])
def test_common_words_are_found_in_a_small_topic_however_few_are_looked_at(
    client, monkeypatch, looked_at
):
    monkeypatch.setattr(relational, "LOOKED_AT", looked_at)
    for number in range(6):
        make_live_article(title=f"Pills {number}", sections=[])
    make_live_article(title="Pills for sleep", topic=make_topic("Sleep", slug="sleep"))
    found = client.get("/api/v1/search/?q=pills&topic=sleep").json()["results"]
    assert [hit["article"]["title"] for hit in found] == ["Pills for sleep"]
