"""The head of a WordPress post: what of it lands in which field, and what is told as left out."""

from datetime import date

import pytest

from .wxr import read_one

AUTHOR = (
    "<title>Pain Clinic</title><wp:author><wp:author_login>ben</wp:author_login>"
    "<wp:author_display_name></wp:author_display_name><wp:author_first_name>Ben"
    "</wp:author_first_name><wp:author_last_name>Ode</wp:author_last_name></wp:author>"
)

PUB_DATE = "Tue, 03 Jul 2012 22:30:00 -0200"


def names(draft):
    return [person.name for person in draft.authors]


def test_entities_in_fields_are_the_characters_that_they_mean(tmp_path):
    draft = read_one(
        tmp_path,
        more="<excerpt:encoded xmlns:excerpt='http://wordpress.org/export/1.2/excerpt/'>"
        "<![CDATA[<p>What &#8211; and &amp; how.</p>\n<p>Why.</p>]]></excerpt:encoded>"
        "<category domain='category'><![CDATA[Skin &amp; hair]]></category>",
        meta={"_yoast_wpseo_metadesc": "<![CDATA[Skin &amp; you.]]>"},
    )
    assert draft.summary == "What \u2013 and & how. Why."
    assert draft.topic == "Skin & hair"
    assert draft.meta_description == "Skin & you."


def test_what_does_not_fit_is_cut_and_told(tmp_path):
    draft = read_one(tmp_path, "T" * 300, meta={"rank_math_description": "d" * 400})
    assert (len(draft.title), len(draft.meta_description)) == (250, 320)
    told = " ".join(draft.notes)
    assert "the title was too long and is cut" in told
    assert "the meta description was too long and is cut" in told


@pytest.mark.parametrize(
    ("pattern", "title"),
    [
        ("%%title%% %%page%% %%sep%% %%sitename%%", ""),
        ("%title% %sep% %sitename%", ""),
        ("#post_title #separator_sa #site_title", ""),
        ("Creams that help %%sep%% %%sitename%%", "Creams that help - Pain Clinic"),
        ("%title% for all %page%", "Nerves for all"),
        ("Cut pain by 50% or 100%", "Cut pain by 50% or 100%"),
    ],
)
def test_variables_of_seo_plugins_are_filled_in(tmp_path, pattern, title):
    meta = {"_yoast_wpseo_title": pattern}
    assert read_one(tmp_path, "Nerves", meta=meta, head=AUTHOR).meta_title == title


def test_an_address_that_search_engines_are_told_is_kept(tmp_path):
    meta = {"_yoast_wpseo_canonical": "https://other.example/x/"}
    assert read_one(tmp_path, meta=meta).canonical_url == "https://other.example/x/"


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ({"post_date_gmt": "0000-00-00 00:00:00", "post_date": "2012-07-01 00:30:00"}, 1),
        ({"post_date_gmt": "2012-07-02 22:30:00", "post_date": "2012-07-03 00:30:00"}, 2),
        ({"post_date": "2030-07-03 00:30:00", "status": "future"}, None),
        ({"post_date": "2012-07-03 00:30:00", "status": "draft"}, None),
        ({"post_date": "2012-07-03 00:30:00", "status": "private"}, None),
        ({"post_date": "", "post_date_gmt": "", "pubDate": PUB_DATE}, 4),
        ({"post_date": "", "post_date_gmt": "", "pubDate": "nonsense"}, None),
    ],
    ids=["no GMT", "GMT", "scheduled", "draft", "private", "feed", "no date"],
)
def test_the_day_of_publication_is_the_one_that_is_known(tmp_path, dates, day):
    draft = read_one(tmp_path, **dates)
    assert draft.first_published_on == (date(2012, 7, day) if day else None)


def test_an_author_without_a_display_name_has_first_and_last_name(tmp_path):
    creator = "<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>ben</dc:creator>"
    assert names(read_one(tmp_path, more=creator, head=AUTHOR)) == ["Ben Ode"]


def test_several_authors_are_kept_in_their_order(tmp_path):
    more = "".join(
        f"<category domain='author' nicename='cap-{name}'>{name}</category>"
        for name in ("Ada Moss", "ben")
    )
    assert names(read_one(tmp_path, more=more, head=AUTHOR)) == ["Ada Moss", "Ben Ode"]


def test_a_login_that_is_no_name_makes_no_person(tmp_path):
    creator = "<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>admin</dc:creator>"
    draft = read_one(tmp_path, more=creator)
    assert draft.authors == []
    assert "the author “admin” was left out: that is no person's name" in draft.notes


def test_a_sticky_post_is_featured(tmp_path):
    assert read_one(tmp_path, is_sticky=1).featured


def test_what_has_no_field_is_told(tmp_path):
    draft = read_one(
        tmp_path,
        more="<category domain='series'>Pain series</category>"
        "<wp:comment><wp:comment_content>First!</wp:comment_content></wp:comment>",
        meta={"_thumbnail_id": 7},
    )
    assert "“Pain series” (series) was left out" in draft.notes
    assert "comments were left out: 1" in draft.notes
    assert "its featured picture was left out (attachment 7)" in draft.notes


def test_html_that_nobody_escaped_is_no_reason_to_lose_text(tmp_path):
    (section,) = read_one(tmp_path, body="]]>See <b>this</b> and that.<![CDATA[").sections
    assert section.body == "<p>See <strong>this</strong> and that.</p>"
