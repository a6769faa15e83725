"""What axe finds on a page: no violation that keeps somebody from working."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

BARRIERS = ("serious", "critical")


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
