"""The programs that copy a PostgreSQL database, as they are called for this one. Pure."""

from collections.abc import Mapping
from typing import Any


def _where(database: Mapping[str, Any]) -> list[str]:
    """The options for a database of Django's settings; the password is none of them."""
    options = (("host", "HOST"), ("port", "PORT"), ("username", "USER"), ("dbname", "NAME"))
    return [f"--{name}={database[key]}" for name, key in options if database.get(key)]


def dump_command(database: Mapping[str, Any], file: str) -> list[str]:
    """
    >>> dump_command({"HOST": "db", "USER": "galley", "NAME": "content"}, "galley.dump")[2:]
    ['--file=galley.dump', '--host=db', '--username=galley', '--dbname=content']
    """
    return ["pg_dump", "--format=custom", f"--file={file}", *_where(database)]


def restore_command(database: Mapping[str, Any], file: str) -> list[str]:
    """All or nothing, in place of what is there."""
    how = ["--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction"]
    return ["pg_restore", *how, *_where(database), file]
