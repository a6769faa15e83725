"""The history of an article: its editions, two side by side, and the way back."""

from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from articles.documents.loading import load
from articles.editorial import publishing
from articles.models import Article, Edition, SignOff
from tests.factories import make_article, make_live_article, make_user, publish
from tests.roles import ADMINISTRATORS, PUBLISHERS, REVIEWERS, WRITERS, make_member

from .pages import page, text_of, url_of


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def history_of(article: Article, place: str = "") -> str:
    return url_of(article, "history") + place


@pytest.fixture
def article(db: None) -> Article:
    """Live in its second edition, and edited since."""
    article = make_live_article(title="First", sections=[("One", "<p>Rest helps.</p>")])
    article.sections.update(body="<p>Movement helps.</p>")
    Article.objects.filter(pk=article.pk).update(title="Second")
    publish(article, note="Mended.", is_correction=True)
    Article.objects.filter(pk=article.pk).update(title="Draft")
    article.refresh_from_db()
    return article


# --- The editions ---


def test_the_page_of_an_article_leads_to_its_history(client: Client, article: Article) -> None:
    (link,) = page(client.get(url_of(article))).xpath("//a[text()='History…']")
    assert "Edition 2" in text_of(client.get(link.get("href")))


def test_the_editions_tell_what_they_are(client: Client, article: Article) -> None:
    user = make_user(username="ines")
    edition = Edition.objects.get(number=2)
    sign_off = SignOff.objects.create(
        article=article,
        content=edition.content,
        content_hash="x",
        signed_at=edition.published_at,
        signed_by=user,
        name="Ines Okafor",
        credentials="MD",
    )
    usual = {"article": article, "content": edition.content, "content_hash": "x"}
    usual |= {"published_at": edition.published_at, "published_by": user}
    Edition.objects.create(**usual, number=3, sign_off=sign_off)
    Edition.objects.create(**usual, number=4, exception_reason="Urgent recall.")
    rows = page(client.get(history_of(article))).xpath("//tbody/tr")
    told = [" ".join(row.text_content().split()) for row in rows]
    assert "Has changes that readers don't see yet." in told[0]
    assert "Without a sign-off: Urgent recall." in told[1]
    assert "Signed off by Ines Okafor, MD" in told[2]
    assert "ines" in told[2]
    assert told[3].startswith("Edition 2 Live")
    assert "Correction Mended." in told[3]
    assert "Live" not in told[4]


def test_a_draft_has_no_editions(client: Client) -> None:
    assert "Never published" in text_of(client.get(history_of(make_article())))


@pytest.mark.parametrize("size", [1, 25])
def test_the_history_costs_the_same_queries_for_any_number_of_editions(
    client: Client, editor, size: int, django_assert_num_queries
) -> None:
    article = make_live_article()
    for number in range(size):
        Article.objects.filter(pk=article.pk).update(title=f"Title {number}")
        publish(article)
        LogEntry.objects.log_actions(editor.pk, [article], CHANGE, "Saved.", single_object=True)
    client.get(history_of(article))
    # Session, user, the queue's badge, the article; the numbers of its editions, and those of the
    # page; its content (seven); its document; what was done, and how much.
    with django_assert_num_queries(17):
        client.get(history_of(article))


# --- A long history ---


@pytest.fixture
def long_history(client: Client, editor) -> Article:
    """Live in its 25th edition, and saved 35 times."""
    article = make_live_article(title="Title 1")
    for number in range(2, 26):
        Article.objects.filter(pk=article.pk).update(title=f"Title {number}")
        publish(article, note=f"Note {number}.")
    kind = ContentType.objects.get_for_model(Article)
    for number in range(1, 36):
        LogEntry.objects.create(
            user=editor,
            content_type=kind,
            object_id=str(article.pk),
            action_flag=CHANGE,
            change_message=f"Act {number}.",
        )
    return article


def listed(client: Client, article: Article, query: str = "") -> tuple[list[str], list[str]]:
    """The editions and the acts that the page lists."""
    tree = page(client.get(history_of(article, query)))
    editions = tree.xpath("//tbody//th")[1:]
    acts = tree.xpath("//section[@aria-labelledby='acts']//li")
    return (
        [edition.text.strip().removeprefix("Edition ") for edition in editions],
        [act.text_content().split("Act ")[1].rstrip(".") for act in acts],
    )


def span(first: int, last: int) -> list[str]:
    """From the newest down."""
    return [str(number) for number in range(first, last - 1, -1)]


@pytest.mark.parametrize(
    ("query", "editions", "acts"),
    [
        ("", span(25, 6), span(35, 6)),
        ("?page=2&left=5&right=4", span(5, 1), span(35, 6)),
        ("?acts=2", span(25, 6), span(5, 1)),
        ("?page=99&acts=99&left=2&right=1", span(5, 1), span(5, 1)),
        ("?page=x&acts=-", span(25, 6), span(35, 6)),
    ],
    ids=["newest", "older editions", "older acts", "past the end", "no number"],
)
def test_a_long_history_comes_in_pages(
    client: Client, long_history: Article, query: str, editions: list[str], acts: list[str]
) -> None:
    assert listed(client, long_history, query) == (editions, acts)


def test_a_choice_made_on_one_page_stays_in_sight_on_the_others(
    client: Client, long_history: Article
) -> None:
    editions, _ = listed(client, long_history, "?page=2&left=25&right=working")
    assert editions == ["25", *span(5, 1)]
    tree = page(client.get(history_of(long_history, "?page=1&left=1&right=99")))
    checked = [(box.get("name"), box.get("value")) for box in tree.xpath("//input[@checked]")]
    assert checked == [("right", "25"), ("left", "1")]


def test_the_oldest_edition_of_a_page_is_compared_with_the_one_before_it(
    client: Client, long_history: Article
) -> None:
    (link,) = page(client.get(history_of(long_history))).xpath(
        "//a[contains(., 'What changed in edition 6')]/@href"
    )
    assert "Edition 5 and Edition 6" in text_of(client.get(link))


def test_the_buttons_of_the_pages_keep_what_the_other_list_shows(
    client: Client, long_history: Article
) -> None:
    tree = page(client.get(history_of(long_history, "?acts=2")))
    form = tree.xpath("//form[.//button[@name='page']]")[0]
    (button,) = form.xpath(".//button[@name='page']")
    assert button.get("formaction") == history_of(long_history) + "#editions"
    sent = [*form.form_values(), ("page", button.get("value"))]
    editions, acts = listed(client, long_history, "?" + urlencode(sent))
    assert editions[-5:] == span(5, 1)
    assert acts == span(5, 1)


def test_a_short_history_has_no_pages(client: Client, article: Article) -> None:
    assert page(client.get(history_of(article))).find_class("pages") == []


# --- Two side by side ---


@pytest.mark.parametrize(
    ("query", "sides", "words"),
    [
        ("left=1&right=2", "Left Edition 1 Right Edition 2 (live)", ("Rest ", "Movement ")),
        ("left=2&right=working", "Left Edition 2 (live) Right Working copy", ("Second", "Draft")),
        ("", "Left Edition 2 (live) Right Working copy", ("Second", "Draft")),
        ("left=working&right=2", "Left Working copy Right Edition 2 (live)", ("Draft", "Second")),
    ],
)
def test_any_two_can_be_compared(
    client: Client, article: Article, query: str, sides: str, words: tuple[str, str]
) -> None:
    gone, come = words
    found = page(client.get(history_of(article, f"compare/?{query}")))
    assert " ".join(found.find_class("comparison__sides")[0].text_content().split()) == sides
    assert f"[taken out: {gone}]" in [each.text_content() for each in found.xpath("//del")]
    assert f"[added: {come}]" in [each.text_content() for each in found.xpath("//ins")]


@pytest.mark.parametrize("query", ["left=9", "left=x", "right=99999999999999999999", "left="])
def test_what_does_not_exist_can_not_be_compared(
    client: Client, article: Article, query: str
) -> None:
    assert client.get(history_of(article, f"compare/?{query}")).status_code == 404


def test_editions_of_a_deleted_article_can_be_compared(client: Client, article: Article) -> None:
    old, new = Edition.objects.order_by("number")
    publishing.unpublish(article, by=None)
    article.delete()
    (link,) = page(client.get(f"/admin/articles/edition/{new.pk}/change/")).xpath(
        "//a[text()='Compare with edition 1']"
    )
    compared = text_of(client.get(link.get("href")))
    assert "Edition 1 of “First” and Edition 2 of “Second”" in compared
    assert client.get(f"/admin/articles/edition/compare/?left={old.pk}").status_code == 404


def test_a_withdrawn_article_keeps_its_history(client: Client, article: Article) -> None:
    publishing.unpublish(article, by=None)
    assert "Edition 2" in text_of(client.get(history_of(article)))
    assert client.get(history_of(article, "compare/?left=1&right=2")).status_code == 200
    assert client.get(history_of(article, "compare/?left=live")).status_code == 404


# --- The way back ---


def send(client: Client, article: Article, number: int, **changes: str):
    """Open the page and press its button."""
    url = history_of(article, f"{number}/bring-back/")
    form = page(client.get(url)).xpath("//form[.//h2]")[0]
    return client.post(url, dict(form.form_values()) | changes, follow=True)


def test_bringing_back_asks_first_and_shows_what_differs(client: Client, article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(slug="other")
    url = history_of(article, "1/bring-back/")
    asked = text_of(client.get(url))
    assert "Bring back edition 1 of “Draft”?" in asked
    assert f"The address stays other: the edition had {article.slug}" in asked
    assert "[added: Rest ]" in asked
    assert "What it says now is kept" in asked
    assert load(article).title == "Draft"


def test_the_working_copy_is_the_old_edition_again(client: Client, article: Article) -> None:
    answer = send(client, article, 1)
    assert "The working copy is what edition 1 said." in text_of(answer)
    assert load(article).to_json() == Edition.objects.get(number=1).content
    assert "Brought back edition 1." in text_of(client.get(history_of(article)))


def test_a_working_copy_that_changed_meanwhile_stays(client: Client, article: Article) -> None:
    url = history_of(article, "1/bring-back/")
    form = page(client.get(url)).xpath("//form[.//h2]")[0]
    Article.objects.filter(pk=article.pk).update(title="Meanwhile")
    answer = client.post(url, dict(form.form_values()), follow=True)
    assert "The article was edited since you looked at it." in text_of(answer)
    assert load(article).title == "Meanwhile"


def test_what_was_deleted_has_to_be_left_out_knowingly(client: Client) -> None:
    other = make_article(title="Other")
    gone = other.pk
    article = make_live_article(title="First", related=[other])
    article.related_rows.all().delete()
    other.delete()
    Article.objects.filter(pk=article.pk).update(title="Draft")
    url = history_of(article, "1/bring-back/")
    assert f"the related article “{gone}”" in text_of(client.get(url))
    assert "This field is required." in text_of(send(client, article, 1))
    assert load(article).title == "Draft"
    send(client, article, 1, leaving_out="on")
    assert (load(article).title, load(article).related_ids) == ("First", ())


def test_an_edition_that_is_there_already_leads_back(client: Client, article: Article) -> None:
    send(client, article, 1)
    answer = client.get(history_of(article, "1/bring-back/"), follow=True)
    assert "says what edition 1 says already" in text_of(answer)


def test_an_edition_that_does_not_exist_is_not_found(client: Client, article: Article) -> None:
    assert client.get(history_of(article, "9/bring-back/")).status_code == 404


# --- Who may ---


@pytest.mark.parametrize(
    ("role", "may"),
    [(WRITERS, True), (REVIEWERS, False), (PUBLISHERS, False), (ADMINISTRATORS, True)],
)
def test_everybody_sees_the_history_and_who_may_edit_brings_back(
    article: Article, role: str, may: bool
) -> None:
    client, before = client_of(make_member(role)), load(article)
    assert ("Bring back" in text_of(client.get(history_of(article)))) == may
    assert client.get(history_of(article, "compare/")).status_code == 200
    posted = client.post(
        history_of(article, "1/bring-back/"), {"expected_hash": before.hash}, follow=True
    )
    assert posted.status_code == (200 if may else 403)
    assert (load(article) != before) == may


def test_nobody_else_sees_it(article: Article) -> None:
    client = client_of(make_user())
    key = Edition.objects.first().pk
    places = [history_of(article, place) for place in ("", "compare/", "1/bring-back/")]
    for place in [*places, f"/admin/articles/edition/compare/?left={key}&right={key}"]:
        assert client.get(place).status_code == 403


def test_a_forged_request_is_refused(editor, article: Article) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    posted = client.post(history_of(article, "1/bring-back/"), {})
    assert posted.status_code == 403
    assert load(article).title == "Draft"


@pytest.mark.parametrize("place", ["", "compare/", "1/bring-back/"])
def test_an_article_that_does_not_exist_leads_back_with_a_message(
    client: Client, place: str
) -> None:
    url = f"/admin/articles/article/00000000-0000-0000-0000-000000000000/history/{place}"
    assert "exist. Perhaps it was deleted?" in text_of(client.get(url, follow=True))
