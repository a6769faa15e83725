"""Files that are read piece by piece, of which no piece may be without end."""

from collections.abc import Collection
from typing import IO

# Bytes: of one post with all that it has, or one text. The longest posts have 2 million characters.
MAX_AT_ONCE = 40_000_000
_CHUNK = 1_000_000


class Bounded:
    """A file that refuses to be read on and on, unless `rest` says that something came of it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        """As a file's.

        Raises:
            ValueError: nothing came of what was read for too long.
        """
        data = self.file.read(size)
        self.since += len(data)
        if self.since > MAX_AT_ONCE:
            raise ValueError(f"one part has more than {MAX_AT_ONCE // 1_000_000} MB")
        return data

    def rest(self) -> None:
        """What was read so far is done with."""
        self.since = 0


def has_all(file: IO[bytes], words: Collection[bytes]) -> bool:
    """Whether all of these words stand in a file, read from where it is."""
    missing, rest = set(words), b""
    overlap = max(map(len, words)) - 1
    while missing and (data := file.read(_CHUNK)):
        window = rest + data
        missing = {word for word in missing if word not in window}
        rest = window[-overlap:]
    return not missing
