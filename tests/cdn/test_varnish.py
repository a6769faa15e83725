"""A real Varnish in front, with the README's VCL, and a real worker that purges it."""

import sys
import threading
import time
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from articles.models import PurgeCursor
from tests.cdn.servers import free_port, get, need_varnish, wait_until
from tests.factories import make_live_article, make_topic, publish

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SHOWS_THE_ARTICLE = [
    *("/api/v1/articles/changing/", "/api/v1/articles/changing.md", "/api/v1/articles/"),
    *("/api/v1/articles/?topic=t&page_size=5", "/api/v1/sections/", "/api/v1/faqs/"),
    *("/api/v1/search/?q=nerve", "/api/v1/changes/?include=card", "/api/v1/a-z/"),
    *("/api/v1/articles/?page_size=5&topic=t", "/api/v1/articles/changing/?fields=title"),
    *("/feeds/articles.atom", "/feeds/topics/t.rss", "/llms.txt"),
]
UNTOUCHED = ["/api/v1/articles/other/", "/api/v1/articles/other.md", "/api/v1/schema/"]


@pytest.fixture
def articles():
    topic = make_topic(slug="t")
    changing = make_live_article(
        slug="changing",
        title="Nerve One",
        topic=topic,
        sections=[("How", "<p>Some words.</p>")],
        faqs=[("Why?", "<p>So.</p>")],
    )
    return changing, make_live_article(slug="other", title="Another", topic=topic)


@pytest.fixture(params=[False, True], ids=["xkey", "ban"])
def front(articles, processes, request):
    """The port of a Varnish before a Galley whose worker purges it and has told it all."""
    need_varnish(by_ban=request.param)
    origin = free_port()
    processes.origin = processes.galley(origin, CDN_MAX_AGE="86400", CACHE_MAX_AGE="5")
    port = processes.varnish(origin, by_ban=request.param)
    processes.run(
        *(sys.executable, "manage.py", "worker"),
        CDN_PURGER="varnish-ban" if request.param else "varnish",
        CDN_PURGE_URLS=f"http://127.0.0.1:{port}/",
    )
    wait_until(lambda: PurgeCursor.objects.filter(settled_id__gt=0).exists())
    return port


def age_of(answer):
    """Seconds since Galley gave it."""
    assert answer.status == 200
    return time.time() - parsedate_to_datetime(answer.headers["Date"]).timestamp()


def fill(port, paths):
    for path in paths:
        get(port, path)
        assert get(port, path).headers["X-Cache"] == "hit", path


def test_a_publish_is_out_of_everything_at_once_and_what_it_did_not_touch_stays(articles, front):
    changing, _ = articles
    fill(front, SHOWS_THE_ARTICLE + UNTOUCHED)
    changing.title = "Nerve Two"
    changing.save()
    publish(changing)
    newest = changing.editions.count()

    wait_until(lambda: "Nerve Two" in get(front, SHOWS_THE_ARTICLE[0]).body)
    assert newest == 2
    for path in SHOWS_THE_ARTICLE:
        assert "Nerve One" not in get(front, path).body, path
    for path in UNTOUCHED:
        assert get(front, path).headers["X-Cache"] == "hit", path


def test_a_first_publish_replaces_the_404_and_stands_in_the_sitemap(articles, front):
    fill(front, ["/sitemap-1.xml"])
    assert get(front, "/api/v1/articles/new/").status == 404
    make_live_article(slug="new")
    wait_until(lambda: "/new/" in get(front, "/sitemap-1.xml").body)
    assert get(front, "/api/v1/articles/new/").status == 200


def test_spellings_of_one_query_are_one_answer(front):
    fill(front, ["/api/v1/articles/?topic=t&page=1"])
    assert get(front, "/api/v1/articles/?page=1&topic=t").headers["X-Cache"] == "hit"


def test_browsers_are_told_their_own_age_and_no_cookie_is_a_miss(front):
    fill(front, ["/api/v1/articles/other/"])
    answer = get(front, "/api/v1/articles/other/", Cookie="sessionid=x")
    assert answer.headers["X-Cache"] == "hit"
    assert "s-maxage" not in answer.headers["Cache-Control"]
    assert "max-age=5" in answer.headers["Cache-Control"]
    assert "Age" not in answer.headers


def test_compressed_and_plain_readers_get_what_they_take(front):
    plain = get(front, "/api/v1/articles/other/")
    fill(front, ["/api/v1/articles/other/"])
    again = get(front, "/api/v1/articles/other/", **{"If-None-Match": plain.headers["ETag"]})
    assert "Content-Encoding" not in plain.headers
    assert again.status == 304


def test_while_galley_is_down_the_cache_answers(articles, processes):
    need_varnish()
    origin = free_port()
    galley = processes.galley(origin, CACHE_MAX_AGE="1", STALE_WHILE_REVALIDATE="1")
    port = processes.varnish(origin)
    fill(port, UNTOUCHED[:1])
    galley.terminate()
    galley.wait()
    # Before Varnish knows that Galley is down, and after.
    wait_until(lambda: age_of(get(port, UNTOUCHED[0])) > 8)
    assert get(port, "/api/v1/articles/unknown/").status == 503
    processes.galley(origin)
    wait_until(lambda: get(port, "/api/v1/articles/unknown/").status == 404)


class Failing(BaseHTTPRequestHandler):
    """Stands for a Galley that answers each address once and then breaks."""

    answered = set()

    def do_GET(self):
        is_first = self.path not in self.answered or self.path == "/readyz"
        self.answered.add(self.path)
        self.send_response(200 if is_first else 500)
        kept = "public, max-age=1, stale-while-revalidate=1, stale-if-error=60"
        self.send_header("Cache-Control", kept if is_first else "no-store")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def test_while_galley_fails_the_cache_answers_as_long_as_the_answer_allows(processes):
    need_varnish()
    galley = ThreadingHTTPServer(("127.0.0.1", 0), Failing)
    threading.Thread(target=galley.serve_forever, daemon=True).start()
    try:
        port = processes.varnish(galley.server_port)
        get(port, "/api/v1/articles/a/")
        wait_until(lambda: age_of(get(port, "/api/v1/articles/a/")) > 5)
        assert get(port, "/robots.txt").status == 200
        get(port, "/api/v1/articles/b/", Authorization="x")
        assert get(port, "/api/v1/articles/b/").status == 500
    finally:
        galley.shutdown()
        galley.server_close()


@pytest.mark.parametrize("by_ban", [False, True], ids=["xkey", "ban"])
def test_strangers_purge_nothing(articles, processes, by_ban):
    need_varnish(by_ban=by_ban)
    origin = free_port()
    processes.galley(origin)
    port = processes.varnish(origin, purgers="192.0.2.1", by_ban=by_ban)
    fill(port, UNTOUCHED[:1])
    keys = {"ban-keys" if by_ban else "xkey-purge": "galley"}
    assert get(port, "/", method="BAN" if by_ban else "PURGE", **keys).status == 403
    assert get(port, UNTOUCHED[0]).headers["X-Cache"] == "hit"
