"""The guides in a browser: read, copied from, and their own page opened."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from articles.api.guides import NAMES
from articles.importers import demo
from tests.api.guides.examples import file_of

from .accessibility import barriers_by_look

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
GUIDES = "/api/v1/docs/guides/"


@pytest.mark.parametrize("path", ["", *(f"{name}/" for name in NAMES)])
def test_a_guide_can_be_read_by_everybody(page, path):
    page.goto(GUIDES + path)
    assert barriers_by_look(page) == {}


def test_code_is_copied_as_it_stands(page, live_server):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{GUIDES}quick-start/")
    program = page.locator("figure", has_text="articles.py").first
    program.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == file_of("quick-start", "articles.py", live_server.url)


def test_the_guides_are_found_from_the_reference(page):
    page.goto("/api/v1/docs/")
    page.get_by_role("navigation", name="Docs").get_by_role("link", name="Quick start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quick start")


def test_the_page_of_the_quick_start_works_on_another_site(window, live_server):
    """Its last request is wrong on purpose, of which the browser complains in its console."""
    demo.load_content(settings.BASE_DIR / "fixtures")
    page = window.new_page()
    page.set_content(file_of("quick-start", "articles.html", live_server.url))
    expect(page.locator("#list li")).to_have_text(
        [
            "CBT for insomnia: the treatment to try first",
            "Melatonin: when it helps sleep, and when it does not",
            "Obstructive sleep apnoea: snoring that needs attention",
        ]
    )
    expect(page.locator("h1")).to_have_text("Statins: benefits, side effects and how to decide")
    expect(page.locator("#what-statins-do + div")).not_to_be_empty()
    expect(page.locator("#found li").first).to_contain_text("Nerve pain")
    expect(page.locator("#wrong")).to_contain_text("topc: There is no such parameter here.")
    page.close()
