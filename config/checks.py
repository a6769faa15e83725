"""Checks of a deployment: `manage.py check --deploy` runs them."""

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

# Names that lead nowhere, or to the machine itself (RFC 2606 and 6761).
RESERVED = ("localhost", "example", "test", "invalid", "example.com", "example.net", "example.org")
FRONT_END = ("SITE_URL", "FRONTEND_ARTICLE_URL", "FRONTEND_TOPIC_URL")


def check_secret_key_is_shared(**_: Any) -> list[checks.CheckMessage]:
    """Warn where several machines may share a database and each makes its own key."""
    engine = settings.DATABASES["default"]["ENGINE"]
    if not settings.SECRET_KEY_IS_LOCAL or engine.endswith("sqlite3"):
        return []
    return [
        checks.Warning(
            "SECRET_KEY is not set, so every machine makes a key of its own.",
            hint="A login on one machine is not known to the others. Set SECRET_KEY to the same "
            "long random text on all of them.",
            id="galley.W001",
        )
    ]


def check_front_end_is_somewhere(**_: Any) -> list[checks.CheckMessage]:
    """Warn where what is published would lead search engines and readers nowhere."""
    hosts = {name: urlsplit(getattr(settings, name)).hostname for name in FRONT_END}
    wrong = {name: host for name, host in hosts.items() if host and _leads_nowhere(host)}
    if not wrong:
        return []
    told = ", ".join(f"{name} is on {host}" for name, host in wrong.items())
    return [
        checks.Warning(
            f"The front end's address leads nowhere: {told}.",
            hint="JSON-LD, feeds, the sitemap and links between articles hold it. Set SITE_URL to "
            "where readers find the site, then run manage.py rebuild_documents.",
            id="galley.W002",
        )
    ]


def _leads_nowhere(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return any(host == name or host.endswith(f".{name}") for name in RESERVED)
    return address.is_loopback or address.is_unspecified
