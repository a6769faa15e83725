"""What an export looks like to those who read it."""

import io
import json
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from articles.archive.exporting import export
from articles.archive.layout import Style, file_stem
from articles.archive.targets import zip_of
from articles.editorial import publishing
from articles.models import Article, Topic
from tests.factories import make_article, make_live_article, make_person, make_topic, make_user

pytestmark = pytest.mark.django_db


def export_to(folder: Path, style: str = "json") -> list[str]:
    call_command("export_articles", str(folder), format=Style(style), verbosity=0)
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.*") if path.is_file())


def test_an_article_is_a_file_that_people_can_read(tmp_path):
    person, other = make_person(slug="nell"), make_live_article(slug="statins")
    make_article(
        slug="nerve-pain",
        title="Nerve pain",
        topic=make_topic(slug="pain"),
        authors=[person],
        related=[other],
        sections=[("How it feels", f'<p>See <a href="article:{other.pk}">statins</a>.</p>')],
        faqs=[{"question": "Why?", "answer": "<p>So.</p>", "also_asked": "How come?"}],
    )
    export_to(tmp_path, "markdown")
    text = (tmp_path / "articles/nerve-pain.md").read_text()
    assert "topic: pain\n" in text
    assert "- slug: nell\n" in text
    assert "## How it feels {#how-it-feels}\n\nSee [statins](article:statins).\n" in text
    assert "### Why? {#why}\n\nAlso asked: How come?\n\nSo.\n" in text


def test_an_article_as_json_names_things_by_slug(tmp_path):
    make_article(slug="nerve-pain", topic=make_topic(slug="pain"))
    export_to(tmp_path)
    values = json.loads((tmp_path / "articles/nerve-pain.json").read_text())
    assert (values["topic"], values["sections"][0]["heading"]) == ("pain", "Overview")


def test_a_text_that_markdown_can_not_say_stands_in_it_as_html(tmp_path):
    body = "<table><tbody><tr><th>Dose</th><td>2 mg</td></tr></tbody></table>"
    make_article(slug="doses", sections=[("Doses", body), ("More", "<p>Words.</p>")])
    export_to(tmp_path, "markdown")
    text = (tmp_path / "articles/doses.md").read_text()
    assert "<table>" in text
    assert "\nWords.\n" in text


def test_an_article_that_markdown_can_not_say_is_told_and_exported_as_json(tmp_path, capsys):
    make_article(slug="empty", sections=[("Nothing yet", "")])
    call_command("export_articles", str(tmp_path), format=Style.MARKDOWN)
    assert (tmp_path / "articles/empty.json").exists()
    assert "1 of them as JSON" in capsys.readouterr().out


def test_an_export_holds_no_password_and_only_accounts_that_something_names(tmp_path):
    writer = make_user(username="ada", password="very-secret", is_superuser=True)
    make_user(username="bob")
    publishing.publish(make_article(), by=writer, exception_reason="Urgent.")
    export_to(tmp_path)
    accounts = (tmp_path / "accounts.jsonl").read_text()
    assert accounts == '{"username":"ada","first_name":"","last_name":""}\n'


def test_the_history_of_a_deleted_article_is_exported(tmp_path):
    article = make_live_article(title="Gone", slug="gone")
    key = article.pk
    publishing.unpublish(article, by=None)
    article.delete()
    export_to(tmp_path)
    (line,) = (tmp_path / f"editions/{key}.jsonl").read_text().splitlines()
    assert json.loads(json.loads(line)["content"])["title"] == "Gone"


def test_a_second_export_replaces_the_first_and_leaves_what_is_not_its_own(tmp_path):
    article = make_live_article(slug="old")
    export_to(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "articles/.gitkeep").touch()
    Article.objects.filter(pk=article.pk).update(slug="new")
    names = export_to(tmp_path, "markdown")
    assert {name for name in names if "/" in name} == {
        *("articles/.gitkeep", "articles/new.md", "editions/new.jsonl")
    }
    assert (tmp_path / ".git").exists()


def test_an_export_overwrites_no_folder_of_something_else(tmp_path):
    (tmp_path / "thesis.txt").write_text("Mine.")
    with pytest.raises(CommandError, match="no export"):
        export_to(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_export_follows_no_link(tmp_path):
    outside, folder = tmp_path / "outside", tmp_path / "export"
    outside.mkdir()
    export_to(folder)
    (folder / "articles").rmdir()
    (folder / "articles").symlink_to(outside)
    with pytest.raises(CommandError, match="link"):
        export_to(folder)


@pytest.mark.parametrize(
    "slug", ["../../etc/passwd", "CON", "con", "Ärger", "A", "", ".", "a" * 200, "-" * 190]
)
def test_a_slug_that_is_no_safe_name_is_none(slug):
    article = make_article()
    assert file_stem(slug, article.pk) == str(article.pk)


def test_an_article_whose_slug_is_the_id_of_another_has_a_file_of_its_own():
    first, second = make_article(), make_article()
    assert file_stem(str(first.pk), second.pk) != file_stem("", first.pk)


def test_the_same_database_gives_the_same_zip_file():
    make_live_article(slug="statins")
    first, second = (b"".join(zip_of(export(Style.JSON))) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert {"articles/statins.json", "editions/statins.jsonl"} <= set(archive.namelist())


@pytest.mark.django_db(transaction=True)
def test_an_export_is_of_one_moment_and_no_editor_waits_for_it(tmp_path):
    make_topic(slug="before")
    files = iter(export(Style.JSON))
    found = {next(files)[0]: b""}

    def write() -> None:
        make_topic(slug="meanwhile")
        connection.close()

    writer: Any = threading.Thread(target=write)
    writer.start()
    writer.join(timeout=10)
    assert not writer.is_alive()
    found |= {name: b"".join(pieces) for name, pieces in files}
    assert b"before" in found["topics.jsonl"]
    assert b"meanwhile" not in found["topics.jsonl"]
    assert Topic.objects.count() == 2
