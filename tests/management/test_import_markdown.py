"""manage.py import_markdown: files in, articles out, and the bad ones told apart."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Change, Document, Edition, Person, Topic
from tests.factories import make_article, make_person, publish

pytestmark = pytest.mark.django_db
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


@pytest.fixture
def folder(tmp_path):
    def write(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.md").write_text(text)
        return tmp_path

    return write


def page(slug, body="## Overview\n\nWords.", **values):
    keys = {"title": slug.title(), "slug": slug} | values
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + f"---\n{body}\n"


def import_(path, capsys, *options):
    """What the command prints; its errors where some files failed."""
    try:
        call_command("import_markdown", str(path), *options)
    except CommandError:
        return capsys.readouterr().err
    return capsys.readouterr().out


def test_a_file_becomes_a_draft(folder, capsys):
    assert "1 created" in import_(folder(one=page("one")), capsys)
    assert not Document.objects.exists()


def test_publish_makes_it_live(folder, capsys):
    import_(folder(one=page("one")), capsys, "--publish")
    assert Document.objects.get().slug == "one"


def test_importing_again_changes_nothing(folder, capsys):
    path = folder(one=page("one", related="two"), two=page("two", "## A\n\n[x](article:one#a)"))
    import_(path, capsys, "--publish")
    saved = list(Article.objects.order_by("slug").values())
    counts = Edition.objects.count(), Change.objects.count()
    assert "2 unchanged" in import_(path, capsys, "--publish")
    assert list(Article.objects.order_by("slug").values()) == saved
    assert (Edition.objects.count(), Change.objects.count()) == counts


def test_what_differs_is_left_alone_without_update(folder, capsys):
    import_(folder(one=page("one")), capsys)
    assert "1 different" in import_(folder(one=page("one", title="New")), capsys)
    assert Article.objects.get().title == "One"


def test_update_changes_what_differs_and_keeps_ids_and_anchors(folder, capsys):
    import_(folder(one=page("one", "## Old words\n\nSame text.")), capsys, "--publish")
    before = Article.objects.get()
    body = "## New words\n\nSame text.\n\n## More\n\nx"
    out = import_(folder(one=page("one", body)), capsys, "--update", "--publish")
    assert "1 updated" in out
    assert "1 published" in out
    assert Article.objects.get().pk == before.pk
    assert [row.anchor for row in before.sections.all()] == ["old-words", "more"]


def test_publish_takes_an_unchanged_draft_live(folder, capsys):
    path = folder(one=page("one"))
    import_(path, capsys)
    assert "1 unchanged, 0 different, 1 published" in import_(path, capsys, "--publish")


def test_a_dry_run_tells_all_and_stores_nothing(folder, capsys):
    path = folder(one=page("one", topic="Pain"), two=page("two"))
    out = import_(path, capsys, "--publish", "--dry-run")
    assert "Would be: 2 created" in out
    assert "2 published" in out
    assert not any(model.objects.exists() for model in (Article, Topic, Edition, Change))


def test_a_bad_file_is_named_and_the_others_go_in(folder, capsys):
    path = folder(a=page("a"), b=page("b", "## X {health_aspect=Nope}\n\nx"), c=page("c"))
    assert f"{path}/b.md:5: Unknown health_aspect “Nope”" in import_(path, capsys)
    assert set(Article.objects.values_list("slug", flat=True)) == {"a", "c"}


def test_nothing_of_a_bad_file_is_left_behind(folder, capsys):
    import_(folder(a=page("a", topic="Pain", authors="Ann Lee", disclaimer="none")), capsys)
    assert not any(model.objects.exists() for model in (Article, Topic, Person, Change))


def test_what_a_bad_file_would_have_created_is_created_for_the_next(folder, capsys):
    path = folder(a=page("a", topic="Pain", disclaimer="none"), b=page("b", topic="Pain"))
    import_(path, capsys)
    assert Article.objects.get().topic.slug == "pain"


def test_one_that_can_not_go_live_is_in_nobody_elses_way(folder, capsys):
    """They are stored together, and then each alone: nothing is told or created twice."""
    files = {f"page{number}": page(f"page{number}", topic="Sleep") for number in range(5)}
    bad = page("popular", topic="Sleep")
    output = import_(folder(**files, popular=bad), capsys, "--publish")
    assert "is the address of a list" in output
    assert Document.objects.count() == Edition.objects.count() == 5
    assert not Article.objects.filter(slug="popular").exists()
    assert Topic.objects.count() == 1


def test_articles_that_go_live_together_link_to_one_another_at_once(folder, capsys):
    import_(
        folder(one=page("one", "## A\n\n[x](article:two)"), two=page("two", "## A\n\nWords.")),
        capsys,
        "--publish",
    )
    assert "/two/" in Document.objects.get(slug="one").full
    assert Change.objects.count() == 2


def test_publishing_many_takes_few_statements(folder, capsys, django_assert_max_num_queries):
    path = folder(**{f"page{number}": page(f"page{number}") for number in range(16)})
    with django_assert_max_num_queries(50):
        import_(path, capsys, "--publish")
    assert Document.objects.count() == 16


def test_the_second_file_with_a_slug_is_refused(folder, capsys):
    path = folder(a=page("same"), b=page("same", title="Other"))
    err = import_(path, capsys)
    assert f"{path}/b.md:3: The slug “same” is that of {path}/a.md too." in err
    assert Article.objects.get().title == "Same"


def test_links_and_picks_within_a_run_are_joined_whatever_the_order(folder, capsys):
    path = folder(a=page("a", "## A\n\n[b](article:b#x)", related="b"), b=page("b"))
    import_(path, capsys, "--publish")
    document = Document.objects.get(slug="a")
    assert 'href=\\"/articles/b/#x\\"' in document.full
    assert '"related":[{"slug":"b"' in document.full


def test_an_unknown_pick_is_refused_with_the_nearest(folder, capsys):
    path = folder(a=page("a", related="migrane"), b=page("migraine"))
    assert "Did you mean “migraine”?" in import_(path, capsys)


def test_an_article_is_not_related_to_itself(folder, capsys):
    assert "related to itself" in import_(folder(a=page("a", related="a")), capsys)


def test_an_unknown_person_by_slug_is_refused_with_the_nearest(folder, capsys):
    make_person("Ada Byrne", slug="ada-byrne")
    assert "Did you mean “ada-byrne”?" in import_(folder(a=page("a", authors="ada-byrn")), capsys)


def test_a_slug_that_a_live_article_still_has_is_refused(folder, capsys):
    other = make_article(slug="taken")
    publish(other)
    other.slug = "moved"
    other.save()
    err = import_(folder(a=page("taken")), capsys, "--publish")
    assert "still that of the live article" in err
    assert not Article.objects.filter(slug="taken").exists()


def test_five_hundred_sections_are_stored(folder, capsys):
    body = "\n\n".join(f"## S{number}\n\nx" for number in range(500))
    import_(folder(a=page("a", body)), capsys, "--publish")
    assert Document.objects.get().passages.count() == 500


def test_a_path_that_is_not_there_is_refused(capsys):
    with pytest.raises(CommandError, match="There is no"):
        call_command("import_markdown", "nowhere")


def test_a_folder_without_markdown_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"no \.md file"):
        call_command("import_markdown", str(tmp_path))


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the corpus in ../shared/corpus")
def test_the_corpus_imports_and_publishes(capsys):
    assert "616 created" in import_(CORPUS, capsys, "--publish")
    assert Document.objects.count() == 616


def test_the_edition_says_that_it_was_imported(folder, capsys):
    import_(folder(one=page("one")), capsys, "--publish")
    assert Edition.objects.get().exception_reason == "Imported from the command line."
