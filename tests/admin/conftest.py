"""Who works in the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from tests.factories import make_user


@pytest.fixture(autouse=True)
def _no_sign_off_needed(settings: Any) -> None:
    """Most tests publish without a review; those of the review turn it on."""
    settings.REQUIRE_SIGN_OFF = False


@pytest.fixture
def editor(db: None) -> Any:
    """Somebody who may do everything."""
    return make_user(username="ada", is_superuser=True)


@pytest.fixture
def client(editor: Any) -> Client:
    """A browser in which `editor` is logged in."""
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def client_with(db: None) -> Callable[..., Client]:
    """Makes a browser for a member of staff who has just these permissions of our own."""

    def make(*codenames: str) -> Client:
        user = make_user()
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client = Client()
        client.force_login(user)
        return client

    return make
