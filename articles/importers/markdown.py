"""Markdown files: YAML front matter, then CommonMark with tables.

`##` opens a section, `###` a sub-section; both may end in `{#anchor health_aspect=… kind=…}`. The
section “Frequently asked questions” holds FAQs: its `###` are the questions.
"""

from pathlib import Path

from django.utils.text import slugify

from articles.documents.whole_text import REPEATED
from articles.models import Article

from . import front_matter
from .drafts import ArticleDraft, ImportProblem
from .markdown_body import MarkdownBody

# Bytes. The longest article of a real site has some 100 kB.
MAX_FILE_SIZE = 5_000_000


def read_file(path: Path) -> str:
    """The text of a file.

    Raises:
        ImportProblem: it can't be read, is too large, isn't UTF-8, or holds a NUL byte.
    """
    try:
        size = path.stat().st_size
        if size > MAX_FILE_SIZE:
            raise ImportProblem(
                f"The file has {size / 1e6:.1f} MB; at most {MAX_FILE_SIZE / 1e6:.0f} MB are read."
            )
        data = path.read_bytes()
    except OSError as error:
        raise ImportProblem(f"The file can't be read: {error.strerror}.") from None
    return decode(data)


def decode(data: bytes) -> str:
    """The text of a file's bytes.

    Raises:
        ImportProblem: it isn't UTF-8, or holds a NUL byte.
    """
    if len(data) > MAX_FILE_SIZE:
        raise ImportProblem(f"The file has {len(data) / 1e6:.1f} MB; at most 5 MB are read.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportProblem("The file is UTF-16. Save it as UTF-8.", line=1)
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise ImportProblem("The file holds a NUL byte, which no text has.", line=line)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ImportProblem(
            f"The file is not UTF-8: byte {data[error.start]:#04x} at position {error.start}. "
            "Save it as UTF-8.",
            line=line,
        ) from None


def read_draft(path: Path) -> ArticleDraft:
    """The draft in a file.

    Raises:
        ImportProblem: as `read_file` and `parse`.
    """
    return parse(read_file(path))


def parse(text: str) -> ArticleDraft:
    """The draft that a Markdown text describes.

    Raises:
        ImportProblem: something in it is wrong; its `line` counts from the text's beginning.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ImportProblem("The file is empty.", line=1)
    source, body, offset = front_matter.split(text)
    values, lines = front_matter.read(source)
    # The API's own Markdown tells at its end what the front matter has said.
    body = body.partition(f"\n{REPEATED}\n")[0]
    parts = MarkdownBody(body, offset)
    title = values.pop("title", "") or parts.title
    if not title:
        raise ImportProblem("There is no title.", line=1)
    if parts.title and parts.title != title:
        raise ImportProblem(
            f"The heading “# {parts.title}” is not the title. Make it a ## section.",
            line=parts.title_line,
        )
    slug = values.pop("slug", "") or slugify(title)[: Article._meta.get_field("slug").max_length]
    if not slug:
        raise ImportProblem("The title gives no slug; name one in the front matter.", line=1)
    reviewed_on, review_due = values.get("reviewed_on"), values.get("review_due")
    if review_due and (not reviewed_on or review_due < reviewed_on):
        raise ImportProblem(
            "review_due: needs a reviewed_on on or before it.", line=lines["review_due"]
        )
    return ArticleDraft(
        title=title,
        slug=slug,
        sections=parts.sections,
        faqs=parts.faqs,
        lines=lines,
        notes=parts.notes,
        **values,
    )
