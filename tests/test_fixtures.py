"""The demo's topics, people and notices are a fixture that `loaddata` takes, again and again."""

import pytest
from django.core.management import call_command

from articles.models import Notice, Person, Topic

pytestmark = pytest.mark.django_db


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Topic, Person, Notice)]


def test_loading_the_demo_twice_doubles_nothing():
    call_command("loaddata", "demo", verbosity=0)
    once = rows()
    call_command("loaddata", "demo", verbosity=0)

    assert all(once)
    assert rows() == once


def test_loading_the_demo_keeps_what_is_there():
    own = Topic.objects.create(slug="own", name="Own")

    call_command("loaddata", "demo", verbosity=0)

    assert Topic.objects.get(pk=own.pk).name == "Own"
