"""Archives: nothing comes out that wasn't meant to."""

import stat
import zipfile

import pytest

from articles.importers import zipped
from articles.importers.drafts import ImportProblem, LeftOut
from articles.importers.zipped import members_of

PAGES = frozenset({".md"})


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "pages.zip"

    def make(members):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, data in members.items():
                file.writestr(name, data)
        return [what for _, what in members_of(path, PAGES)]

    return make


def test_pages_come_out_and_others_are_counted(archive):
    assert archive({"a/b.md": "x", "a/c.png": "y"}) == [b"x", LeftOut("1 files in it are no pages")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a/site.xml", b'<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/">'),
        ("b.JSON", b'\xef\xbb\xbf\n{ "db": [{"data": {}}]}'),
    ],
    ids=["WordPress", "Ghost"],
)
def test_an_export_comes_out_as_a_file(tmp_path, name, data):
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(name, data)
    members = members_of(path, PAGES)
    label, unpacked = next(members)
    assert (label, unpacked.read_bytes()) == (f"pages.zip/{name}", data)
    assert list(members) == []
    assert not unpacked.exists()


@pytest.mark.parametrize("name", ["sitemap.xml", "package.json"])
def test_other_xml_and_json_is_none(archive, name):
    data = {"sitemap.xml": "<urlset/>", "package.json": '{"name": "db"}'}[name]
    assert archive({name: data}) == [LeftOut("1 files in it are no pages")]


def test_an_export_that_gets_too_large_is_left(archive, monkeypatch):
    monkeypatch.setattr(zipped, "MAX_TOTAL", 100_000)
    (problem,) = archive({"a.json": b'{"db":' + b" " * 1_000_000})
    assert "more than" in problem.reason


@pytest.mark.parametrize("name", ["__MACOSX/a/._b.md", "a/._b.md", ".git/b.md"])
def test_what_systems_keep_beside_pages_is_none(archive, name):
    assert archive({name: "\0"}) == [LeftOut("1 files in it are no pages")]


def test_a_name_from_windows_is_one_of_folders(archive):
    assert archive({"a\\b.md": "x"}) == [b"x"]


@pytest.mark.parametrize("name", ["../a.md", "/etc/a.md", "a/../../b.md", "C:/a.md", "..\\a.md"])
def test_a_name_that_leads_out_is_refused(archive, name):
    (problem,) = archive({name: "x"})
    assert "leads out" in problem.reason


def test_a_link_is_refused(archive):
    info = zipfile.ZipInfo("link.md")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    (problem,) = archive({info: "/etc/passwd"})
    assert "link" in problem.reason


def test_a_bomb_is_left_when_it_gets_too_large(archive, monkeypatch):
    monkeypatch.setattr(zipped, "MAX_PAGE", 100_000)
    bomb, good = archive({"a.md": b"0" * 10_000_000, "b.md": "x"})
    assert "more than" in bomb.reason
    assert good == b"x"


def test_many_small_ones_are_a_bomb_too(archive, monkeypatch):
    monkeypatch.setattr(zipped, "MAX_TOTAL", 25)
    found = archive({f"{n}.md": b"0" * 10 for n in range(9)})
    assert found[:2] == [b"0" * 10] * 2
    assert isinstance(found[-1], ImportProblem)


def test_what_is_no_archive_is_told(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\3\4nonsense")
    ((_, problem),) = members_of(path, PAGES)
    assert isinstance(problem, ImportProblem)
