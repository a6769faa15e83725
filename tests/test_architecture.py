"""The rules of the code base that no single module can show. Each message names the offender."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest
from django.apps import apps

from articles.models import (
    FAQ,
    Article,
    ArticleAuthor,
    ArticleReviewer,
    BulkItem,
    BulkJob,
    Change,
    Delivery,
    DeliveryAttempt,
    Document,
    DocumentAspect,
    DocumentCitation,
    DocumentLink,
    DocumentName,
    DocumentPerson,
    DocumentTerm,
    Edition,
    Event,
    ImmutableModel,
    ImportChunk,
    ImportJob,
    MissedQuery,
    Notice,
    Origin,
    Passage,
    Person,
    Preview,
    PurgeCursor,
    Redirect,
    Reference,
    RelatedArticle,
    ReviewEntry,
    Schedule,
    SearchEntry,
    SearchTerm,
    Section,
    SetAside,
    SignOff,
    Suggestion,
    Topic,
    ViewCount,
    ViewsRevision,
    WebhookEndpoint,
    WebhookTopic,
)

ROOT = Path(__file__).resolve().parent.parent

# What each part of `articles` may import of the others: imports point one way.
MAY_IMPORT = {
    "models": set(),
    "migrations": {"models"},
    "apps": {"editorial"},  # what checks the settings, which reads no database
    # The index is written where documents are stored, and read where readers ask.
    "search": {"models"},
    "documents": {"search", "models"},
    "delivery": {"search", "models"},
    "api": {"delivery", "models"},
    "editorial": {"documents", "models"},
    "importers": {"editorial", "documents", "models"},
    # All that people wrote as files; Markdown is the importer's.
    "archive": {"importers", "documents", "models"},
    # The stated exception: the one part that reads working copies over HTTP, without a login.
    "preview": {"api", "editorial", "documents", "models"},
    # What the caches in front are told.
    "cdn": {"editorial", "models"},
    "webhooks": {"editorial", "documents", "models"},
    "admin": {"archive", "preview", "webhooks", "editorial", "documents", "models"},
    "management": {
        *("archive", "cdn", "importers", "webhooks"),
        *("editorial", "documents", "models", "config"),
    },
    # What stands around every request, of readers and editors alike.
    "middleware": {"editorial", "delivery"},
}

# Values in, values out: no ORM, no settings, no request. Every part may import these.
PURE = {
    f"articles.documents.{name}"
    for name in (
        *(
            "anchors",
            "breadcrumbs",
            "citations",
            "compiled",
            "compiler",
            "content",
            "events",
            "links",
            "names",
            "public_since",
        ),
        *("richtext", "structured_data", "surrogate_keys", "surroundings", "terms", "whole_text"),
    )
} | {
    f"articles.documents.richtext.{name}"
    for name in ("cleaning", "formats", "plain", "subset", "tidying")
}

# Reads live reference data and documents, never a working copy: an old edition is compiled among
# what is live today.
LIVE_DATA = {"articles.documents.gathering"}

# As pure, but of the editorial part alone.
PURE_EDITORIAL = {f"articles.editorial.{name}" for name in ("changes", "comparison", "merging")} | {
    f"articles.editorial.comparison.{name}"
    for name in ("fields", "lines", "matching", "parts", "texts", "values", "words")
}
# What every check is made of; `editorial.checking` brings the facts.
PURE_EDITORIAL |= {"articles.editorial.checks", "articles.editorial.intervals"}

MUTABLE = {
    *(Article, Section, FAQ, Reference, ArticleAuthor, ArticleReviewer, RelatedArticle),
    *(Topic, Person, Notice),
    *(Schedule, Preview, BulkJob, BulkItem),
    *(SearchEntry, SearchTerm, Suggestion, MissedQuery),
    *(Document, DocumentPerson, DocumentAspect, DocumentLink, Passage, Redirect),
    *(DocumentName, DocumentCitation, DocumentTerm),
    *(ViewCount, ViewsRevision),
    *(Origin, ImportJob, ImportChunk),
    PurgeCursor,
    *(WebhookEndpoint, WebhookTopic, Event, Delivery, DeliveryAttempt),
}
IMMUTABLE = {Edition, Change, SignOff, ReviewEntry, SetAside}

TOP_LEVEL = {
    *("manage.py", "config", "articles", "fixtures", "tests", "pyproject.toml"),
    *("README.md", "LICENSE", "CHANGELOG.md"),
}
GRAB_BAGS = {"common", "helpers", "managers", "misc", "selectors", "services", "utils"}


def tracked(*patterns: str) -> list[Path]:
    """The project's files: those of git, and new ones that it doesn't ignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in names.splitlines() if (path := ROOT / name).exists()]


def modules(*folders: str) -> list[Path]:
    """Python files that people write, so not migrations."""
    paths = tracked(*(f"{folder}/*.py" for folder in folders))
    return [path for path in paths if "migrations" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("articles", "config", cache_dir=None)


def part_of(module: str) -> str:
    """`articles.api.views` → `api`; anything of the configuration → `config`."""
    return module.removeprefix("articles.").split(".")[0]


def test_imports_point_one_way():
    wrong = [
        f"{importer} imports {imported}"
        for importer in graph().modules
        if importer.startswith("articles.")
        for imported in graph().find_modules_directly_imported_by(importer)
        if part_of(imported) not in MAY_IMPORT[part_of(importer)] | {part_of(importer)}
        and imported not in PURE
        and not (part_of(importer) == "delivery" and imported in LIVE_DATA)
    ]
    assert wrong == []


def test_the_configuration_knows_no_article():
    wrong = [
        f"{importer} imports {imported}"
        for importer in graph().modules
        if importer.startswith("config")
        for imported in graph().find_modules_directly_imported_by(importer)
        if imported.startswith("articles")
    ]
    assert wrong == []


def absolute_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("module", sorted(PURE | PURE_EDITORIAL))
def test_a_pure_module_reaches_no_orm_and_no_settings(module):
    reached = {module, *graph().find_upstream_modules(module)}
    wrong = [
        f"{name} imports {imported}"
        for name in reached
        for imported in absolute_imports(source_of(name))
        if imported.startswith(("django.", "rest_framework.", "articles.models"))
        and not imported.startswith("django.utils.")
    ]
    assert wrong == []


def source_of(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def test_no_import_hides_in_a_function():
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules("articles", "config")
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert wrong == []


def test_models_have_no_signals():
    signal = re.compile(r"\b(pre_save|post_save|pre_delete|post_delete|m2m_changed)\b")
    wrong = [
        str(path.relative_to(ROOT))
        for path in modules("articles", "config")
        if signal.search(path.read_text())
    ]
    assert wrong == []


def test_every_model_is_known_as_mutable_or_immutable():
    found = set(apps.get_app_config("articles").get_models())
    assert found == MUTABLE | IMMUTABLE
    assert {model for model in found if issubclass(model, ImmutableModel)} == IMMUTABLE


def test_a_module_can_be_read_in_one_sitting():
    lengths = {
        path.relative_to(ROOT): len(path.read_text().splitlines())
        for path in modules("articles", "config", "tests")
    }
    assert {str(path): length for path, length in lengths.items() if length > 350} == {}


def test_modules_are_named_after_what_they_do():
    wrong = [
        str(path.relative_to(ROOT))
        for path in modules("articles", "config", "tests")
        if GRAB_BAGS & {path.stem, *path.relative_to(ROOT).parts}
    ]
    assert wrong == []


def test_the_top_level_holds_only_what_the_design_names():
    names = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


def test_the_tests_mirror_the_source():
    """One folder of tests a part, and one for config. Delivery is seen through the API."""
    parts = set(MAY_IMPORT) - {"apps", "migrations", "delivery"}
    tests = {path.relative_to(ROOT).parts[1] for path in tracked("tests/*/test_*.py")}
    assert tests == parts | {"benchmarks", "browser", "config", "contract"}
