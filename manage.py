#!/usr/bin/env python
"""Galley's command line: `manage.py help` lists the commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415
    except ImportError as error:
        raise SystemExit(
            "Django is not installed for this Python. "
            "Run the first command of the README, or activate the virtual environment."
        ) from error
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
