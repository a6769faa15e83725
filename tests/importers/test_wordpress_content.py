"""The text of a WordPress post: blocks, classic text, and both in one."""

import pytest

from .wxr import read_one


def body(tmp_path, source, **values):
    return "".join(part.body for part in read_one(tmp_path, body=source, **values).sections)


def faqs(tmp_path, source):
    draft = read_one(tmp_path, body=source)
    return [(faq.question, faq.answer) for faq in draft.faqs]


def block(name, inner, attributes=""):
    return f"<!-- wp:{name} {attributes}-->\n{inner}\n<!-- /wp:{name} -->\n\n"


def test_text_between_blocks_gets_its_paragraphs(tmp_path):
    source = "One\ntwo\n\nthree\n" + block("paragraph", "<p>Four.</p>") + "Five\n\nsix"
    assert body(tmp_path, source) == (
        "<p>One<br>two</p><p>three</p><p>Four.</p><p>Five</p><p>six</p>"
    )


def test_line_breaks_inside_of_blocks_are_those_of_the_source(tmp_path):
    inner = block("paragraph", "<p>One\n\ntwo</p>")
    source = block("group", f"<div>\n{inner}\n</div>", "{} ")
    assert body(tmp_path, source) == "<p>One two</p>"


def test_nested_lists_stay_nested(tmp_path):
    inner = "<!-- wp:list-item --><li>In</li><!-- /wp:list-item -->"
    nested = f"<li>Out<!-- wp:list --><ol start='3'>{inner}</ol><!-- /wp:list --></li>"
    source = block("list", f"<ul><!-- wp:list-item -->{nested}<!-- /wp:list-item --></ul>")
    assert body(tmp_path, source) == '<ul><li>Out<ol start="3"><li>In</li></ol></li></ul>'


YOAST = (
    '<div class="schema-faq wp-block-yoast-faq-block"><div class="schema-faq-section" id="f1">'
    '<strong class="schema-faq-question">Is it safe?</strong> <p class="schema-faq-answer">Mostly.'
    '</p> </div> <div class="schema-faq-section"><strong class="schema-faq-question">How to use it'
    '</strong> <p class="schema-faq-answer">Thinly.</p> </div> </div>'
)
RANK_MATH = (
    '<div class="wp-block-rank-math-faq-block"><div class="rank-math-faq-item"><h3 '
    'class="rank-math-question">Is it safe?</h3><div class="rank-math-answer">Mostly.</div></div>'
    '<div class="rank-math-faq-item"><h3 class="rank-math-question">How to use it</h3>'
    '<div class="rank-math-answer">Thinly.</div></div></div>'
)
SHORTCODES = (
    '[su_accordion]\n\n[su_spoiler title="Is it safe?"]\n\nMostly.\n\n[/su_spoiler]\n'
    "[su_spoiler title='How to use it']Thinly.[/su_spoiler][/su_accordion]"
)


@pytest.mark.parametrize(
    "source",
    [block("yoast/faq-block", YOAST), block("rank-math/faq-block", RANK_MATH), RANK_MATH],
    ids=["Yoast", "Rank Math", "classic"],
)
def test_what_plugins_mark_as_questions_become_faqs(tmp_path, source):
    source += block("paragraph", "<p>After.</p>")
    assert faqs(tmp_path, source) == [
        ("Is it safe?", "<p>Mostly.</p>"),
        ("How to use it", "<p>Thinly.</p>"),
    ]
    assert body(tmp_path, source) == "<p>After.</p>"


def test_what_opens_and_closes_by_shortcodes_is_a_question_if_it_asks(tmp_path):
    assert faqs(tmp_path, SHORTCODES) == [("Is it safe?", "<p>Mostly.</p>")]
    assert body(tmp_path, SHORTCODES) == "<p><strong>How to use it</strong></p><p>Thinly.</p>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ('[button url="https://x.org/"]Go[/button]', '<p><a href="https://x.org/">Go</a></p>'),
        ('[box title="Note"]Mind it.[/box]', "<p><strong>Note</strong></p><p>Mind it.</p>"),
        (
            '[video mp4="https://x.org/v.mp4"][/video]',
            '<p><a href="https://x.org/v.mp4">https://x.org/v.mp4</a></p>',
        ),
        ('[caption width="3" caption="Words"]Picture[/caption]', "<p>Picture Words</p>"),
        (
            "Before\n\nhttps://video.example/1\n\nafter",
            '<p>Before</p><p><a href="https://video.example/1">https://video.example/1</a></p>'
            "<p>after</p>",
        ),
    ],
    ids=["button", "box", "video", "caption", "embedded"],
)
def test_what_shortcodes_and_embeds_lead_to_is_kept(tmp_path, source, html):
    assert body(tmp_path, source) == html


def test_footnotes_are_kept_below_the_text(tmp_path):
    notes = '<![CDATA[[{"content":"A trial of <em>2019</em>.","id":"a"}]]]>'
    draft = read_one(
        tmp_path,
        body="Words.\n\n<!-- wp:footnotes /-->",
        meta={"footnotes": notes},
    )
    assert draft.sections[-1].heading == "Footnotes"
    assert draft.sections[-1].body == "<ol><li>A trial of <em>2019</em>.</li></ol>"


def test_a_pattern_that_several_posts_share_is_told_as_left_out(tmp_path):
    draft = read_one(tmp_path, body='Words.\n\n<!-- wp:block {"ref":455} /-->')
    assert any("“block” was left out: its text is a pattern" in note for note in draft.notes)


def test_a_file_to_download_is_one_link(tmp_path):
    source = block(
        "file",
        '<div class="wp-block-file"><a href="https://x.org/a.pdf">Leaflet</a>'
        '<a href="https://x.org/a.pdf" class="wp-block-file__button" download>Download</a></div>',
    )
    assert body(tmp_path, source) == '<p><a href="https://x.org/a.pdf">Leaflet</a></p>'


def test_words_that_are_struck_through_are_told(tmp_path):
    draft = read_one(tmp_path, body="Take <del>two</del> one.")
    assert "words that are struck through became plain words" in draft.notes
