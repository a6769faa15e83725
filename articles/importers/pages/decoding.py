"""From the bytes of a page to its text, whatever the page says of its encoding."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from charset_normalizer import from_bytes

from articles.importers.drafts import ImportProblem

# Bytes. The largest real pages have some 3 MB, with pictures inside.
MAX_PAGE_SIZE = 10_000_000
# How much of a page is looked at for the encoding that it declares, in bytes.
HEAD = 4096

_BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([-\w]{1,40})""", re.IGNORECASE)
_ARCHIVE = re.compile(
    rb"\A(?:From: <Saved by|MIME-Version:|Snapshot-Content-Location:)", re.IGNORECASE
)


def decode(data: bytes) -> str:
    """The text of `data`: by its byte order mark, as UTF-8, as declared, or as it looks.

    UTF-8 goes before what is declared, for other encodings hardly ever happen to be valid UTF-8,
    while pages that were converted often kept an old declaration.

    Raises:
        ImportProblem: it is too large, or no text.
    """
    if len(data) > MAX_PAGE_SIZE:
        raise ImportProblem(
            f"The page has {len(data) / 1e6:.1f} MB; at most {MAX_PAGE_SIZE / 1e6:.0f} MB are read."
        )
    text = _decoded(data)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise ImportProblem("The page holds a NUL byte, which no text has.", line=line)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        pass
    if declared := _DECLARED.search(data[:HEAD]):
        try:
            return data.decode(declared[1].decode())
        except (LookupError, UnicodeDecodeError):
            pass
    best = from_bytes(data).best()
    if best is None:
        raise ImportProblem("No encoding makes text of these bytes. Save the page as UTF-8.")
    return str(best)


def unpacked(data: bytes) -> tuple[bytes, str]:
    """The HTML of a page that a browser saved as one file (MHTML), and its address.

    Anything else comes back as it is, without an address.
    """
    if not _ARCHIVE.match(data[:200].lstrip()):
        return data, ""
    message = message_from_bytes(data, policy=policy.default)
    address = str(message.get("Snapshot-Content-Location") or "")
    for part in message.walk():
        if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload, address or str(part.get("Content-Location") or "")
    return data, address
