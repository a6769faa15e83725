"""Filling in the admin's forms as a browser does: what the page has, with what the test changes."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import html

from articles.models import Article


def page(response: HttpResponse) -> html.HtmlElement:
    assert response.status_code == 200, response.status_code
    return html.fromstring(response.content.decode())


def text_of(response: HttpResponse) -> str:
    """What is written on the page, with single spaces."""
    return " ".join(page(response).text_content().split())


def url_of(article: Article, name: str = "change") -> str:
    return f"/admin/articles/article/{article.pk}/{name}/"


class ArticleForm:
    """The form of an article's page."""

    def __init__(self, client: Client, article: Article | None = None) -> None:
        self.client = client
        self.url = url_of(article) if article else "/admin/articles/article/add/"
        form = page(client.get(self.url)).get_element_by_id("article_form")
        # An empty row stands in a template, which a browser doesn't send.
        self.values: dict[str, Any] = {
            # A browser drops the first line break of a textarea.
            name: value.removeprefix("\n")
            for name, value in form.form_values()
            if "__prefix__" not in name
        }

    def add(self, prefix: str, **fields: Any) -> None:
        """Add a row as the page's script does, behind the others."""
        number = int(self.values[f"{prefix}-TOTAL_FORMS"])
        self.values[f"{prefix}-TOTAL_FORMS"] = number + 1
        defaults = {"level": 1, "kind": "plain"} if prefix == "sections" else {}
        for name, value in (defaults | {"position": number + 1} | fields).items():
            self.values[f"{prefix}-{number}-{name}"] = value

    def send(self, button: str = "_continue", **changes: Any) -> HttpResponse:
        """Send the form; names in `changes` may have `__` where the form has a hyphen."""
        renamed = {name.replace("__", "-"): value for name, value in changes.items()}
        return self.client.post(self.url, self.values | renamed | {button: "1"}, follow=True)
