"""The start page and the queue, as somebody uses them all day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.editorial import review
from tests.desk import edit, schedule, sign_off, written_by
from tests.factories import make_article, make_live_article, make_person, make_topic
from tests.roles import ADMINISTRATORS, REVIEWERS, WRITERS, make_member

from .accessibility import barriers_on

pytestmark = pytest.mark.slow

START, QUEUE = "/admin/", "/admin/queue/"


@pytest.fixture
def full_desk(transactional_db: None) -> Any:
    """Something in every list; gives an administrator who is a reviewer too."""
    administrator = make_member(ADMINISTRATORS, username="ada")
    writer, reviewer = make_member(WRITERS, username="wim"), make_member(REVIEWERS)
    person = make_person("Ann Lee", credentials="MD", account=administrator)
    topic = make_topic("Pain")
    article = written_by(writer, title="Nerve pain", topic=topic)
    review.request_review(article, by=writer, reviewer=person, comment="Mind the dose.")
    review.request_changes(written_by(administrator), by=reviewer, comment="More sources.")
    outdated = written_by(administrator, topic=topic)
    sign_off(outdated, reviewer)
    edit(outdated, by=administrator)
    sign_off(written_by(writer), reviewer)
    schedule(make_article(topic=topic), administrator, note="The 2026 guideline.")
    for days in (-40, 3, 45):
        due = timezone.localdate() + timedelta(days=days)
        make_live_article(topic=topic, reviewed_on=date(2020, 1, 1), review_due=due)
    return administrator


def test_a_reviewer_goes_from_the_start_page_to_the_signature_by_keyboard(
    page: Page, become, full_desk
) -> None:
    become(full_desk)
    page.goto(START)
    page.get_by_role("link", name="Waiting for you 4").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Waiting for you 4")).to_be_in_viewport()
    row = page.get_by_role("row").filter(has_text="Mind the dose.")
    expect(row).to_contain_text("wim asks you for a review")
    page.get_by_role("link", name="Review… Nerve pain").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign off")).to_be_visible()


def test_the_keyboard_skips_the_sidebar(page: Page, become, full_desk) -> None:
    become(full_desk)
    page.goto(QUEUE)
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Waiting for you 4")).to_be_focused()


def test_the_arrow_of_the_topics_lies_on_their_list(page: Page, become, full_desk) -> None:
    become(full_desk)
    page.goto(QUEUE)
    topics = page.get_by_label("Topic").bounding_box()
    arrow = page.locator(".desk__filter .material-symbols-outlined").bounding_box()
    assert topics
    assert arrow
    assert arrow["x"] + arrow["width"] <= topics["x"] + topics["width"]


def test_the_queue_is_filtered_by_topic_and_time_without_losing_either(
    page: Page, become, full_desk
) -> None:
    become(full_desk)
    page.goto(QUEUE)
    page.get_by_role("link", name="Overdue 1").click()
    page.get_by_label("Topic").select_option("Pain")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("link", name="Overdue 1")).to_have_attribute("aria-current", "true")
    expect(page.get_by_text("40 days overdue")).to_be_visible()
    page.get_by_role("link", name="Show all topics").click()
    expect(page.get_by_role("heading", name="Waiting for you 4")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_desk_has_no_barriers_and_no_sideways_scrolling(
    page: Page, become, full_desk, theme: str, width: int
) -> None:
    become(full_desk)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    for address in (START, QUEUE):
        page.goto(address)
        expect(page.locator(".desk")).to_be_visible()
        assert barriers_on(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_button_without_a_name_is_a_barrier(page: Page) -> None:
    page.set_content("<main><button></button></main>")
    assert [barrier for barrier in barriers_on(page) if "button-name" in barrier]
