"""Where mail goes: from the parts of an address to Django's settings, old and new."""

from collections.abc import Mapping
from typing import Any

import django
from django.core.exceptions import ImproperlyConfigured


def mail_settings(mail: Mapping[str, Any]) -> dict[str, Any]:
    """The settings for the address that `mail` holds in parts, as dj-email-url gives them.

    Raises:
        ImproperlyConfigured: it is none.
    """
    if "EMAIL_BACKEND" not in mail:
        raise ImproperlyConfigured(
            "EMAIL_URL must begin with smtp:, submission: (with TLS) or console:."
        )
    if django.VERSION < (6, 1):
        return dict(mail)
    # The names before are deprecated there.
    options = {
        "host": mail["EMAIL_HOST"],
        "port": mail["EMAIL_PORT"],
        "username": mail["EMAIL_HOST_USER"],
        "password": mail["EMAIL_HOST_PASSWORD"],
        "use_tls": mail["EMAIL_USE_TLS"],
        "use_ssl": mail["EMAIL_USE_SSL"],
    }
    default = {"BACKEND": mail["EMAIL_BACKEND"], "OPTIONS": options if options["host"] else {}}
    return {"MAILERS": {"default": default}}
