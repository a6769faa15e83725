"""Views from the CSV of any analytics tool, by `import_views`."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from articles.editorial import publishing
from articles.importers.views_csv import slug_in
from articles.models import ViewCount
from tests.factories import make_live_article, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    """Import this text; gives what the command said, and what it complained of."""

    def run(text, *options):
        file = tmp_path / "views.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        out, err = StringIO(), StringIO()
        call_command("import_views", str(file), *options, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return run


def counted():
    rows = ViewCount.objects.order_by("day", "count").values_list("day", "count")
    return [(str(day), count) for day, count in rows]


@pytest.mark.parametrize(
    "text",
    [
        "Date,Page path,Views\n2026-01-31,/articles/a/,5\n",
        "url;".replace(";", ",") + "pageviews,day\nhttps://example.org/articles/a?x=1#y,5,20260131",
        "\ufeffslug,count,date\na,5,2026-01-31\n",
        'page,views,date\nwww.example.org/articles/a/,"5",2026-01-31\n',
        "path,views,date\n/articles/a/,2,2026-01-31\n/articles/a,3,2026-01-31\n",
        "Date;Page;Views\r\n31.01.2026;/articles/a/;5\r\n",
        "day\tslug\tpageviews\n2026-01-31\ta\t5\n",
        "sep=;\nslug;views;date\na;5;2026-01-31\n",
        "# ----\n# Pages, by views\n\nPage path,Views,Date\n/articles/a/,5,20260131\n",
        'title,slug,views,date\n"Two\nlines",a,5,2026-01-31\n',
        'label,nb_visits,nb_hits,date\na,"2","5",2026-01-31\n',
        "slug,views,date\na,5,2026-01-31\n".encode("utf-16"),
        "slug,title,views,date\na,Café,5,2026-01-31\n".encode("cp1252"),
    ],
)
def test_columns_are_found_by_name_and_pages_however_written(load, text):
    make_live_article(slug="a")
    load(text)
    assert counted() == [("2026-01-31", 5)]


def test_old_addresses_count_for_the_article_and_the_withdrawn_for_none(load):
    article, gone = make_live_article(slug="old"), make_live_article(slug="gone")
    article.slug = "new"
    article.save()
    publish(article)
    publishing.unpublish(gone, by=None)
    out, err = load("path,views\n/articles/old/,1\n/articles/new/,2\n/articles/gone/,4\n/,8\n")
    assert [count for _, count in counted()] == [3]
    assert "4 rows: 2 of articles, 2 of none. 3 views of 1 article." in out
    assert "Line 4: “/articles/gone/” is no article's address." in err
    assert "Line 5" in err


def test_importing_adds_and_replacing_replaces_the_days_of_the_file(load):
    make_live_article(slug="a")
    text = "slug,views,date\na,5,2026-01-31\n"
    load(text)
    load(text)
    assert counted() == [("2026-01-31", 10)]
    load("slug,views,date\na,7,2026-02-01\n")
    load(text, "--replace")
    assert counted() == [("2026-01-31", 5), ("2026-02-01", 7)]


@pytest.mark.parametrize(
    "text", ['slug,views\na,"1,200"\n', "slug;views\na;1.200\n", "slug;views\na;1\u00a0200\n"]
)
def test_a_file_without_dates_is_of_the_day_that_is_given(load, text):
    make_live_article(slug="a")
    load(text, "--date", "2026-01-31")
    assert counted() == [("2026-01-31", 1200)]


def test_a_line_is_told_by_its_number_in_the_file(load):
    make_live_article(slug="a")
    text = '# Views\n\nslug,title,views\na,"Two\nlines",1\n\nnone,,2\na,,half\n'
    _, err = load(text)
    assert err.splitlines() == [
        "Line 7: “none” is no article's address.",
        "Line 8: “half” is no number of views.",
    ]


def test_without_one_of_its_columns_a_file_says_which_there_are(load):
    with pytest.raises(CommandError, match=r"No column of numbers.*There are: slug, visitors"):
        load("slug;visitors\na;1\n")


def test_rows_that_make_no_sense_are_told_and_the_others_count(load):
    make_live_article(slug="a")
    _, err = load("slug,views,date\na,many,2026-01-31\na,1,soon\na,-3,2026-01-31\na,2,2026-01-31")
    assert counted() == [("2026-01-31", 2)]
    assert "Line 2: “many” is no number of views." in err
    assert "Line 3: “soon” is no date" in err


def test_a_day_that_has_not_come_is_told_and_not_counted(load):
    make_live_article(slug="a")
    with time_machine.travel("2026-01-30T12:00:00Z", tick=False):
        _, err = load("slug,views,date\na,1,2026-01-31\na,2,2026-02-01\na,4,2062-01-30\n")
    assert counted() == [("2026-01-31", 1)]
    assert "Line 3: 2026-02-01 has not come yet." in err


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "slug\na\n", b"\xff\xfe"])
def test_a_file_that_cannot_be_read_says_why(load, text):
    with pytest.raises(CommandError):
        load(text)


@pytest.mark.parametrize("page", ["", "//[", "/articles/", "/about/a/", "/articles/a/b/", "é"])
def test_what_is_no_article_page_has_no_slug(page):
    assert slug_in(page, article_url="/articles/{slug}/") == ""


def test_the_day_is_a_plain_date(load):
    make_live_article(slug="a")
    load("slug,views,date\na,1,2026-01-31T23:59:00+02:00\n")
    assert ViewCount.objects.get().day == date(2026, 1, 31)
