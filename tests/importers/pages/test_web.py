"""Web pages: the article in the page, without the page."""

from datetime import date

import pytest

from articles.importers.drafts import ImportProblem
from articles.importers.pages.web import read_web_page, slug_of

from .site import HEAD, TEXT, read


def test_the_head_of_the_page_fills_the_fields():
    draft = read(f"<p>{TEXT}</p>")
    assert draft.title == "Living with gout"
    assert draft.slug == "living-with-gout"
    assert draft.meta_description == "What gout is and what helps."
    assert draft.first_published_on == date(2024, 5, 6)
    assert draft.address == "https://daily.example/health/living-with-gout/"


def test_what_stands_around_the_article_is_left_out_and_told():
    draft = read(f"<p>{TEXT}</p><div class='ad-slot'><p>Buy this</p></div>")
    assert [part.body for part in draft.sections] == [f"<p>{TEXT}</p>"]
    assert "left out as no part of the article: “Share on X”" in draft.notes
    assert "left out as no part of the article: “Buy this”" in draft.notes


def test_lines_about_the_article_become_facts():
    draft = read(
        f"<p class='meta'>By Ada Moss · 6 May 2023 · 4 min read</p><p>{TEXT}</p>",
        head="<title>Living with gout</title>",
    )
    assert draft.first_published_on == date(2023, 5, 6)
    assert [author.name for author in draft.authors] == ["Ada Moss"]
    assert draft.sections[0].body == f"<p>{TEXT}</p>"


def test_a_review_elsewhere_is_never_taken_over():
    draft = read(f"<p>Medically reviewed by Ida Voss, MD</p><p>{TEXT}</p>")
    assert draft.reviewers == []
    assert draft.reviewed_on is None
    assert "reviews are Galley's own" in " ".join(draft.notes)


def test_headings_become_sections_and_sub_sections_whatever_their_level():
    draft = read(f"<h3>Signs</h3><p>{TEXT}</p><h5>At night</h5><p>{TEXT}</p><h6>Deep</h6><p>x</p>")
    assert [(part.level, part.heading) for part in draft.sections] == [
        (1, "Signs"),
        (2, "At night"),
    ]
    assert "<p><strong>Deep</strong></p><p>x</p>" in draft.sections[1].body
    assert "the heading “Deep” became a bold paragraph: it was too deep" in draft.notes


def test_lists_and_tables_and_links_survive():
    draft = read(
        f"<p>{TEXT} <a href='/diet'>Diet</a></p><ul><li><b>Pain:</b> it hurts</li></ul>"
        "<table><tr><th>Drug</th></tr><tr><td>Colchicine</td></tr></table>"
    )
    body = draft.sections[0].body
    assert '<a href="https://daily.example/diet">Diet</a>' in body
    assert "<ul><li><strong>Pain:</strong> it hurts</li></ul>" in body
    assert "<thead><tr><th>Drug</th></tr></thead>" in body


def test_pictures_and_players_become_links_and_are_told():
    draft = read(
        f"<p>{TEXT}</p><img src='/toe.jpg' alt='A red toe'>"
        "<iframe src='https://video.example/1' title='Gout explained'></iframe>"
    )
    assert '<a href="https://daily.example/toe.jpg">A red toe</a>' in draft.sections[0].body
    assert '<a href="https://video.example/1">Gout explained</a>' in draft.sections[0].body
    assert "a picture became a link: https://daily.example/toe.jpg" in draft.notes


def test_a_link_around_blocks_is_one_around_their_words_but_for_headings():
    draft = read(
        f"<p>{TEXT}</p><a href='/diet'><div>Diet</div><div>More on it</div></a>"
        f"<a href='/signs'><h2>Signs</h2></a><p>{TEXT}</p>"
    )
    assert '<a href="https://daily.example/diet">Diet More on it</a>' in draft.sections[0].body
    assert draft.sections[1].heading == "Signs"
    assert "a link around text was left out: /signs" in draft.notes


def faqs(article, **options):
    return [(faq.question, faq.answer) for faq in read(f"<p>{TEXT}</p>{article}", **options).faqs]


ANSWERS = [("Is it for life?", "<p>Often.</p>"), ("Is beer bad?", "<p>Yes.</p>")]


@pytest.mark.parametrize(
    "block",
    [
        "<h2>FAQ</h2><h3>Is it for life?</h3><p>Often.</p><h3>Is beer bad?</h3><p>Yes.</p>",
        "<h2>FAQs</h2><h2>Is it for life?</h2><p>Often.</p><h2>Is beer bad?</h2><p>Yes.</p>",
        "<p>Q: Is it for life?</p><p>A: Often.</p><p>Q: Is beer bad?</p><p>A: Yes.</p>",
        "<p><b>Q. Is it for life?</b><br>A. Often.</p><p>Q: Is beer bad? A: Yes.</p>",
        "<h2>Common questions</h2><p><strong>Is it for life?</strong></p><p>Often.</p>"
        "<p><strong>Is beer bad?</strong><br>Yes.</p>",
        "<details><summary>Is it for life?</summary><p>Often.</p></details>"
        "<details><summary>Is beer bad?</summary>Yes.</details>",
        "<dl><dt>Is it for life?</dt><dd>Often.</dd><dt>Is beer bad?</dt><dd><p>Yes.</p></dd></dl>",
        "<h2>FAQ</h2><h3>1. Is it for life?</h3><p>Often.</p><h3>2) Is beer bad?</h3><p>Yes.</p>",
        "<div class='accordion-item'><h2 class='accordion-header'><button class='accordion-button'>"
        "Is it for life?</button></h2><div class='accordion-collapse'><div class='accordion-body'>"
        "Often.</div></div></div><div class='elementor-accordion-item'><div class='elementor-tab-"
        "title'>Is beer bad?</div><div class='elementor-tab-content'><p>Yes.</p></div></div>",
        "<h2>FAQ</h2><div>Is it for life?</div><div>Often.</div><p>Is beer bad?</p><p>Yes.</p>",
        "<div><div class='faq-q'>Is it for life?</div><div class='faq-a'>Often.</div></div>"
        "<div><p class='faq-q'>Is beer bad?</p><p class='faq-a'>Yes.</p></div>",
        "<div itemscope itemtype='https://schema.org/Question'><h3 itemprop='name'>Is it for life?"
        "</h3><div itemprop='acceptedAnswer'><div itemprop='text'>Often.</div></div></div>"
        "<div itemtype='https://schema.org/Question'><b itemprop='name'>Is beer bad?</b>"
        "<div itemprop='acceptedAnswer'><p itemprop='text'>Yes.</p></div></div>",
    ],
    ids=[
        "sub-headings",
        "headings",
        "marks",
        "one line",
        "bold",
        "details",
        "dl",
        "numbers",
        "accordion",
        "unmarked",
        "short names",
        "microdata",
    ],
)
def test_faqs_are_found_in_any_of_the_common_shapes(block):
    assert faqs(block) == ANSWERS


LINKED_DATA = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "Article", "headline": "Living with gout",
 "author": [{"@type": "Person", "name": "Ada Moss"}, {"@type": "Organization", "name": "Daily"}]},
{"@type": "FAQPage", "mainEntity": [
 {"@type": "Question", "name": "Is it for life?",
  "acceptedAnswer": {"@type": "Answer", "text": "<p>Often.</p>"}},
 {"@type": "Question", "name": "Is beer bad?",
  "acceptedAnswer": {"@type": "Answer", "text": "Yes."}}]}]}</script>"""


def test_linked_data_names_questions_that_only_scripts_show():
    assert faqs("", head=HEAD + LINKED_DATA) == ANSWERS


def test_a_question_that_linked_data_and_page_both_have_stands_once():
    accordion = (
        "<div><span>Is it for life?</span><div><p>Often.</p></div></div>"
        "<div><button>Is beer bad?</button><div>Yes.</div></div>"
    )
    draft = read(f"<p>{TEXT}</p>{accordion}", head=HEAD + LINKED_DATA)
    assert [(faq.question, faq.answer) for faq in draft.faqs] == ANSWERS
    assert draft.sections[0].body == f"<p>{TEXT}</p>"
    assert [author.name for author in draft.authors] == ["Ada Moss"]


def test_questions_end_where_the_next_section_begins():
    draft = read(
        f"<p>{TEXT}</p><h2>FAQ</h2><h3>Is it for life?</h3><p>Often.</p>"
        "<h2>Outlook</h2><p>Good.</p>"
    )
    assert [part.heading for part in draft.sections] == ["Introduction", "Outlook"]


def test_a_list_of_terms_is_no_faq():
    draft = read(
        f"<p>{TEXT}</p><dl><dt>Uric acid</dt><dd>A salt</dd><dt>Tophus</dt><dd>A lump</dd></dl>"
    )
    assert draft.faqs == []
    assert "<li><strong>Uric acid:</strong> A salt</li>" in draft.sections[0].body


def test_a_list_of_sources_becomes_references():
    draft = read(
        f"<p>{TEXT}</p><h2>References</h2><ol><li>Smith J. Gout in men. 2017. "
        "<a href='https://doi.org/10.1000/xyz.12'>doi</a></li>"
        "<li>Jones A. PMID: 12345. 2019</li></ol>"
    )
    first, second = draft.references
    assert (first.title, first.year, first.doi) == (
        "Smith J. Gout in men. 2017.",
        2017,
        "10.1000/xyz.12",
    )
    assert second.pmid == "12345"
    assert [part.heading for part in draft.sections] == ["Introduction"]


def test_a_page_that_was_saved_whole_is_read():
    mhtml = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://daily.example/gout\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<title>Gout</title><h1>Gout</h1><p>It hurts a lot, and it comes in caf=C3=A9s.</p>"
        b"\r\n--x--"
    )
    draft = read_web_page(mhtml)
    assert (draft.title, draft.slug) == ("Gout", "gout")
    assert "cafés" in draft.sections[0].body


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_page_is_read_in_its_encoding(encoding):
    source = f'<meta charset="{encoding.removesuffix("-sig")}"><h1>Café</h1><p>Déjà vu, {TEXT}</p>'
    assert read_web_page(source.encode(encoding)).title == "Café"


def test_a_wrong_declaration_does_no_harm():
    source = f'<meta charset="iso-8859-1"><h1>Café</h1><p>Déjà vu, {TEXT}</p>'
    assert read_web_page(source.encode()).title == "Café"


HOSTILE = {
    "empty": b"",
    "a NUL byte": b"<h1>T</h1><p>a\0b</p>",
    "nothing but a title": b"<title>T</title>",
    "too large": b"a" * 10_000_001,
    "too many elements": b"<h1>T</h1>" + b"<p>a" * 60_000,
    "deep": b"<h1>T</h1>" + b"<div>" * 20_000 + b"words",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_page_is_refused(name):
    with pytest.raises(ImportProblem):
        read_web_page(HOSTILE[name])


def test_scripts_never_come_along():
    draft = read(
        f"<p onclick='x()'>{TEXT}</p><script>alert(1)</script><a href='javascript:x()'>y</a>"
        "<link rel=canonical href='http://[bad'>",
        title="Living with gout<script>alert(2)</script>",
    )
    text = draft.title + "".join(part.body for part in draft.sections)
    assert "script" not in text
    assert "onclick" not in text


@pytest.mark.parametrize(
    ("address", "title", "slug"),
    [
        ("https://x.example/health/gout.html", "T", "gout"),
        ("https://x.example/", "All about gout", "all-about-gout"),
        ("https://x.example/?p=12", "Gout", "gout"),
        ("https://x.example/2019/05/caf%C3%A9-life/", "T", "cafe-life"),
        ("http://[bad", "Gout", "gout"),
    ],
)
def test_a_slug_comes_from_the_address_or_the_title(address, title, slug):
    assert slug_of(address, title) == slug


def test_a_day_that_is_guessed_is_told():
    page = f"<title>Gout</title><h1>Gout</h1><p>{TEXT}</p>"
    said = "<meta property='article:published_time' content='2019-05-03'>"
    guessed = read_web_page(
        f"{page}<link rel=canonical href='https://a.org/2019/05/03/gout/'>".encode()
    )
    named = read_web_page(f"{said}{page}".encode())
    assert guessed.first_published_on == named.first_published_on == date(2019, 5, 3)
    note = "that it was first published on 2019-05-03 is a guess: look at it"
    assert [note in draft.notes for draft in (guessed, named)] == [True, False]
