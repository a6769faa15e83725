"""Saving an article on its page."""

import pytest
from django.test import Client

from articles.models import Article, Document
from tests.factories import make_article, make_live_article, make_person, make_topic

from .pages import ArticleForm, page, text_of, url_of


def test_a_new_article_is_saved_with_its_parts_in_their_order(client: Client, editor) -> None:
    form = ArticleForm(client)
    form.add("sections", heading="Causes", body="<p>Many.</p>", position=2)
    form.add("sections", heading="Overview", body="<p>Pain.</p>", position=1)
    form.add("faqs", question="Is it common?", answer="<p>Yes.</p>")
    form.send(title="Nerve pain", slug="nerve-pain", topic=make_topic().pk)
    article = Article.objects.get(slug="nerve-pain")
    sections = article.sections.values_list("position", "heading", "anchor", "body")
    assert list(sections) == [
        (1, "Overview", "overview", "<p>Pain.</p>"),
        (2, "Causes", "causes", "<p>Many.</p>"),
    ]
    assert article.faqs.get().anchor == "is-it-common"
    assert article.modified_by == editor


def test_a_row_without_a_position_goes_behind_the_others(client: Client) -> None:
    article = make_article(sections=[("One", ""), ("Two", "")])
    form = ArticleForm(client, article)
    form.add("sections", heading="Three", body="", position="")
    form.send()
    assert list(article.sections.values_list("heading", flat=True)) == ["One", "Two", "Three"]


def test_an_added_row_that_was_left_empty_is_no_row(client: Client) -> None:
    article = make_article(sections=[("One", "")])
    form = ArticleForm(client, article)
    form.add("sections", heading="", body="")
    form.send()
    assert article.sections.count() == 1


def test_saving_changes_nothing_that_readers_get(client: Client) -> None:
    article = make_live_article(title="Before")
    before = Document.objects.values().get()
    ArticleForm(client, article).send(title="After", sections__0__body="<p>New</p>")
    article.refresh_from_db()
    assert article.title == "After"
    assert Document.objects.values().get() == before


def test_other_names_are_written_one_a_line(client: Client) -> None:
    article = make_article(also_called=["neuralgia", "neuropathic pain"])
    form = ArticleForm(client, article)
    assert form.values["also_called"].split("\r\n") == ["neuralgia\nneuropathic pain"]
    form.send(also_called="  neuralgia \r\n\r\nnerve   pain\r\nneuralgia\r\n")
    article.refresh_from_db()
    assert article.also_called == ["neuralgia", "nerve pain"]


def test_a_slug_that_is_taken_is_refused_with_a_sentence(client: Client) -> None:
    make_article(slug="taken")
    answer = ArticleForm(client, make_article()).send(slug="taken")
    assert "Another article has this address already." in text_of(answer)


def test_a_review_can_not_be_due_before_one_took_place(client: Client) -> None:
    article = make_article()
    answer = ArticleForm(client, article).send(review_due="01/02/2030")
    tree = page(answer)
    field = tree.find_class("field-review_due")[0]
    assert "The next review can only be due after the last one" in field.text_content()
    assert tree.get_element_by_id("tab-trust").find_class("tabs__errors")


def test_hostile_markup_comes_out_harmless(client: Client) -> None:
    article = make_article(sections=[("One", "")], faqs=[("Two?", "")])
    hostile = '<p onclick="x()">Text<script>alert(1)</script> <a href="javascript:x()">a</a></p>'
    answer = ArticleForm(client, article).send(
        title="<script>alert(1)</script>",
        sections__0__heading="<img src=x onerror=alert(1)>",
        sections__0__body=hostile,
        faqs__0__answer=hostile,
    )
    assert article.sections.get().body == "<p>Text a</p>"
    assert article.faqs.get().answer == "<p>Text a</p>"
    for response in (answer, client.get("/admin/articles/article/")):
        content = response.content.decode()
        assert "<script>alert(1)" not in content
        assert "<img src=x" not in content


def test_control_characters_do_no_harm(client: Client) -> None:
    article = make_article(title="Title", sections=[("One", "")])
    answer = ArticleForm(client, article).send(title="Ti\x00tle")
    assert "Null characters are not allowed." in text_of(answer)
    ArticleForm(client, article).send(sections__0__body="<p>a\x00b</p>")
    assert article.sections.get().body == "<p>ab</p>"


@pytest.mark.slow
def test_an_article_of_500_sections_is_saved(client: Client) -> None:
    article = make_article(sections=[(f"Heading {number}", "") for number in range(500)])
    ArticleForm(client, article).send("_save", sections__499__heading="Last")
    assert article.sections.last().heading == "Last"


def test_links_by_slug_are_stored_by_id_and_shown_by_slug(client: Client) -> None:
    other = make_article(slug="migraine")
    article = make_article(sections=[("One", "")])
    link = '<p><a href="article:{}#symptoms">Migraine</a></p>'
    ArticleForm(client, article).send(sections__0__body=link.format("migraine"))
    assert article.sections.get().body == link.format(other.pk)
    shown = ArticleForm(client, article).values["sections-0-body"]
    assert shown == link.format("migraine")


def test_a_link_to_an_unknown_slug_is_pointed_out(client: Client) -> None:
    article = make_article(sections=[("One", "")])
    body = '<p><a href="article:no-such-thing">Words</a></p>'
    answer = ArticleForm(client, article).send(sections__0__body=body)
    assert "article:no-such-thing, but no article has that address" in text_of(answer)
    assert article.sections.get().body == body


# --- What is unique within an article ---


def test_two_rows_can_swap_their_people(client: Client) -> None:
    ada, grace = make_person("Ada"), make_person("Grace")
    article = make_article(authors=[ada, grace])
    ArticleForm(client, article).send(
        author_rows__0__person=grace.pk, author_rows__1__person=ada.pk
    )
    assert [row.person for row in article.author_rows.all()] == [grace, ada]


def test_two_sections_can_swap_their_anchors(client: Client) -> None:
    article = make_article(sections=[("One", ""), ("Two", "")])
    ArticleForm(client, article).send(sections__0__anchor="two", sections__1__anchor="one")
    assert list(article.sections.values_list("anchor", flat=True)) == ["two", "one"]


def test_a_person_who_was_removed_can_be_added_again_at_once(client: Client) -> None:
    ada = make_person("Ada")
    article = make_article(reviewers=[ada])
    form = ArticleForm(client, article)
    form.add("reviewer_rows", person=ada.pk)
    form.send(reviewer_rows__0__DELETE="on")
    assert article.reviewer_rows.get().person == ada


def test_nobody_is_listed_twice(client: Client) -> None:
    ada = make_person("Ada")
    article = make_article(authors=[ada])
    form = ArticleForm(client, article)
    form.add("author_rows", person=ada.pk)
    assert "This person is listed already." in text_of(form.send())
    assert article.author_rows.count() == 1


def test_two_sections_do_not_get_the_same_anchor(client: Client) -> None:
    article = make_article(sections=[("One", ""), ("Two", "")])
    answer = ArticleForm(client, article).send(sections__1__anchor="one")
    assert "Another one above has this anchor." in text_of(answer)


def test_an_article_is_not_related_to_itself(client: Client) -> None:
    article = make_article()
    form = ArticleForm(client, article)
    form.add("related_rows", target=article.pk)
    assert "An article can't be related to itself." in text_of(form.send())


# --- Who may ---


def test_who_may_only_look_gets_text_and_no_buttons(client_with) -> None:
    article = make_article(sections=[("One", "<p>Some <strong>words</strong>.</p>")])
    tree = page(client_with("view_article").get(url_of(article)))
    assert tree.xpath("//div[contains(@class, 'field-body')]//strong[text()='words']")
    buttons = " ".join(button.text_content() for button in tree.xpath("//form//button"))
    assert "Publish" not in buttons
    assert "Save" not in tree.text_content()
    assert not tree.xpath("//*[@data-add or @data-move or @data-remove]")


def test_who_may_change_articles_may_change_their_parts(client_with) -> None:
    article = make_article(sections=[("One", "")])
    ArticleForm(client_with("view_article", "change_article"), article).send(
        sections__0__heading="Changed"
    )
    assert article.sections.get().heading == "Changed"


def test_parts_posted_by_who_may_only_look_are_not_saved(client_with) -> None:
    article = make_article(sections=[("One", "")])
    form = ArticleForm(client_with("view_article"), article)
    answer = form.client.post(form.url, {"sections-0-heading": "Changed", "title": "Changed"})
    assert answer.status_code == 403
    article.refresh_from_db()
    assert article.title != "Changed"
    assert article.sections.get().heading == "One"


# --- Deleting ---


def test_a_live_article_is_not_deleted(client: Client) -> None:
    article = make_live_article()
    answer = client.post(url_of(article, "delete"), {"post": "yes"}, follow=True)
    assert "A live article can't be deleted. Unpublish it first." in text_of(answer)
    assert Article.objects.filter(pk=article.pk).exists()
    assert "Delete article" not in text_of(client.get(url_of(article)))


def test_a_draft_is_deleted(client: Client) -> None:
    article = make_article()
    assert "Delete article" in text_of(client.get(url_of(article)))
    client.post(url_of(article, "delete"), {"post": "yes"})
    assert not Article.objects.exists()


def test_an_article_that_another_one_picks_is_protected(client: Client) -> None:
    picked = make_article(title="Picked")
    make_article(title="Picking", related=[picked])
    answer = client.post(url_of(picked, "delete"), {"post": "yes"})
    assert "“Picking” picks it as a related article" in text_of(answer)
    assert Article.objects.count() == 2


# --- Queries ---


@pytest.mark.parametrize("size", [1, 8])
def test_the_page_costs_the_same_queries_for_any_number_of_parts(
    client: Client, size: int, django_assert_num_queries
) -> None:
    target = make_article(slug="target")
    link = f'<p><a href="article:{target.pk}">t</a></p>'
    article = make_live_article(
        sections=[(f"Heading {number}", link) for number in range(size)],
        faqs=[(f"Question {number}?", link) for number in range(size)],
        references=[{"title": f"Title {number}"} for number in range(size)],
        authors=[make_person() for _ in range(size)],
        reviewers=[make_person() for _ in range(size)],
        related=[make_article() for _ in range(size)],
        topic=make_topic(),
    )
    client.get(url_of(article))
    # Session and user; the queue's badge; what is scheduled; the article; its six lists of parts
    # and the slugs that sections and FAQs link to; for the status the article, its six lists and
    # its document; whether it may be deleted; the chosen topic; the thread of the review. For the
    # checks its people, the topic's interval, what it links to and picks, all questions (written
    # and live), and its sign-offs.
    with django_assert_num_queries(31):
        client.get(url_of(article))


def test_saving_without_an_edit_does_not_say_that_one_edited(client: Client, editor) -> None:
    article = make_article(faqs=[("Why?", "<p>So.</p>")], references=[{"title": "A study"}])
    ArticleForm(client, article).send()
    article.refresh_from_db()
    assert article.modified_by is None
    ArticleForm(client, article).send(faqs__0__question="Why not?")
    article.refresh_from_db()
    assert article.modified_by == editor
