"""The Import page, as an administrator sees it: from the file to the articles."""

import csv
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from articles.models import Article, ImportJob

from .accessibility import barriers_on
from .article_page import ArticlePage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<rss xmlns:wp="http://wordpress.org/export/1.2/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<item><title>Heart &amp;amp; <![CDATA[&#8220;lungs&#8221;]]></title><guid>a</guid>
  <content:encoded>Words [toc] and more.</content:encoded></item>
<item><title>Nerves</title><guid>b</guid><content:encoded>Words.</content:encoded></item>
<item><title>Nothing &amp;amp; nothing</title><guid>c</guid>
  <content:encoded></content:encoded></item>
</channel></rss>
"""


def work(page: Page) -> None:
    """What the worker does, once the page has shown how far it is."""
    ImportJob.objects.update(steps=7)
    expect(page.get_by_role("status")).to_contain_text("Steps so far: 7")
    assert barriers_on(page) == []
    call_command("run_import", ImportJob.objects.get().pk)


def test_an_export_is_looked_through_then_imported_and_what_failed_is_a_file(
    article_page: ArticlePage, tmp_path: Path
) -> None:
    page = article_page.page
    file = tmp_path / "export.xml"
    file.write_text(EXPORT)
    page.goto("/admin/articles/importjob/add/")
    assert barriers_on(page) == []
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look through it").click()
    expect(page.get_by_role("status")).to_contain_text("Being looked through")
    work(page)

    state = page.get_by_role("status")
    expect(state).to_contain_text("Nothing is imported yet. 1 failed, 2 would be created.")
    entries = page.locator(".bulk__failures > li")
    expect(entries.first).to_contain_text("Nothing & nothing")
    expect(entries.first).to_contain_text("failed: The post has no text.")
    expect(entries.nth(1)).to_contain_text("Heart & “lungs”")
    expect(entries.nth(1)).to_contain_text("would be created")
    assert barriers_on(page) == []
    assert not Article.objects.exists()

    page.get_by_role("button", name="Import", exact=True).click()
    expect(state).to_contain_text("Being imported")
    work(page)
    expect(state).to_contain_text("Imported. 2 created, 1 failed.")
    assert barriers_on(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("CSV")).click()
    rows = list(csv.reader(download.value.path().read_text("utf-8-sig").splitlines()))
    assert ["export.xml: Nothing & nothing", "", "failed", "The post has no text."] in rows
    assert any(row[3] == "the shortcode [toc] was left out" for row in rows)

    page.get_by_role("link", name="Heart & “lungs”").click()
    expect(page.locator("#id_title")).to_have_value("Heart & “lungs”")
