"""The Import page: a file is taken, looked through, and imported when somebody says so."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from articles.importers import jobs
from articles.models import Article, Document, ImportChunk, ImportJob, ImportState
from tests.factories import make_live_article
from tests.importers.wxr import post, wxr
from tests.roles import ADMINISTRATORS, PUBLISHERS, WRITERS, make_member

from .pages import text_of

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parents[1] / "importers" / "samples"
LIST = "/admin/articles/importjob/"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def administrator(client):
    user = make_member(ADMINISTRATORS)
    client.force_login(user)
    return user


@pytest.fixture
def upload(administrator, client):
    def send(name="wordpress.xml", data=None, **values):
        content = data if data is not None else (SAMPLES / name).read_bytes()
        file = SimpleUploadedFile(name, content)
        response = client.post(f"{LIST}add/", {"file": file, "format": "auto"} | values)
        return ImportJob.objects.latest("created_at") if response.status_code == 302 else response

    return send


def url(job, act="change/"):
    return f"{LIST}{job.pk}/{act}"


def test_a_file_is_looked_through_before_anything_is_stored(upload, client):
    job = upload()
    assert "Being looked through" in text_of(client.get(url(job)))
    call_command("run_import", job.pk)
    told = text_of(client.get(url(job)))
    assert "Nothing is imported yet. 2 left out, 2 would be created." in " ".join(told.split())
    assert "the shortcode [contact-form-7] was left out" in told
    assert not Article.objects.exists()


def test_it_is_imported_when_somebody_says_so(upload, client):
    job = upload()
    call_command("run_import", job.pk)
    client.post(url(job, "store"))
    call_command("run_import", job.pk)
    job.refresh_from_db()
    assert job.state == ImportState.STORED
    assert Article.objects.count() == 2
    assert not ImportChunk.objects.exists()
    key = Article.objects.get(slug="gout-and-you").pk
    assert f"/admin/articles/article/{key}/change/" in client.get(url(job)).content.decode()


def test_the_report_says_how_many_links_lead_from_one_article_to_another(upload, client):
    address = "https://blog.example.org/diet/"
    posts = post(
        "gout", f'<a href="{address}">This</a>', more="<link>https://blog.example.org/gout/</link>"
    )
    posts += post("diet", more=f"<link>{address}</link>", status="publish")
    job = upload("links.xml", wxr(posts))
    call_command("run_import", job.pk)
    told = "Links from one imported article to another: 1."
    assert told in " ".join(text_of(client.get(url(job))).split())
    client.post(url(job, "store"))
    call_command("run_import", job.pk)
    assert told in " ".join(text_of(client.get(url(job))).split())


def test_what_failed_is_a_file_with_the_reasons(upload, client):
    job = upload("broken.xml", b"<rss><channel><item><title>=T</title></item></channel>")
    call_command("run_import", job.pk)
    text = client.get(url(job, "failures.csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert ["failed", "The post has no text."] in [row[2:] for row in rows]
    assert any("no sound XML" in row[3] for row in rows)


def test_what_was_edited_here_is_replaced_only_if_asked(upload, client):
    for _ in range(2):
        job = upload()
        call_command("run_import", job.pk)
        client.post(url(job, "store"))
        call_command("run_import", job.pk)
        Article.objects.filter(slug="gout-and-you").update(title="Edited")
    job = upload()
    call_command("run_import", job.pk)
    assert "Also replace the 1 that were edited" in text_of(client.get(url(job)))
    client.post(url(job, "store"), {"overwrite": "on"})
    call_command("run_import", job.pk)
    assert Article.objects.get(slug="gout-and-you").title == "Gout & you"


def test_a_file_of_no_known_kind_says_so(upload, client):
    job = upload("thing.bin", b"x")
    call_command("run_import", job.pk)
    assert "choose a format" in text_of(client.get(url(job)))


def test_a_large_file_is_kept_in_pieces_and_comes_out_whole(upload):
    data = (SAMPLES / "wordpress.xml").read_bytes() + b" " * 3_500_000
    job = upload(data=data)
    chunks = ImportChunk.objects.filter(job=job)
    assert chunks.count() > 3
    assert b"".join(bytes(chunk.data) for chunk in chunks) == data


def test_nothing_is_stored_before_it_was_looked_through(upload, client):
    job = upload()
    client.post(url(job, "store"))
    job.refresh_from_db()
    assert job.state == ImportState.CHECKING


@pytest.mark.parametrize("group", [WRITERS, PUBLISHERS])
def test_only_administrators_import(client, group):
    client.force_login(make_member(group))
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.get(LIST).status_code == 403


def test_a_link_stores_nothing(upload, client):
    assert client.get(url(upload(), "store")).status_code == 405


def test_a_job_that_another_process_took_is_left_to_it(upload, monkeypatch):
    monkeypatch.setattr(jobs, "RENEWAL", 0)
    job = upload()

    def work(path, job, step):
        ImportJob.objects.update(leased_until=timezone.now() + jobs.START)
        step()

    with pytest.raises(jobs.LeaseLostError):
        jobs.run(job, work)


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_it_in_a_process_of_its_own(upload, monkeypatch):
    started = []
    monkeypatch.setattr(
        jobs.subprocess, "Popen", lambda command, **_: started.append(command) or Ended()
    )
    job = upload()
    assert jobs.start_some(timezone.now())
    assert not jobs.start_some(timezone.now())
    assert [command[-2:] for command in started] == [["run_import", str(job.pk)]]


class Ended:
    def poll(self):
        return 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("style", ["json", "markdown"])
def test_everything_is_exported_as_a_zip_that_load_export_takes(client, tmp_path, style):
    client.force_login(make_member(ADMINISTRATORS))
    make_live_article(slug="gout")
    before = Document.objects.get().formats
    answer = client.post(f"{LIST}export.zip", {"format": style})
    assert answer["Content-Disposition"].endswith(f'{style}.zip"')
    file = tmp_path / "export.zip"
    file.write_bytes(b"".join(answer.streaming_content))
    call_command("load_export", str(file), "--replace", verbosity=0)
    assert Document.objects.get().formats == before


def test_only_administrators_export(client):
    client.force_login(make_member(PUBLISHERS))
    assert client.post(f"{LIST}export.zip").status_code == 403


def test_the_web_process_does_not_load_what_reads_pages():
    code = (
        "import config.wsgi, sys; from django.urls import resolve; resolve('/admin/');"
        "print({'trafilatura', 'dateparser', 'ijson'} & set(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "set()"
