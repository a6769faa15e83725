"""From the editions of a deleted article to a draft of it, in the admin."""

import pytest
from django.test import Client

from articles.documents.loading import load
from articles.editorial import publishing, recompiling
from articles.models import Article, Edition, Person
from tests.factories import make_article, make_live_article, make_person, make_user, publish
from tests.roles import ADMINISTRATORS, PUBLISHERS, REVIEWERS, WRITERS, make_member

from .pages import page, text_of

EDITIONS = "/admin/articles/edition/"


@pytest.fixture
def edition(db: None) -> Edition:
    """The first of two of an article that was deleted; another article is live."""
    make_live_article(title="Still there")
    article = make_live_article(
        title="Nerve pain", slug="pain", authors=[make_person("Gone", slug="gone")]
    )
    article.author_rows.all().delete()
    Article.objects.filter(pk=article.pk).update(title="Nerve pain at night")
    publish(article)
    publishing.unpublish(article, by=None)
    edition = Edition.objects.get(article=article, number=1)
    article.delete()
    return edition


def place(edition: Edition) -> str:
    return f"{EDITIONS}{edition.pk}/draft-again/"


def titles(client: Client, query: str) -> list[str]:
    cells = page(client.get(EDITIONS + query)).find_class("field-of_article")
    return [cell.text_content().strip() for cell in cells]


def test_deleted_articles_are_found_by_their_last_editions(client: Client, edition) -> None:
    assert titles(client, "?deleted=last") == ["Nerve pain at night (deleted)"]
    assert titles(client, "?deleted=all") == [
        "Nerve pain at night (deleted)",
        "Nerve pain (deleted)",
    ]
    assert "Still there" in titles(client, "")


def test_an_edition_of_a_deleted_article_leads_to_a_draft_and_to_the_others(
    client: Client, edition
) -> None:
    tree = page(client.get(f"{EDITIONS}{edition.pk}/change/"))
    (others,) = tree.xpath("//a[text()='All its editions']/@href")
    assert len(titles(client, others.removeprefix(EDITIONS))) == 2
    (link,) = tree.xpath("//a[text()='Make a draft of it…']/@href")
    asked = text_of(client.get(link))
    assert "Make a draft of edition 1 of “Nerve pain”?" in asked
    assert "What the draft says" in asked
    assert "Some words." in asked
    assert "the person “gone”" not in asked
    assert not Article.objects.filter(pk=edition.article_id).exists()


@pytest.mark.parametrize("name", ["change", "history", "history/1/bring-back", "publish"])
def test_an_old_address_of_a_deleted_article_leads_to_its_last_edition(
    client: Client, edition, name: str
) -> None:
    address = f"/admin/articles/article/{edition.article_id}/{name}/"
    answer = client.get(address, follow=True)
    last = Edition.objects.get(article=edition.article_id, number=2)
    assert answer.redirect_chain[-1][0] == f"{EDITIONS}{last.pk}/change/"
    assert "“Nerve pain at night” was deleted. This is its last edition." in text_of(answer)


def test_a_deleted_article_among_those_that_went_live_leads_to_its_edition(
    client: Client, edition
) -> None:
    for place in ("/admin/", "/admin/queue/"):
        links = page(client.get(place)).xpath("//a[text()='(deleted)']/@href")
        assert f"{EDITIONS}{edition.pk}/change/" in links


def test_an_edition_of_an_article_that_is_there_does_not(client: Client, edition) -> None:
    other = Edition.objects.exclude(article=edition.article_id).get()
    assert "Make a draft" not in text_of(client.get(f"{EDITIONS}{other.pk}/change/"))
    answer = client.get(place(other), follow=True)
    assert "Bring the edition back from the article's history." in text_of(answer)
    assert "History of “Still there”" in text_of(answer)


def test_the_draft_is_made_and_told_of(client: Client, edition) -> None:
    form = page(client.get(place(edition))).xpath("//form[.//h2]")[0]
    answer = client.post(place(edition), dict(form.form_values()), follow=True)
    assert "“Nerve pain” is a draft again, as edition 1 had it." in text_of(answer)
    article = Article.objects.get(pk=edition.article_id)
    assert load(article).to_json() == edition.content
    past = text_of(client.get(f"/admin/articles/article/{article.pk}/history/"))
    assert "Made a draft of edition 1" in past
    assert "Edition 2" in past


def test_an_address_that_is_taken_is_told_beside_its_field(client: Client, edition) -> None:
    make_article(title="Newer", slug="pain")
    tree = page(client.post(place(edition), {"slug": "pain"}))
    (told,) = tree.xpath("//*[@id='id_slug_error']")
    assert "“pain” is the address of “Newer”" in told.text_content()
    client.post(place(edition), {"slug": "nerve-pain"})
    assert Article.objects.get(pk=edition.article_id).slug == "nerve-pain"


def test_what_can_not_come_back_has_to_be_left_out_knowingly(client: Client, edition) -> None:
    recompiling.delete(Person.objects.get(slug="gone"))
    assert "the person “gone”" in text_of(client.get(place(edition)))
    assert "This field is required." in text_of(client.post(place(edition), {"slug": "pain"}))
    assert not Article.objects.filter(pk=edition.article_id).exists()
    client.post(place(edition), {"slug": "pain", "leaving_out": "on"})
    assert Article.objects.filter(pk=edition.article_id).exists()


def test_an_edition_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get(f"{EDITIONS}999/draft-again/").status_code == 404


@pytest.mark.parametrize(
    ("role", "may"),
    [(WRITERS, True), (REVIEWERS, False), (PUBLISHERS, False), (ADMINISTRATORS, True)],
)
def test_who_may_edit_makes_the_draft(edition, role: str, may: bool) -> None:
    client = Client()
    client.force_login(make_member(role))
    seen = text_of(client.get(f"{EDITIONS}{edition.pk}/change/"))
    assert ("Make a draft" in seen) == may
    assert client.get(place(edition)).status_code == (200 if may else 403)
    assert client.post(place(edition), {"slug": "pain"}).status_code == (302 if may else 403)
    assert Article.objects.filter(pk=edition.article_id).exists() == may


def test_nobody_else_does(edition) -> None:
    client = Client()
    client.force_login(make_user())
    assert client.post(place(edition), {"slug": "pain"}).status_code == 403
    assert not Article.objects.filter(pk=edition.article_id).exists()


def test_a_forged_request_is_refused(editor, edition) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(place(edition), {"slug": "pain"}).status_code == 403
    assert not Article.objects.filter(pk=edition.article_id).exists()
