"""What the tests of previews share."""

import pytest

from articles.editorial.previewing import share, token_of
from tests.roles import WRITERS, make_member


@pytest.fixture
def token_for(db):
    """The token of a fresh link to an article."""
    return lambda article, **values: token_of(share(article, by=make_member(WRITERS), **values))
