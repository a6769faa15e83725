"""articles/: which cards, in which order, page by page."""

from datetime import UTC, date, datetime

import pytest

from articles.editorial import publishing
from tests.factories import make_article, make_live_article, make_person, make_topic, publish

pytestmark = pytest.mark.django_db


def live(title, *, at=None, **values):
    article = make_article(title=title, **values)
    publish(article, at=at)
    return article


def test_a_draft_never_reaches_the_api(titles):
    make_article(title="Draft")
    assert titles() == []


def test_a_withdrawn_article_leaves_the_list(titles):
    publishing.unpublish(live("A"), by=None)
    assert titles() == []


def test_a_card_says_what_a_list_needs(get):
    topic, person = make_topic("Pain", slug="pain"), make_person("Ann", slug="ann")
    live("A", slug="a", summary="S", topic=topic, authors=[person], reviewers=[person])
    card = get("articles/").json()["results"][0]
    assert card["url"] == "/api/v1/articles/a/"
    assert card["topic"] == {"slug": "pain", "name": "Pain", "url": "/api/v1/topics/pain/"}
    assert card["authors"] == [
        {"slug": "ann", "name": "Ann", "credentials": "", "url": "/api/v1/people/ann/"}
    ]
    assert card["edition"] == 1
    assert "sections" not in card


def test_saving_a_draft_of_a_live_article_changes_no_answer(get):
    article = live("Before", slug="a")
    before = get("articles/").content, get("articles/a/").content
    article.title = "After"
    article.save()
    article.sections.all().delete()
    assert (get("articles/").content, get("articles/a/").content) == before


# --- Filters ---


def test_topic_takes_any_of_several(titles):
    for name in ("pain", "sleep", "heart"):
        live(name.title(), topic=make_topic(name, slug=name))
    assert titles(topic="pain") == ["Pain"]
    assert set(titles(topic="pain,sleep")) == {"Pain", "Sleep"}


def test_the_topic_of_an_unpublished_edit_is_not_filtered_by(titles):
    article = live("A", topic=make_topic(slug="pain"))
    article.topic = make_topic(slug="sleep")
    article.save()
    assert titles(topic="pain") == ["A"]
    assert titles(topic="sleep") == []


def test_author_and_reviewer_are_told_apart(titles):
    ann, bob = make_person(slug="ann"), make_person(slug="bob")
    live("A", authors=[ann], reviewers=[bob])
    assert titles(author="ann") == titles(reviewer="bob") == ["A"]
    assert titles(author="bob") == titles(reviewer="ann") == []


def test_filters_over_joins_count_an_article_once(get):
    ann, bob = make_person(slug="ann"), make_person(slug="bob")
    aspects = [
        {"heading": f"S{number}", "body": "<p>x</p>", "health_aspect": aspect}
        for number, aspect in enumerate(("Symptoms", "Symptoms", "Causes"))
    ]
    live("A", authors=[ann, bob], reviewers=[ann], sections=aspects)
    answer = get("articles/", author="ann,bob", health_aspect="Symptoms,Causes").json()
    assert answer["count"] == len(answer["results"]) == 1


def test_featured_takes_true_and_false(titles):
    live("Yes", featured=True)
    live("No")
    assert titles(featured="true") == ["Yes"]
    assert titles(featured="false") == ["No"]


def test_slug_fetches_a_batch_and_leaves_out_what_is_not_live(titles):
    live("A", slug="a")
    live("B", slug="b")
    make_article(slug="draft")
    assert set(titles(slug="a,b,draft,unknown")) == {"A", "B"}


def test_published_and_updated_dates_include_the_beginning_and_exclude_the_end(titles):
    first = datetime(2026, 3, 1, 12, tzinfo=UTC)
    second = datetime(2026, 4, 1, tzinfo=UTC)
    article = live("A", at=first)
    article.title = "B"
    article.save()
    publish(article, at=second)
    assert titles(published_after="2026-03-01") == ["B"]
    assert titles(published_after="2026-03-01T12:00:00Z") == ["B"]
    assert titles(published_before="2026-03-01T12:00:00Z") == []
    assert titles(published_before="2026-03-02") == ["B"]
    assert titles(updated_after="2026-04-01", updated_before="2026-04-02") == ["B"]
    assert titles(updated_after="2026-04-02") == []


def test_review_dates_filter(titles):
    live("A", reviewed_on=date(2026, 1, 10), review_due=date(2027, 1, 10))
    live("Never reviewed")
    assert titles(reviewed_after="2026-01-10", reviewed_before="2026-01-11") == ["A"]
    assert titles(reviewed_after="2026-01-11") == []
    assert titles(review_due_before="2027-01-11") == ["A"]
    assert titles(review_due_before="2027-01-10") == []


def test_search_ranks_by_titles_other_names_headings_and_questions(titles):
    live("Nerve pain", also_called=["Neuropathy"], faqs=[("Does Capsaicin help?", "<p>x</p>")])
    live("Migraine")
    assert titles(search="NERVE neuropathy") == ["Nerve pain"]
    assert titles(search="capsaicin") == ["Nerve pain"]
    assert titles(search="migraine") == ["Migraine"]


# --- Order ---


def test_the_newest_comes_first(titles):
    for month in (1, 3, 2):
        live(f"In {month}", at=datetime(2026, month, 1, tzinfo=UTC))
    assert titles() == ["In 3", "In 2", "In 1"]
    assert titles(ordering="published_at") == ["In 1", "In 2", "In 3"]


def test_titles_sort_without_case_and_accents(titles):
    for title in ("zinc", "Élan", "arm", "Bone"):
        live(title)
    assert titles(ordering="title") == ["arm", "Bone", "Élan", "zinc"]
    assert titles(ordering="-title") == ["zinc", "Élan", "Bone", "arm"]


def test_what_has_no_date_comes_last_in_both_directions(titles):
    live("None")
    live("Old", reviewed_on=date(2020, 1, 1))
    live("New", reviewed_on=date(2026, 1, 1))
    assert titles(ordering="reviewed_on") == ["Old", "New", "None"]
    assert titles(ordering="-reviewed_on") == ["New", "Old", "None"]


def test_pages_of_equals_neither_repeat_nor_skip(titles):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    names = {live(f"A{number}", at=at).title for number in range(7)}
    pages = [titles(page=page, page_size=2, ordering="reading_minutes") for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [2, 2, 2, 1]
    assert {title for page in pages for title in page} == names


# --- Pages ---


def test_pages_link_to_one_another_and_keep_the_other_parameters(get):
    for _ in range(3):
        make_live_article(featured=True)
    first = get("articles/", page_size=2, featured="true").json()
    assert first["count"] == 3
    assert first["previous"] is None
    second = get(first["next"].split("/api/v1/")[1]).json()
    assert second["next"] is None
    assert len(second["results"]) == 1
    assert "featured=true" in second["previous"]


def test_a_page_has_twenty_cards_unless_asked(get):
    for _ in range(21):
        make_live_article()
    assert len(get("articles/").json()["results"]) == 20


def test_count_none_does_not_count(get, django_assert_num_queries):
    for _ in range(3):
        make_live_article()
    with django_assert_num_queries(2):  # The heartbeat, the cards.
        answer = get("articles/", count="none", page_size=2).json()
    assert answer["count"] is None
    assert answer["next"]


def test_a_page_beyond_the_last_is_a_404(get):
    assert get("articles/", page=2).status_code == 404
    assert get("articles/", page=1_000_000_000).status_code == 404


def test_an_empty_list_is_a_first_page(get):
    assert get("articles/").json() == {"count": 0, "next": None, "previous": None, "results": []}


@pytest.mark.parametrize("rows", [3, 12])
def test_queries_do_not_grow_with_the_rows(get, rows, django_assert_num_queries):
    person, topic = make_person(slug="ann"), make_topic(slug="pain")
    for _ in range(rows):
        make_live_article(authors=[person], topic=topic)
    with django_assert_num_queries(3):  # The heartbeat, the cards, the count.
        get("articles/", page_size=2)
    with django_assert_num_queries(5):  # The same; the author's and the topic's ids.
        get("articles/", page_size=2, author="ann", topic="pain", ordering="title")
