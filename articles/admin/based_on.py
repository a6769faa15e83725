"""What a page of an article was made from: carried in its form, so that a save can tell."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.core import signing

from articles.documents.content import Content


@dataclass(frozen=True, slots=True)
class Carried:
    """A content that a page carries along, and since when. Signed, so it is the one we wrote."""

    content: Content
    at: datetime

    def signed(self, *, salt: str) -> str:
        value = {"content": self.content.to_json(), "at": self.at.isoformat()}
        return signing.dumps(value, salt=salt, compress=True)

    @classmethod
    def read(cls, text: str, *, salt: str) -> Self | None:
        """None: there is none, or it isn't ours."""
        try:
            value = signing.loads(text, salt=salt)
        except signing.BadSignature:
            return None
        return cls(Content.from_json(value["content"]), datetime.fromisoformat(value["at"]))


BASE, MINE = "galley.base", "galley.mine"
