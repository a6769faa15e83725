"""An empty database in the middle of a test."""

from articles.archive.loading import _delete_everything


def empty_the_database() -> None:
    """Delete what an export holds and what is derived from it. Accounts stay."""
    _delete_everything()
