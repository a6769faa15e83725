"""Whatever was written: exporting it and loading the export gives the same again."""

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from articles.archive import tables
from articles.archive.exporting import export
from articles.archive.layout import Style
from articles.archive.loading import delete_everything, load
from articles.archive.sources import FolderSource
from articles.archive.targets import write_folder
from articles.documents.loading import load_many
from articles.documents.richtext import sanitise
from articles.models import Article, Section
from tests.editorial.tables import document_rows, rows_of
from tests.editorial.test_any_history import LATER, START, a_desk, do, histories

HELD = [table.model.__name__ for table in tables.ALL_TABLES]

days = st.dates(max_value=date(2025, 12, 31))  # Before START.
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20
)
bodies = st.lists(
    st.one_of(
        texts.map(lambda text: f"<p>{text}</p>"),
        texts.map(lambda text: f"<p>1. {text} <strong>{text}</strong> *{text}* # {text}</p>"),
        st.sampled_from(
            [
                "<ul><li>one<ol><li>two</li></ol></li></ul>",
                "<pre><code>a\n\n  b</code></pre>",
                "<table><tr><th>a</th></tr><tr><td>b|c</td></tr></table>",
                "<p>H<sub>2</sub>O<br>and <em>on</em></p>",
                '<p><a href="article:nowhere#x">there</a></p>',
            ]
        ),
    ),
    max_size=3,
).map(lambda parts: sanitise("".join(parts)))


def files_of(style: Style) -> dict[str, bytes]:
    return {name: b"".join(pieces) for name, pieces in export(style)}


def everything() -> Any:
    accounts = get_user_model().objects.values_list("pk", "username")
    contents = {str(key): content for key, content in load_many(Article.objects.all()).items()}
    rows = {name: sorted(map(repr, found)) for name, found in rows_of(*HELD).items()}
    return document_rows(), rows, contents, dict(accounts)


@pytest.mark.slow
@pytest.mark.parametrize("style", Style)
@pytest.mark.django_db
@hypothesis.settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    histories,
    st.lists(bodies, min_size=3, max_size=3),
    st.fixed_dictionaries({"title": texts, "first_published_on": st.none() | days}),
)
def test_any_history_comes_back_byte_for_byte(settings, style, acts, written, head):
    settings.REQUIRE_SIGN_OFF = False
    with time_machine.travel(START, tick=False) as clock, a_desk() as desk:
        for article, body in zip(desk.articles, written, strict=True):
            Section.objects.filter(article=article).update(body=body)
        Article.objects.filter(pk=desk.articles[0].pk).update(**head)
        for act, which, word in acts:
            clock.shift(timedelta(hours=5))
            do(act, desk, desk.articles[which], word)
        before, files = everything(), files_of(style)
        with tempfile.TemporaryDirectory() as folder:
            write_folder(Path(folder), export(style), style)
            delete_everything()
            loaded = load(FolderSource(Path(folder)), at=LATER)
        assert loaded.different == []
        assert everything() == before
        assert files_of(style) == files


def test_every_model_is_exported_derived_or_left_out():
    """A new model is an export's business: say in `archive.tables` which it is."""
    held: list[type[Model]] = [table.model for table in tables.ALL_TABLES]
    models = apps.get_app_config("articles").get_models(include_auto_created=True)
    known = [*held, *tables.WORKING_COPIES, *tables.DERIVED, *tables.LEFT_OUT]
    assert sorted(model.__name__ for model in known) == sorted(model.__name__ for model in models)
