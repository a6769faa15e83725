"""History outlives the articles that it is of."""

import pytest

from articles.editorial.publishing import unpublish
from articles.editorial.review import request_review
from articles.models import Edition, ReviewEntry, SignOff
from tests.desk import sign_off
from tests.factories import make_article, make_user, publish

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Edition, SignOff, ReviewEntry], ids=lambda model: model.__name__)
def test_rows_of_a_deleted_article_are_listed(model):
    article = make_article()
    request_review(article, by=make_user(is_superuser=True))
    sign_off(article, make_user(is_superuser=True))
    publish(article)
    unpublish(article, by=None)
    article.delete()
    assert list(model.objects.all())
    assert model.objects.first()
