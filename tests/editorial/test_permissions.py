"""Who may publish what: asked in the acts themselves."""

import pytest
from django.core.exceptions import PermissionDenied

from articles.editorial.publishing import SignOffMissing, publish, unpublish
from articles.models import Article, Change, Document, Edition
from tests.factories import make_article, make_live_article
from tests.roles import ADMINISTRATORS, PUBLISHERS, REVIEWERS, WRITERS, make_member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("group", [WRITERS, REVIEWERS])
def test_those_who_do_not_publish_are_refused(group):
    article, live = make_article(), make_live_article()
    before = Change.objects.count()

    with pytest.raises(PermissionDenied):
        publish(article, by=make_member(group))
    with pytest.raises(PermissionDenied):
        unpublish(live, by=make_member(group))

    assert Change.objects.count() == before


def test_a_publisher_needs_a_sign_off():
    with pytest.raises(SignOffMissing):
        publish(make_article(), by=make_member(PUBLISHERS))


def test_a_publisher_can_not_give_a_reason_instead():
    with pytest.raises(PermissionDenied):
        publish(make_article(), by=make_member(PUBLISHERS), exception_reason="Urgent.")
    assert not Edition.objects.exists()


def test_an_administrator_gives_a_reason_and_the_edition_keeps_it():
    edition = publish(
        make_article(), by=make_member(ADMINISTRATORS), exception_reason=" Wrong dose. "
    )
    assert (edition.exception_reason, edition.sign_off) == ("Wrong dose.", None)


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_administrator_without_a_reason_is_refused(reason):
    with pytest.raises(SignOffMissing):
        publish(make_article(), by=make_member(ADMINISTRATORS), exception_reason=reason)


def test_where_no_sign_off_is_required_a_publisher_just_publishes(settings):
    settings.REQUIRE_SIGN_OFF = False
    edition = publish(make_article(), by=make_member(PUBLISHERS), exception_reason="Habit.")
    assert edition.exception_reason == ""


def test_the_command_line_leaves_a_reason():
    assert publish(make_article(), by=None).exception_reason == "Published from the command line."


def test_moving_takes_a_permission_of_its_own(settings):
    settings.REQUIRE_SIGN_OFF = False
    article = make_live_article()
    publisher = make_member(PUBLISHERS)
    group = publisher.groups.get()
    group.permissions.remove(group.permissions.get(codename="move_article"))
    Article.objects.filter(pk=article.pk).update(slug="elsewhere")

    with pytest.raises(PermissionDenied):
        publish(article, by=publisher)

    assert Document.objects.get().slug == article.slug


def test_an_account_that_was_deactivated_may_do_nothing():
    user = make_member(ADMINISTRATORS, is_active=False)
    with pytest.raises(PermissionDenied):
        publish(make_article(), by=user, exception_reason="Urgent.")
