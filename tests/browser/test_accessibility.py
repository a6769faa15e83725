"""Our screens, looked at by axe: in light and dark, and on a phone."""

import pytest

from .accessibility import PHONE, barriers_on, sideways_on
from .article_page import ArticlePage
from .conftest import WINDOW
from .screens import SCREENS, World

# Every screen, three times over.
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_can_be_used_by_everybody(article_page: ArticlePage, editor, name: str) -> None:
    page = article_page.page
    world = World(editor)
    go = SCREENS[name]
    # The pages of a large article take their time where many tests run at once.
    page.set_default_navigation_timeout(30_000)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    go(page, world)
    page.wait_for_load_state("networkidle")
    found = {"light": barriers_on(page)}
    page.evaluate("document.documentElement.classList.add('dark')")
    found["dark"] = barriers_on(page)
    page.evaluate("document.documentElement.classList.remove('dark')")
    page.set_viewport_size(PHONE)
    found["phone"] = barriers_on(page)
    for look, size in (("phone", PHONE), ("window", WINDOW)):
        page.set_viewport_size(size)
        found[f"{look}, sideways"] = sideways_on(page)
    assert {look: each for look, each in found.items() if each} == {}
