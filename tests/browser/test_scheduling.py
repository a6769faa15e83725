"""Scheduling in a browser whose clock is another than the server's."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, expect

from articles.editorial.due import do_due_acts
from articles.models import Document, Schedule
from tests.factories import make_article

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NEW_YORK = "America/New_York"


def test_an_editor_in_new_york_schedules_on_new_yorks_clock(
    chromium: Browser, live_server: Any, editor: Any
) -> None:
    article = make_article(title="Nerve pain")
    client = Client()
    client.force_login(editor)
    context = chromium.new_context(base_url=live_server.url, timezone_id=NEW_YORK)
    context.set_default_timeout(10_000)
    context.add_cookies(
        [
            {
                "name": "sessionid",
                "value": client.cookies[django_settings.SESSION_COOKIE_NAME].value,
                "domain": str(urlsplit(live_server.url).hostname),
                "path": "/",
            }
        ]
    )
    page = context.new_page()
    page.goto("/admin/")  # The browser tells its zone with the next request.
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.get_by_role("link", name="Schedule…").click()
    tomorrow = datetime.now(ZoneInfo(NEW_YORK)) + timedelta(days=1)
    due_at = tomorrow.replace(hour=9, minute=30, second=0, microsecond=0)
    page.get_by_label("I have read these warnings").check()
    page.get_by_label(f"When ({NEW_YORK} time)").first.fill(f"{due_at:%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Schedule publishing").click()
    expect(page.get_by_text(f"09:30 ({NEW_YORK} time)").first).to_be_visible()
    assert Schedule.objects.get().due_at == due_at
    do_due_acts(now=due_at)
    page.reload()
    expect(page.get_by_text("Readers get exactly what is saved here.")).to_be_visible()
    assert Document.objects.get().title == "Nerve pain"
    context.close()
