"""What axe finds on a page: no violation that keeps somebody from working."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .conftest import WINDOW

BARRIERS = ("serious", "critical")
PHONE = {"width": 390, "height": 844}


def barriers_on(page: Page) -> list[str]:
    """The serious and critical violations on the page as it is now, each with its elements."""
    # Colours that fade in would be measured half way. One that is cancelled has ended, too.
    page.evaluate("() => Promise.allSettled(document.getAnimations().map((each) => each.finished))")
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['help']} ({violation['id']}): {node['html']}"
        for violation in found
        if violation["impact"] in BARRIERS
        for node in violation["nodes"]
    ]


def sideways_on(page: Page) -> list[str]:
    """Whether the page is too wide for its window, as a barrier."""
    is_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return ["The page scrolls sideways."] if is_wide else []


def barriers_by_look(page: Page) -> dict[str, list[str]]:
    """What is in somebody's way, in light and dark, in a window and on a phone; empty looks are
    left out. For pages that follow the system's colours."""
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for name, size in (("window", WINDOW), ("phone", PHONE)):
            page.set_viewport_size(size)
            found[f"{name}, {scheme}"] = [*barriers_on(page), *sideways_on(page)]
    return {look: barriers for look, barriers in found.items() if barriers}
