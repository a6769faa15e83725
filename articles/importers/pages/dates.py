"""Dates and reading times, as pages write them."""

import re
from datetime import date

import dateparser

# A line of a page's head is short; longer ones are text in which a date happens to stand.
MAX_LINE = 120
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    r"\b(?:\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:{_MONTHS})[a-z]*\.?,?\s+\d{{4}}"
    rf"|(?:{_MONTHS})[a-z]*\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})\b",
    re.IGNORECASE,
)
_READING_TIME = re.compile(
    r"\b(\d{1,3})\s*[- ]?min(?:ute)?s?\.?(?:\s+(?:to\s+)?read(?:ing)?(?:\s+time)?)\b"
    r"|\b(?:reading|read)\s+time:?\s*(\d{1,3})\s*min(?:ute)?s?\b",
    re.IGNORECASE,
)
# What else stands on such a line.
_FILLING = re.compile(
    r"\b(?:(?:first |originally )?published|posted|created|(?:last )?updated|(?:last )?modified"
    r"|date|on|at|edited|est|utc|gmt|am|pm)\b|\d{1,2}:\d{2}(?::\d{2})?|[\s|·•,.:;()\u2013\u2014-]+",
    re.IGNORECASE,
)


def parse_date(text: str) -> date | None:
    """The day that a date of a page names; days stand before months where it can't be told.

    >>> parse_date("18-03-2025")
    datetime.date(2025, 3, 18)
    >>> parse_date("2025-03-18T09:00:00+01:00")
    datetime.date(2025, 3, 18)
    """
    text = text.strip()[:60]
    if found := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            return None
    settings = {"DATE_ORDER": "DMY", "STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
    try:
        parsed = dateparser.parse(text, languages=["en"], settings=settings)
    except (ValueError, OverflowError):
        return None
    return parsed.date() if parsed else None


def head_line(text: str) -> tuple[date | None, int | None] | None:
    """The date and the reading minutes of a line that holds nothing else; None if it does.

    >>> head_line("3 min read 18-03-2025")
    (datetime.date(2025, 3, 18), 3)
    >>> head_line("It took 3 minutes to read") is None
    True
    """
    if len(text) > MAX_LINE:
        return None
    dates, times = _DATE.findall(text), _READING_TIME.findall(text)
    rest = _FILLING.sub("", _READING_TIME.sub(" ", _DATE.sub(" ", text)))
    if rest or not (dates or times):
        return None
    minutes = next((int(number) for number in (times[0] if times else ()) if number), None)
    return (parse_date(dates[0]) if dates else None), minutes


def is_modified(text: str) -> bool:
    """Whether a line that has a date says that it is one of a change."""
    return bool(re.match(r"\s*(?:last )?(?:updated|modified|edited)\b", text, re.IGNORECASE))
