"""manage.py purge, against a real receiver."""

import pytest
from django.core.management import CommandError, call_command

from tests.cdn.receiver import receiver

__all__ = ["receiver"]


def test_it_purges_the_keys_that_it_is_given(receiver, capsys):
    call_command("purge", "topic-1", "articles")
    assert receiver.keys == [{"topic-1", "articles"}]
    assert "purged topic-1 articles" in capsys.readouterr().out


def test_all_is_everything_that_galley_answered(receiver):
    call_command("purge", "--all")
    assert receiver.keys == [{"galley"}]


def test_more_than_a_request_takes_go_in_several(receiver):
    call_command("purge", *(f"topic-{number}" for number in range(150)))
    assert [len(keys) for keys in receiver.keys] == [100, 50]


def test_a_failure_is_told_and_fails_the_command(receiver, capsys):
    receiver.answers = [(500, b"broken")]
    with pytest.raises(CommandError):
        call_command("purge", "--all")
    assert "it answered 500: broken" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["--all", "articles"], ["no key"], ["a\nb"]])
def test_what_can_not_be_meant_is_refused(receiver, arguments):
    with pytest.raises(CommandError):
        call_command("purge", *arguments)
    assert receiver.requests == []


def test_without_a_cdn_it_says_so(settings):
    settings.CDN_PURGER = ""
    with pytest.raises(CommandError, match="CDN_PURGER is not set"):
        call_command("purge", "--all")
