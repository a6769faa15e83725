"""The project's own settings with one view more: the bare one that all others are held against."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
