"""Links to working copies: who makes them, what opens them, and when they stop working."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles.editorial.previewing import (
    PreviewExpired,
    PreviewRevoked,
    PreviewUnknown,
    open_preview,
    own_preview,
    previews_of,
    revoke,
    share,
    token_of,
)
from articles.models import Preview
from tests.factories import make_article, make_user
from tests.roles import ADMINISTRATORS, PUBLISHERS, REVIEWERS, WRITERS, make_member

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("group", [WRITERS, REVIEWERS, PUBLISHERS, ADMINISTRATORS])
def test_every_role_may_share_and_revoke(group):
    member = make_member(group)
    preview = share(make_article(), by=member, label="Dr Voss")
    assert open_preview(token_of(preview)) == preview
    revoke(preview, by=member)
    with pytest.raises(PreviewRevoked):
        open_preview(token_of(preview))


def test_who_works_on_no_article_neither_shares_nor_revokes():
    article, stranger = make_article(), make_user()
    preview = share(article, by=make_member(WRITERS))
    for act in (
        lambda: share(article, by=stranger),
        lambda: own_preview(article, by=stranger),
        lambda: revoke(preview, by=stranger),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Preview.objects.get().revoked_at is None


def test_a_link_works_for_as_long_as_the_setting_says(settings):
    settings.PREVIEW_MAX_AGE = 3600
    token = token_of(share(make_article(), by=make_member(WRITERS), at=NOW))
    assert open_preview(token, at=NOW + HOUR - timedelta(seconds=1))
    with pytest.raises(PreviewExpired):
        open_preview(token, at=NOW + HOUR)


def test_a_shorter_time_can_be_chosen_and_a_longer_one_not(settings):
    settings.PREVIEW_MAX_AGE = 7200
    article, writer = make_article(), make_member(WRITERS)
    assert share(article, by=writer, at=NOW, max_age=HOUR).expires_at == NOW + HOUR
    assert share(article, by=writer, at=NOW, max_age=5 * HOUR).expires_at == NOW + 2 * HOUR


def test_a_token_opens_its_own_article_only():
    writer, one, two = make_member(WRITERS), make_article(), make_article()
    tokens = [token_of(share(article, by=writer)) for article in (one, two)]
    assert [open_preview(token).article for token in tokens] == [one, two]


def test_a_token_that_was_tampered_with_opens_nothing(django_assert_num_queries):
    writer = make_member(WRITERS)
    one, two = (token_of(share(make_article(), by=writer)) for _ in range(2))
    forged = [
        "", ".", "x", "x.y", one[:-1], f"{one}A", one.lower(), f"{one} ", one.replace(".", ":"),
        f"{one.split('.')[0]}.{two.split('.')[1]}", f"\0{one}", "ß.ß", "a" * 5000,
    ]  # fmt: skip
    with django_assert_num_queries(0):
        for token in forged:
            with pytest.raises(PreviewUnknown):
                open_preview(token)


def test_a_token_signed_with_another_key_opens_nothing(settings):
    token = token_of(share(make_article(), by=make_member(WRITERS)))
    settings.SECRET_KEY = "another"
    with pytest.raises(PreviewUnknown):
        open_preview(token)


def test_the_link_of_a_deleted_article_opens_nothing():
    article = make_article()
    token = token_of(share(article, by=make_member(WRITERS)))
    article.delete()
    with pytest.raises(PreviewUnknown):
        open_preview(token)


def test_revoking_twice_keeps_the_first_time():
    writer = make_member(WRITERS)
    preview = share(make_article(), by=writer, at=NOW)
    revoke(preview, by=writer, at=NOW + HOUR)
    revoke(preview, by=writer, at=NOW + 2 * HOUR)
    preview.refresh_from_db()
    assert preview.revoked_at == NOW + HOUR


def test_ones_own_link_is_made_once_and_again_when_half_its_time_is_gone():
    article, writer, other = make_article(), make_member(WRITERS), make_member(WRITERS)
    share(article, by=writer, label="Dr Voss", at=NOW)
    first = own_preview(article, by=writer, at=NOW)
    assert first.label == ""
    assert own_preview(article, by=writer, at=NOW + HOUR) == first
    assert own_preview(article, by=other, at=NOW + HOUR) != first
    assert own_preview(article, by=writer, at=NOW + 13 * HOUR) != first


def test_ones_own_link_is_made_anew_after_it_was_revoked():
    article, writer = make_article(), make_member(WRITERS)
    first = own_preview(article, by=writer)
    revoke(first, by=writer)
    assert own_preview(article, by=writer) != first


def test_only_links_that_work_are_listed():
    article, writer = make_article(), make_member(WRITERS)
    works = share(article, by=writer, at=NOW, label="works")
    share(article, by=writer, at=NOW, label="expired", max_age=HOUR)
    revoke(share(article, by=writer, at=NOW, label="revoked"), by=writer, at=NOW)
    share(make_article(), by=writer, at=NOW, label="elsewhere")
    assert previews_of(article, at=NOW + HOUR) == [works]
