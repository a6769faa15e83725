"""JSON-LD compiled against schema-dts: the types that Google makes of schema.org's vocabulary.

They know which properties a type has and what each may hold, so nothing here is our own opinion.
"""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Document
from tests.npm import install, needs_npm

from .test_linked_data import linked_data

HERE = Path(__file__).parent / "schema_org"
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "articles"
pytestmark = [pytest.mark.slow, needs_npm]


@pytest.fixture(scope="module")
def errors(tmp_path_factory):
    """What the compiler says of texts, each as if it were an article's: messages by their place."""
    folder = install(HERE, tmp_path_factory.mktemp("schema_org"))

    def compiled(texts):
        lines = [f"export const a{n}: Graph = {text};" for n, text in enumerate(texts)]
        program = "\n".join(['import type { Graph } from "schema-dts";', *lines])
        (folder / "articles.ts").write_text(program)
        command = ["npx", "--no-install", "tsc", "--noEmit", "--strict", "--skipLibCheck"]
        said = subprocess.run(
            [*command, "articles.ts"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        ).stdout
        # The first line is the import.
        found = re.findall(r"^articles\.ts\((\d+),\d+\): error (.*)$", said, re.MULTILINE)
        assert found or not said, said
        return {int(line) - 2: message for line, message in found}

    return compiled


@pytest.mark.django_db
def test_the_demo_articles_have_what_schema_org_has(errors, settings):
    settings.SITE_URL = "https://example.org"
    call_command("loaddata", "demo", verbosity=0)
    call_command("import_markdown", str(FIXTURES), publish=True, verbosity=0)
    texts = list(Document.objects.values_list("json_ld", flat=True))
    assert len(texts) >= 13
    assert errors([*texts, linked_data()]) == {}


def test_the_compiler_finds_what_schema_org_does_not_have(errors):
    wrong = {
        '"headline":': '"lastReviewed":"2026-01-02","headline":',
        '"wordCount":': '"wordcount":',
        "SymptomsHealthAspect": "DiagnosisHealthAspect",
        '{"@type":"Answer"': '{"@type":"Person"',
        '"jobTitle"': '"jobTitel"',
        '"@type":"MedicalWebPage"': '"@type":"MedicalPage"',
        '"position":1': '"position":true',
        '"@type":"CorrectionComment"': '"@type":"WebSite"',
    }
    text = linked_data()
    assert all(good in text for good in wrong)
    found = errors([text.replace(good, bad) for good, bad in wrong.items()])
    assert sorted(found) == list(range(len(wrong)))
    assert "'\"lastReviewed\"' does not exist in type 'ArticleLeaf'" in found[0]
