"""Packages of npm that tests hold our answers against, in a folder that goes with the test."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest

needs_npm = pytest.mark.skipif(
    not (shutil.which("npm") and shutil.which("node")),
    reason="needs npm and node, to install and run the packages that check",
)


def install(source: Path, folder: Path) -> Path:
    """Copy `source`, which has a package.json, to `folder`, and install what it names."""
    shutil.copytree(source, folder, dirs_exist_ok=True)
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"]
    for pause in (5, 20, None):
        result = subprocess.run(command, cwd=folder, timeout=300, check=pause is None)
        if result.returncode == 0:
            break
        time.sleep(pause)
    return folder
