"""What somebody sees who lets schemathesis loose on the demo, as the README says."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from articles.importers import demo

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")


@pytest.fixture
def service(live_server, transactional_db):
    demo.load_content(settings.BASE_DIR / "fixtures")
    return live_server.url


@pytest.mark.slow
def test_it_finds_no_fault(service, tmp_path):
    command = Path(sys.executable).with_name("schemathesis")
    schema = f"{service}/api/v1/schema/?format=json"
    # The other phases ask thousands of times.
    only = ["--phases", "examples,coverage", "--warnings", "off", "--no-color"]
    run = subprocess.run(
        [command, "--config-file", CONFIGURATION, "run", schema, *only],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert run.returncode == 0, run.stdout
