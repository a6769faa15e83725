"""What each kind of cache is sent, against a real receiver."""

import json

import pytest

from articles.cdn.purgers import Cloudflare, Fastly, PurgeError, Varnish, VarnishBan, purgers


def test_varnish_gets_a_purge_with_the_keys_in_a_header(receiver):
    Varnish(receiver.url).purge(["articles", "topic-1"])
    method, _, headers, _ = receiver.requests[0]
    assert (method, headers["xkey-purge"]) == ("PURGE", "articles topic-1")


def test_a_varnish_without_xkey_gets_a_ban_with_the_keys_as_a_pattern(receiver):
    VarnishBan(receiver.url).purge(["articles", "topic-1"])
    method, _, headers, _ = receiver.requests[0]
    assert (method, headers["ban-keys"]) == ("BAN", "articles|topic-1")


def test_fastly_gets_the_keys_and_the_token(receiver):
    Fastly(f"{receiver.url}service/x/purge", "secret").purge(["articles", "topic-1"])
    method, path, headers, body = receiver.requests[0]
    assert (method, path, headers["Fastly-Key"]) == ("POST", "/service/x/purge", "secret")
    assert json.loads(body) == {"surrogate_keys": ["articles", "topic-1"]}


def test_cloudflare_gets_tags_and_the_token(receiver):
    receiver.answers = [(200, b'{"success": true}')]
    Cloudflare(f"{receiver.url}zones/x/purge_cache", "secret").purge(["articles"])
    method, path, headers, body = receiver.requests[0]
    assert (method, path) == ("POST", "/zones/x/purge_cache")
    assert headers["Authorization"] == "Bearer secret"
    assert json.loads(body) == {"tags": ["articles"]}


@pytest.mark.parametrize("body", [b'{"success": false}', b"<html>", b"[]"])
def test_cloudflare_may_refuse_with_a_200(receiver, body):
    receiver.answers = [(200, body)]
    with pytest.raises(PurgeError):
        Cloudflare(receiver.url, "secret").purge(["articles"])


@pytest.mark.parametrize("status", [403, 429, 500])
def test_what_is_no_success_is_a_failure_that_says_why(receiver, status):
    receiver.answers = [(status, b"because")]
    with pytest.raises(PurgeError, match=f"{status}: because"):
        Varnish(receiver.url).purge(["articles"])


def test_a_redirect_is_not_followed(receiver):
    receiver.answers = [(302, b"")]
    with pytest.raises(PurgeError):
        Varnish(receiver.url).purge(["articles"])
    assert len(receiver.requests) == 1


def test_a_cache_that_is_away_is_a_failure(receiver):
    receiver.stop()
    with pytest.raises(PurgeError, match="ConnectError"):
        Varnish(receiver.url).purge(["articles"])


def test_the_settings_may_name_a_class_of_ones_own(settings):
    settings.CDN_PURGER = "articles.cdn.purgers.Fastly"
    settings.CDN_PURGE_URLS, settings.CDN_PURGE_TOKEN = ["http://a/", "http://b/"], "t"
    assert purgers() == [Fastly("http://a/", "t"), Fastly("http://b/", "t")]
