"""Checks as a project writes them, for `CHECKS_MODULES`."""

from articles.editorial.checks import Remark, check


@check("title.shouts", severity="error", hint="Use sentence case.")
def title_shouts(content, facts):
    """A title in capitals."""
    if content.title.isupper():
        yield Remark("The title is all capitals.", field="title")
