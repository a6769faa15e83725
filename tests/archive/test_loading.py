"""What is refused at loading, and that nothing of it stays."""

import zipfile
from pathlib import Path

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from articles.archive.exporting import export
from articles.archive.layout import Style
from articles.archive.loading import delete_everything
from articles.archive.targets import write_folder, zip_of
from articles.editorial import publishing
from articles.models import Article, Edition, Person, Topic
from tests.editorial.tables import document_rows, rows_of
from tests.factories import make_article, make_live_article, make_person, make_topic, make_user
from tests.roles import make_member

pytestmark = pytest.mark.django_db
SUFFIXES = {Style.MARKDOWN: "md", Style.JSON: "json"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The export of a small database, which is empty now."""
    folder = tmp_path / "export"
    writer = make_user(username="ada", password="secret")
    topic = make_topic(slug="pain")
    make_person(slug="nell", account=writer)
    make_article(slug="draft", topic=topic)
    article = make_live_article(slug="statins", topic=topic, summary="What they do.")
    Article.objects.filter(pk=article.pk).update(title="Edited since", modified_by=writer)
    write_folder(folder, export(Style.JSON), Style.JSON)
    delete_everything()
    return folder


def load(path: Path, **options: object) -> None:
    call_command("load_export", str(path), **options)


def altered(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def refused(path: Path, match: str, **options: object) -> None:
    before = rows_of()
    with pytest.raises(CommandError, match=match):
        load(path, **options)
    assert rows_of() == before


def test_readers_get_the_article_and_editors_their_draft_of_it(folder):
    load(folder)
    answer = Client().get("/api/v1/articles/statins/").json()
    assert (answer["summary"], answer["topic"]["slug"]) == ("What they do.", "pain")
    assert Article.objects.get(slug="statins").title == "Edited since"
    assert Client().get("/api/v1/articles/draft/").status_code == 404
    assert Person.objects.get().account == get_user_model().objects.get(username="ada")


def test_an_account_that_is_not_here_is_made_and_lets_nobody_in(folder, capsys):
    get_user_model().objects.all().delete()
    load(folder)
    account = get_user_model().objects.get(username="ada")
    assert (account.is_active, account.has_usable_password()) == (False, False)
    assert authenticate(username="ada", password="secret") is None
    assert "ada" in capsys.readouterr().out


def test_what_is_written_afterwards_gets_ids_of_its_own(folder):
    load(folder)
    make_topic()
    publishing.publish(Article.objects.get(slug="draft"), by=None)
    assert Edition.objects.count() == 2


def test_a_zip_file_is_loaded_too(tmp_path):
    make_live_article(slug="statins")
    before = document_rows()
    path = tmp_path / "export.zip"
    path.write_bytes(b"".join(zip_of(export(Style.MARKDOWN))))
    delete_everything()
    load(path)
    assert document_rows() == before


@pytest.mark.parametrize("style", Style)
def test_the_day_of_a_publication_elsewhere_comes_back(tmp_path, style):
    make_live_article(slug="statins", first_published_on="2019-05-03")
    before, files = document_rows(), {name: b"".join(part) for name, part in export(style)}
    assert b"2019-05-03" in files[f"articles/statins.{SUFFIXES[style]}"]
    write_folder(tmp_path / "export", export(style), style)
    delete_everything()
    load(tmp_path / "export")
    assert document_rows() == before
    assert {name: b"".join(part) for name, part in export(style)} == files


def test_a_database_that_is_not_empty_is_left_alone(folder):
    make_topic()
    refused(folder, "topics here already")


def test_an_export_takes_the_place_of_what_is_here_where_that_is_wanted(folder):
    make_live_article(slug="other", topic=make_topic(slug="gone"))
    load(folder, replace=True)
    assert list(Topic.objects.values_list("slug", flat=True)) == ["pain"]
    assert Client().get("/api/v1/articles/other/").status_code == 404


def test_a_broken_export_takes_nothing_away(folder):
    altered(folder, "editions/statins.jsonl", "What they do.", "What they undo.")
    make_live_article(slug="other")
    refused(folder, "editions/statins.jsonl, line 1: .* altered", replace=True)


def test_documents_that_come_out_different_are_told(folder, settings, capsys):
    settings.SITE_NAME, settings.FRONTEND_ARTICLE_URL = "Other", "/other/{slug}/"
    load(folder)
    assert "1 documents are not those of the export" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "old", "new", "match"),
    [
        ("galley.json", "true", "false", "not finished"),
        ("galley.json", '_export": 1', '_export": 2', "format 2"),
        ("topics.jsonl", '"slug"', '"mood"', "topics.jsonl, line 1: “mood” is no column"),
        ("topics.jsonl", '"pain"', "[]", "can't be a list"),
        ("topics.jsonl", '"id":', '"id":"x', "no JSON"),
        ("topics.jsonl", '{"id"', '["id"', "no JSON"),
        ("people.jsonl", '"ada"', '"eve"', "no account “eve”"),
        ("articles/draft.json", '"pain"', '"gout"', "articles/draft.json: There is no topic"),
        ("articles/draft.json", '"slug"', '"snail"', "slug must be text"),
        ("articles/draft.json", '"slug": "draft"', '"slug": "statins"', "slug “statins” too"),
        ("articles/draft.json", '"plain"', '"shouted"', "The database refuses"),
        ("articles/draft.json", '"level": 1', '"level": "x"', "is not what stands there"),
        ("articles/statins.json", '"ada"', '"eve"', "no account “eve”"),
        ("changes.jsonl", '"edition_number":1', '"edition_number":null', "The database refuses"),
        ("editions/statins.jsonl", '"published_at":"2', '"published_at":"x', "published_at can't"),
        ("editions/statins.jsonl", '"sign_off":null', '"sign_off":77', "The database refuses"),
    ],
    ids=range(16),
)
def test_what_is_wrong_is_told_with_its_place(folder, name, old, new, match):
    altered(folder, name, old, new)
    refused(folder, match)


def test_half_an_export_is_refused(folder):
    (folder / "galley.json").unlink()
    refused(folder, "half of one")


def test_a_link_to_a_file_elsewhere_is_not_followed(folder, tmp_path):
    (tmp_path / "secret.json").write_text("{}")
    (folder / "articles/secret.json").symlink_to(tmp_path / "secret.json")
    refused(folder, "link")


@pytest.mark.parametrize("name", ["../evil.json", "/etc/evil", "articles/../../evil.json", "evil"])
def test_a_zip_file_with_names_that_lead_elsewhere_is_refused(tmp_path, name):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "{}")
    refused(path, "no file of an export")


def test_a_zip_file_cut_short_is_refused(tmp_path):
    make_live_article()
    path = tmp_path / "export.zip"
    path.write_bytes(b"".join(zip_of(export(Style.JSON)))[:-100])
    refused(path, "sound zip file")


def test_a_file_beyond_all_measure_is_not_read(folder, monkeypatch):
    monkeypatch.setattr("articles.archive.layout.MAX_ARTICLE", 500)
    refused(folder, "has more than")


def test_a_path_that_is_not_there_is_told(tmp_path):
    refused(tmp_path / "nowhere", "There is no")


def test_logins_move_with_their_passwords(tmp_path):
    """As the README says, for the way from SQLite to PostgreSQL."""
    writer = make_member("Publishers", username="ada", password="secret")
    publishing.publish(make_article(), by=None)
    Article.objects.update(modified_by=writer)
    accounts, folder = tmp_path / "accounts.json", tmp_path / "export"
    models = ("auth.group", "auth.user")
    named = {"use_natural_primary_keys": True, "use_natural_foreign_keys": True}
    call_command("dumpdata", *models, output=str(accounts), **named)
    write_folder(folder, export(Style.JSON), Style.JSON)
    delete_everything()
    get_user_model().objects.all().delete()
    call_command("loaddata", str(accounts), verbosity=0)
    load(folder)
    account = authenticate(username="ada", password="secret")
    assert account == Article.objects.get().modified_by
    assert account.has_perm("articles.publish_article")
