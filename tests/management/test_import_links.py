"""Links between the posts of an export lead to the articles here, in whatever order they come."""

import io
import json

import pytest
from django.core.management import call_command

from articles.documents.richtext import internal_links
from articles.editorial.moving import move
from articles.models import Article, Document, Origin, Redirect
from tests.factories import publish
from tests.importers.wxr import post, wxr

pytestmark = pytest.mark.django_db
BLOG = "https://blog.example.org"


def run(*sources, **options):
    out = io.StringIO()
    call_command("import_articles", *map(str, sources), stdout=out, stderr=out, **options)
    return out.getvalue()


def written(slug, body, **values):
    """A published post; `guid` is what WordPress calls it."""
    return post(
        slug,
        f"<p>{body}</p>",
        more=f"<link>{BLOG}/2019/{slug}/</link>",
        post_name=slug,
        status="publish",
        **values,
    )


def link(address):
    return f'See <a href="{address}">this</a> about it.'


@pytest.fixture
def export(tmp_path):
    """Store posts as an export, and tell its path."""

    def store(*posts, name="export.xml"):
        path = tmp_path / name
        path.write_bytes(wxr("".join(posts)))
        return path

    return store


def links(slug):
    (section,) = Article.objects.get(slug=slug).sections.all()
    return internal_links(section.body)


def key(slug):
    return str(Article.objects.get(slug=slug).pk)


GOUT, DIET = written("gout", link(f"{BLOG}/2019/diet/")), written("diet", "Eat well.")


@pytest.mark.parametrize("posts", [(GOUT, DIET), (DIET, GOUT)], ids=["before", "after"])
def test_a_link_to_another_post_leads_to_its_article(export, posts):
    told = run(export(*posts))
    assert links("gout") == [key("diet")]
    assert "Links from one imported article to another: 1." in told


@pytest.mark.parametrize("posts", [(GOUT, DIET), (DIET, GOUT)], ids=["before", "after"])
def test_importing_again_changes_nothing(export, posts):
    path = export(*posts)
    run(path)
    rows = list(Article.objects.order_by("pk").values())
    assert "2 unchanged" in run(path)
    assert list(Article.objects.order_by("pk").values()) == rows
    assert links("gout") == [key("diet")]


def test_what_was_imported_before_is_found(export):
    run(export(DIET, name="a.xml"))
    run(export(GOUT, name="b.xml"))
    assert links("gout") == [key("diet")]


def test_what_is_imported_later_is_found_when_the_first_comes_again(export):
    run(export(GOUT, name="a.xml"))
    run(export(DIET, name="b.xml"))
    assert "1 updated" in run(export(GOUT, name="a.xml"))
    assert links("gout") == [key("diet")]


def test_what_an_earlier_version_imported_is_found_by_its_redirect(export):
    run(export(DIET, name="a.xml"))
    Origin.objects.filter(external_id__startswith="address ").delete()
    run(export(GOUT, name="b.xml"))
    assert links("gout") == [key("diet")]


def test_a_redirect_of_what_was_never_imported_leads_no_link(export):
    run(export(DIET, name="a.xml"))
    Origin.objects.all().delete()
    assert Redirect.objects.get().path == "/2019/diet"
    run(export(GOUT, name="b.xml"))
    assert links("gout") == []


@pytest.mark.parametrize(
    "address",
    [
        "http://www.blog.example.org/2019/diet",
        f"{BLOG}/2019/diet/?utm_source=x",
        "HTTPS://BLOG.example.org/2019/diet/",
    ],
    ids=["scheme", "query", "case"],
)
def test_other_spellings_of_the_address_are_as_good(export, address):
    run(export(written("gout", link(address)), DIET))
    assert links("gout") == [key("diet")]


def test_the_short_address_is_what_the_source_calls_it(export):
    diet = DIET.replace("g-diet", f"{BLOG}/?p=7")
    run(export(written("gout", link(f"{BLOG}/?p=7")), diet))
    assert links("gout") == [key("diet")]


def test_a_place_in_the_other_post_stays(export):
    run(export(written("gout", link(f"{BLOG}/2019/diet/#beer")), DIET))
    assert links("gout") == [f"{key('diet')}#beer"]


def test_the_same_path_of_another_site_is_left_alone(export):
    run(export(written("gout", link("https://other.example.org/2019/diet/")), DIET))
    assert links("gout") == []


def test_a_link_in_an_answer_counts_too(export):
    asked = "<h2>FAQ</h2><h3>What to eat?</h3>"
    body = f"Words.</p>{asked}<p>{link(f'{BLOG}/2019/diet/')}"
    run(export(written("gout", body), DIET))
    assert internal_links(Article.objects.get(slug="gout").faqs.get().answer) == [key("diet")]


def test_what_an_editor_changed_is_left_alone(export):
    run(export(GOUT, name="a.xml"))
    article = Article.objects.get()
    section = article.sections.get()
    section.body += "<p>By hand.</p>"
    section.save()
    told = run(export(GOUT, DIET, name="b.xml"))
    assert "1 edited since" in told
    assert links("gout") == []


def test_a_dry_run_counts_them_and_stores_nothing(export):
    told = run(export(GOUT, DIET), dry_run=True)
    assert "Links from one imported article to another: 1." in told
    assert not Article.objects.exists()


def test_the_link_follows_the_article_when_it_moves(export):
    run(export(GOUT, DIET))
    publish(Article.objects.get(slug="diet"))
    publish(Article.objects.get(slug="gout"))
    move(Article.objects.get(slug="diet"), slug="what-to-eat", by=None)
    assert "/articles/what-to-eat/" in Document.objects.get(slug="gout").full


def test_posts_of_ghost_are_joined(tmp_path):
    posts = [
        {"id": slug, "uuid": slug, "title": slug, "slug": slug, "status": "published", "html": text}
        for slug, text in (
            ("gout", f"<p>{link('__GHOST_URL__/diet/')}</p>"),
            ("diet", "<p>Eat well.</p>"),
        )
    ]
    path = tmp_path / "ghost.json"
    path.write_text(json.dumps({"db": [{"data": {"posts": posts}}]}))
    run(path, address=BLOG)
    assert links("gout") == [key("diet")]


def test_pages_are_joined_by_their_addresses(tmp_path):
    for name, body in (("gout", link(f"{BLOG}/diet.html")), ("diet", "Eat well, and not much.")):
        (tmp_path / f"{name}.html").write_text(
            f"<html><head><title>{name}</title><link rel=canonical href='{BLOG}/{name}.html'>"
            f"</head><body><article><h1>{name}</h1><p>{body} And many more words.</p></article>"
        )
    run(tmp_path)
    assert links("gout") == [key("diet")]


def test_saved_pages_are_joined_by_their_names_below_the_sites_address(tmp_path):
    for name, body in (("gout", link("../food/diet.html")), ("diet", "Eat well, and not much.")):
        folder = tmp_path / {"gout": "joints", "diet": "food"}[name]
        folder.mkdir()
        (folder / f"{name}.html").write_text(
            f"<html><head><title>{name}</title></head><body><article><h1>{name}</h1>"
            f"<p>{body} And many more words.</p></article></body></html>"
        )
    run(tmp_path, address=BLOG)
    assert links("gout") == [key("diet")]
