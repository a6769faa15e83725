"""What values of environment variables have to be, where that takes more than a type."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from environs import ValidationError, validate


def is_time_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValidationError(
            "Must be the name of a time zone, for example Europe/London."
        ) from None


is_address_with_slug = validate.Regexp(
    r"^(https?://|/)[^{}]*\{slug\}[^{}]*$",
    error="Must be a path or an http(s) address that contains {{slug}} once.",
)

is_language = validate.Regexp(r"^[a-zA-Z]{2,3}(-\w{2,8})*$", error="Must be like en or en-GB.")


def are_addresses(values: list[str]) -> None:
    if not all(re.match(r"https?://[^\s/?#]+\S*$", value) for value in values):
        raise ValidationError("Must be http(s) addresses, with commas.")
