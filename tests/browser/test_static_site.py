"""A front end's first use of the API: a static site, built by Node from the real server.

Looked at as its readers do, in Chromium: a page of the kind that health publishers have.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from lxml import html
from playwright.sync_api import Browser, Locator, Page, expect

from tests.benchmarks.server import ROOT, serving

from .accessibility import PHONE, barriers_on
from .conftest import WINDOW
from .static_site import build, opened

pytestmark = pytest.mark.slow

PATH = "/articles/ketamine-cream-for-nerve-pain/"
TITLE = "Ketamine cream for nerve pain: what the evidence shows"
MOMENT = re.compile(r"^\d{4}-\d\d-\d\dT.*Z$")
# More than a page of the API's list, together with the demo's.
SHORT_ARTICLES = 8
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real server with the demo and some short articles; two have been looked at."""
    folder = tmp_path_factory.mktemp("service")
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder}/galley.sqlite3",
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "DEBUG": "false",
        "HTTPS": "false",
        "DEMO_PASSWORD": "so that none is kept in a file",
        "SITE_NAME": "Plain Health",
        "SITE_URL": "https://health.example.org",
        "VIEWS_FLUSH_SECONDS": "0.1",
    }
    for number in range(1, SHORT_ARTICLES + 1):
        file = folder / "articles" / f"short-{number}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"---\ntitle: Short article {number}\n---\n\n## Overview\n\nSome words.\n")

    def manage(*arguments: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)

    manage("demo", "--no-serve")
    manage("import_markdown", str(folder / "articles"), "--publish")
    with serving(environment) as server:
        for slug in ("statins", "nerve-pain", "statins"):
            look_at(server.address, slug)
        wait_for(lambda: views_of(server.address) == {"statins": 2, "nerve-pain": 1})
        yield server.address


def look_at(service: str, slug: str) -> None:
    beacon = f"{service}/api/v1/articles/{slug}/views/"
    urlopen(Request(beacon, data=b"", headers={"User-Agent": FIREFOX})).close()


def views_of(service: str) -> dict[str, int]:
    cards = get(f"{service}/api/v1/articles/popular/?fields=slug,views")["results"]
    return {card["slug"]: card["views"] for card in cards}


def get(address: str) -> Any:
    with urlopen(address) as answer:
        return json.load(answer)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "The views were not written."
        time.sleep(0.05)


@pytest.fixture(scope="module")
def folder(service: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site's files."""
    folder = tmp_path_factory.mktemp("site")
    built = build(service, folder)
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture
def article(chromium: Browser, folder: Path) -> Iterator[Page]:
    with opened(chromium, folder, PATH) as page:
        yield page


def section(page: Page, heading: str) -> Locator:
    """The innermost part of the page that has this heading."""
    return page.locator("section").filter(has=page.locator(f":scope > :text-is({heading!r})"))


def texts_and_targets(links: Locator) -> list[list[str]]:
    return links.evaluate_all("all => all.map((a) => [a.textContent, a.getAttribute('href')])")


# --- What a reader sees ---


def test_the_title_stands_once_above_reading_time_dates_and_description(article: Page) -> None:
    expect(article.get_by_role("heading", level=1)).to_have_text([TITLE])
    head = article.locator("article > header")
    expect(head).to_contain_text("Ketamine cream is a made-to-order preparation")
    facts = dict(zip(head.locator("dt").all_text_contents(), head.locator("dd").all(), strict=True))
    expect(facts["Reading time"]).to_have_text("6 min")
    expect(facts["Reviewed"]).to_have_text("June 9, 2026")
    expect(facts["Published"].locator("time")).to_have_attribute("datetime", MOMENT)


def test_authors_and_reviewers_stand_with_their_credentials(article: Page) -> None:
    head = article.locator("article > header")
    for words in ("Written by Maren Holt, MSc", "Reviewed by Amara Okonjo-Reyes, MBBS, FRCA"):
        expect(head).to_contain_text(words, use_inner_text=True)


def test_the_contents_lead_to_every_section(article: Page) -> None:
    links = article.get_by_role("navigation", name="Contents").get_by_role("link")
    headings = article.locator(".body").locator("h2, section > h3").all_text_contents()
    assert [words for words, _ in texts_and_targets(links)] == headings[:-1]  # not the disclaimer
    for link in links.all():
        link.click()
        target = article.locator(":target")
        expect(target).to_be_in_viewport()
        expect(target).to_contain_text(link.text_content() or "")


def test_sub_sections_stand_inside_their_section(article: Page) -> None:
    parts = section(article, "Weighing up the good and the bad").locator("> section")
    expect(parts.get_by_role("heading", level=3)).to_have_text(
        ["What it may offer", "Where it falls short"]
    )
    expect(parts.nth(1)).to_contain_text("Warning")


def test_a_list_has_its_points_with_bold_lead_ins(article: Page) -> None:
    points = section(article, "What it may offer").get_by_role("listitem")
    expect(points.locator("> strong")).to_have_text(
        ["Treatment that stays put:", "An option without opioids:", "Room for better days:"]
    )


def test_a_question_opens_by_a_click_and_by_its_address(article: Page) -> None:
    questions = section(article, "Questions and answers").locator("details")
    expect(questions).to_have_count(4)
    answer = article.get_by_text("Follow the label, since strength and dose differ")
    expect(answer).to_be_hidden()
    article.get_by_text("How do you put ketamine cream on?").click()
    expect(answer).to_be_visible()
    other = article.get_by_text("The longest published follow-up")
    expect(other).to_be_hidden()
    article.goto(f"{PATH}#is-it-safe-to-use-for-months-or-years")
    expect(other).to_be_in_viewport()


def test_a_citation_leads_to_its_reference_and_that_to_its_source(article: Page) -> None:
    offer = section(article, "What it may offer")
    citation = offer.get_by_role("link", name="7", exact=True)
    citation.click()
    reference = article.locator("li:target")
    expect(reference).to_be_in_viewport()
    expect(reference).to_contain_text("The Journal of Pain, 2005. observational study")
    expect(reference.get_by_role("link")).to_have_attribute(
        "href", "https://pubmed.ncbi.nlm.nih.gov/16202956/"
    )
    sources = section(article, "References").get_by_role("listitem")
    expect(sources).to_have_count(11)
    expect(sources.first.get_by_role("link")).to_have_attribute(
        "href", "https://doi.org/10.1097/00000542-200507000-00021"
    )


def test_related_and_popular_articles_are_told_at_the_end(article: Page) -> None:
    related = section(article, "Related articles").get_by_role("link")
    assert [target for _, target in texts_and_targets(related)][:3] == [
        "/articles/nerve-pain/",
        "/articles/capsaicin-for-nerve-pain/",
        "/articles/cbt-for-insomnia/",
    ]
    popular = section(article, "Popular articles").get_by_role("link")
    assert texts_and_targets(popular) == [
        ["Statins: benefits, side effects and how to decide", "/articles/statins/"],
        ["Nerve pain: causes, symptoms and treatments that help", "/articles/nerve-pain/"],
    ]
    popular.first.click()
    expect(article.get_by_role("heading", level=1)).to_contain_text("Statins")


def test_the_head_tells_search_engines_what_the_page_is(article: Page) -> None:
    expect(article).to_have_title("Ketamine cream for nerve pain: does it work? | Plain Health")
    head = article.locator("head")
    expect(head.locator("meta[name=description]")).to_have_attribute(
        "content",
        "How ketamine cream might ease nerve pain, what placebo-controlled trials found, its side "
        "effects and interactions, and who may be offered it.",
    )
    address = f"https://health.example.org{PATH}"
    expect(head.locator("link[rel=canonical]")).to_have_attribute("href", address)
    linked = json.loads(head.locator("script[type='application/ld+json']").text_content() or "")
    page = next(node for node in linked["@graph"] if node["@type"] == "MedicalWebPage")
    assert (page["url"], page["lastReviewed"]) == (address, "2026-06-09")


@pytest.mark.parametrize("path", [PATH, "/"], ids=["article", "start"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_page_can_be_used_by_everybody_on_a_phone_and_in_a_window(
    chromium: Browser, folder: Path, tmp_path: Path, path: str, colours: Any
) -> None:
    with opened(chromium, folder, path) as page:
        page.emulate_media(color_scheme=colours)
        page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
        for name, size in (("phone", PHONE), ("window", WINDOW)):
            page.set_viewport_size(size)
            assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
            assert barriers_on(page) == []
            page.screenshot(path=tmp_path / f"{name}.png", full_page=True)


# --- The whole site ---


def test_the_start_lists_every_live_article(chromium: Browser, folder: Path, service: str) -> None:
    cards = get(f"{service}/api/v1/articles/?page_size=100&fields=title,web_url")["results"]
    assert len(cards) > 20  # more than one page of the list as the site asks for it
    with opened(chromium, folder, "/") as page:
        links = page.locator("main").get_by_role("link")
        assert texts_and_targets(links) == [[card["title"], card["web_url"]] for card in cards]


def test_every_link_within_the_site_leads_somewhere(folder: Path) -> None:
    pages = {
        f"/{file.parent.relative_to(folder)}/".replace("/./", "/"): html.parse(str(file)).getroot()
        for file in folder.rglob("index.html")
    }
    links = [
        (path, urlsplit(target if target[0] == "/" else path + target))
        for path, page in pages.items()
        for target in page.xpath("//a/@href")
        if target[0] in "/#"
    ]
    assert len(links) > 200
    wrong = [
        (path, target.geturl())
        for path, target in links
        if target.path not in pages
        or (target.fragment and target.fragment not in pages[target.path].xpath("//@id"))
    ]
    assert wrong == []
