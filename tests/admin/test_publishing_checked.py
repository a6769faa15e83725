"""What the page that publishes asks for: errors mended, warnings read, a sign-off or a reason."""

import pytest
from django.test import Client

from articles.documents.loading import load
from articles.editorial import review
from articles.models import Article, Document, Edition, Section
from tests.factories import make_article, make_live_article, make_person
from tests.roles import ADMINISTRATORS, PUBLISHERS, REVIEWERS, make_member

from .pages import page, text_of, url_of

pytestmark = pytest.mark.django_db

DOUBTFUL = [("Overview", "<p>This cure is guaranteed.</p>")]


@pytest.fixture(autouse=True)
def _sign_off_needed(settings) -> None:
    settings.REQUIRE_SIGN_OFF = True


@pytest.fixture
def publisher():
    return browser(make_member(PUBLISHERS))


@pytest.fixture
def administrator():
    return browser(make_member(ADMINISTRATORS))


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def signed_off(**values):
    article = make_article(**values)
    reviewer = make_member(REVIEWERS)
    make_person("Ann Lee", account=reviewer, credentials="MD")
    review.sign_off(article, by=reviewer, expected_hash=load(article).hash)
    return article


def form_of(client: Client, article: Article):
    return page(client.get(url_of(article, "publish"))).find_class("confirmation")[0]


def send(client: Client, article: Article, **changes):
    """Press the button with the warnings read, unless the test says otherwise."""
    values = dict(form_of(client, article).form_values()) | {"read_warnings": "on"} | changes
    return client.post(url_of(article, "publish"), values, follow=True)


def button_is_disabled(client: Client, article: Article) -> bool:
    return bool(form_of(client, article).xpath(".//button[@type='submit'][@disabled]"))


# --- Checks ---


def test_errors_block_and_the_page_says_which(publisher) -> None:
    article = signed_off(faqs=[("Why?", "")])
    said = text_of(publisher.get(url_of(article, "publish")))
    assert "Mend the errors first" in said
    assert button_is_disabled(publisher, article)
    answer = send(publisher, article)
    assert "This has to be mended first." in text_of(answer)
    assert not Edition.objects.exists()


def test_warnings_ask_to_be_read(publisher) -> None:
    article = signed_off(sections=DOUBTFUL)
    answer = send(publisher, article, read_warnings="")
    assert "Read the warnings and tick this" in text_of(answer)
    assert not Edition.objects.exists()
    send(publisher, article)
    assert Document.objects.filter(pk=article.pk).exists()


# --- The sign-off ---


def test_the_page_says_who_signed_it_off_and_the_edition_keeps_it(publisher) -> None:
    article = signed_off()
    assert "Signed off by Ann Lee, MD on" in text_of(publisher.get(url_of(article, "publish")))
    answer = send(publisher, article)
    assert Edition.objects.get().sign_off.name == "Ann Lee"
    assert "Signed off by Ann Lee, MD, " in text_of(answer)


def test_without_a_sign_off_a_publisher_can_do_nothing(publisher) -> None:
    article = make_article()
    assert "Ask for a review first" in text_of(publisher.get(url_of(article, "publish")))
    assert button_is_disabled(publisher, article)
    answer = send(publisher, article, exception_reason="I want to.")
    assert "Nobody has signed off exactly this content." in text_of(answer)
    assert not Edition.objects.exists()


def test_an_edit_after_the_signature_needs_a_new_one(publisher) -> None:
    article = signed_off()
    Section.objects.filter(article=article).update(body="<p>Some words!</p>")
    assert button_is_disabled(publisher, article)


def test_an_administrator_gives_a_reason_which_the_pages_show(administrator) -> None:
    article = make_article()
    answer = send(administrator, article)
    assert "Say why this goes live without a sign-off." in text_of(answer)
    assert not Edition.objects.exists()
    answer = send(administrator, article, exception_reason="A recall.")
    edition = Edition.objects.get()
    assert (edition.sign_off, edition.exception_reason) == (None, "A recall.")
    assert "Without a sign-off: A recall." in text_of(answer)


def test_nobody_is_asked_for_a_reason_that_is_not_needed(administrator) -> None:
    assert "exception_reason" not in dict(form_of(administrator, signed_off()).form_values())


def test_a_correction_is_marked_as_one(administrator) -> None:
    article = make_live_article()
    Article.objects.filter(pk=article.pk).update(summary="Mended.")
    send(administrator, article, exception_reason="Urgent.", is_correction="on", note="The dose.")
    newest = Edition.objects.get(number=2)
    assert (newest.is_correction, newest.note) == (True, "The dose.")


def test_a_first_edition_corrects_nothing(administrator) -> None:
    names = dict(form_of(administrator, make_article()).form_values())
    assert "is_correction" not in names


# --- Publishing together ---


def choices(client: Client, article: Article) -> dict[str, str]:
    """The values of the boxes that can be ticked, by title."""
    items = form_of(client, article).find_class("together__item")
    return {
        item.find_class("together__title")[0].text_content(): item.find(".//input").get("value")
        for item in items
        if item.find(".//input").get("disabled") is None
    }


def test_drafts_that_are_picked_go_live_along_with_it(publisher) -> None:
    draft = signed_off(title="A draft")
    article = signed_off(related=[draft])
    answer = send(publisher, article, together=choices(publisher, article)["A draft"])
    assert "“A draft” is live along with it." in text_of(answer)
    assert Document.objects.count() == 2


def test_what_is_not_chosen_stays_where_it_is(publisher) -> None:
    draft = signed_off(title="A draft")
    send(publisher, signed_off(related=[draft]))
    assert not Document.objects.filter(pk=draft.pk).exists()


def test_what_is_not_signed_off_is_no_choice_for_a_publisher(publisher, administrator) -> None:
    article = signed_off(related=[make_article(title="A draft")])
    assert choices(publisher, article) == {}
    chosen = choices(administrator, article)["A draft"]
    answer = send(administrator, article, together=chosen)
    assert "Say why this goes live without a sign-off." in text_of(answer)
    send(administrator, article, together=chosen, exception_reason="A recall.")
    reasons = Edition.objects.order_by("article__title").values_list("exception_reason", flat=True)
    assert sorted(reasons) == ["", "A recall."]


def test_what_has_errors_is_no_choice(administrator) -> None:
    article = make_article(related=[make_article(title="A draft", faqs=[("Why?", "")])])
    assert choices(administrator, article) == {}
    assert "It has errors" in text_of(administrator.get(url_of(article, "publish")))


def test_a_draft_that_was_edited_meanwhile_is_not_taken_along(publisher) -> None:
    draft = signed_off(title="A draft")
    article = signed_off(related=[draft])
    values = dict(form_of(publisher, article).form_values()) | {"read_warnings": "on"}
    values["together"] = choices(publisher, article)["A draft"]
    Article.objects.filter(pk=draft.pk).update(summary="Edited.")
    answer = publisher.post(url_of(article, "publish"), values)
    assert "was edited since, or is live by now." in text_of(answer)
    assert not Edition.objects.exists()


def test_one_refusal_holds_all_back_and_is_named(administrator) -> None:
    make_live_article(slug="taken", title="The holder")
    Article.objects.filter(slug="taken").update(slug="free")
    draft = make_article(title="A draft", slug="taken")
    article = make_article(related=[draft])
    chosen = choices(administrator, article)["A draft"]
    answer = send(administrator, article, together=chosen, exception_reason="Urgent.")
    assert "“A draft”: The address “taken” is still that of" in text_of(answer)
    assert Document.objects.count() == 1
