"""Two texts, line beside line."""

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from articles.documents.links import split_link
from articles.documents.richtext.subset import INTERNAL_SCHEME

from .lines import Line, lines_of
from .values import Kind, Names, Row, Run, Side, Style
from .words import Reformatted, Segment, all_of_kind, compare_words, likeness, numbered, tokens_of

# How alike two lines have to be to be shown word by word.
ALIKE = 0.4
# Changed lines that follow one another, on both sides, up to which each is held against each: by
# number of pairs of lines, and of words. Beyond, the first is the first and so on.
MOST_PAIRS = 2_500
MOST_WORD_PAIRS = 100_000_000

_SHAPES = {
    "paragraph": "a paragraph",
    "bullet": "a list item",
    "number": "an item of a numbered list",
    "quote": "a quotation",
    "code": "code",
    "row": "a table row",
}
_MARKS = {
    "strong": "bold",
    "em": "italic",
    "sub": "subscript",
    "sup": "superscript",
    "code": "code",
}


def compare_rich(old: str, new: str, names: Names) -> list[Row]:
    """Two texts of the stored HTML subset as rows of lines."""
    rows = list(_rows(lines_of(old), lines_of(new), names))
    if old != new and rows and all(row.is_same for row in rows):
        # Such as two lists that became one: the lines are the same.
        note = "The words are the same; how the text is divided has changed."
        rows.insert(0, Row(None, None, notes=(note,)))
    return rows


def compare_plain(old: str, new: str, *, label: str = "") -> Row:
    """Two plain texts word by word, as one row; an empty one is no side."""
    words = compare_words(tokens_of([Segment(old)]), tokens_of([Segment(new)]))
    return Row(
        Side(words.old, kind="plain") if old else None,
        Side(words.new, kind="plain") if new else None,
        label,
    )


def exchanged(old: str, new: str, *, label: str = "") -> Row:
    """Two names, of which comparing the words would say nothing."""
    if old == new:
        return compare_plain(old, new, label=label)
    return Row(
        Side(all_of_kind(Kind.DELETED, [Segment(old)]), kind="plain") if old else None,
        Side(all_of_kind(Kind.INSERTED, [Segment(new)]), kind="plain") if new else None,
        label,
    )


def _rows(old: Sequence[Line], new: Sequence[Line], names: Names) -> Iterator[Row]:
    numbers: dict[object, int] = {}
    first = [numbers.setdefault(line.key, len(numbers)) for line in old]
    second = [numbers.setdefault(line.key, len(numbers)) for line in new]
    old_at = new_at = 0
    for step in Indel.opcodes(first, second):
        if step.tag != "equal":
            continue
        yield from _changed(old[old_at : step.src_start], new[new_at : step.dest_start], names)
        old_at, new_at = step.src_end, step.dest_end
        for before, after in zip(
            old[step.src_start : old_at], new[step.dest_start : new_at], strict=True
        ):
            yield Row(_whole(Kind.SAME, before), _whole(Kind.SAME, after))
    yield from _changed(old[old_at:], new[new_at:], names)


def _changed(old: Sequence[Line], new: Sequence[Line], names: Names) -> Iterator[Row]:
    """Rows of lines of which none is as it was: alike ones compared, others replaced."""
    old_at = new_at = 0
    for before, after in [*_alike(old, new), (len(old), len(new))]:
        yield from _replaced(old[old_at:before], new[new_at:after])
        if before < len(old):
            yield _compared(old[before], new[after], names)
        old_at, new_at = before + 1, after + 1


def _replaced(old: Sequence[Line], new: Sequence[Line]) -> Iterator[Row]:
    for place in range(max(len(old), len(new))):
        yield Row(
            _whole(Kind.DELETED, old[place]) if place < len(old) else None,
            _whole(Kind.INSERTED, new[place]) if place < len(new) else None,
        )


def _whole(kind: Kind, line: Line) -> Side:
    return _side(all_of_kind(kind, line.segments), line)


def _side(runs: tuple[Run, ...], line: Line) -> Side:
    return Side(runs, line.kind, line.marker, line.depth)


def _compared(old: Line, new: Line, names: Names) -> Row:
    words = compare_words(old.tokens, new.tokens)
    notes = [_note(each, names) for each in words.reformatted]
    if old.kind != new.kind:
        notes.insert(0, f"Was {_SHAPES[old.kind]}, is {_SHAPES[new.kind]}.")
    elif old.depth != new.depth:
        notes.insert(0, f"Moved {'in' if old.depth < new.depth else 'out'} in its list.")
    elif old.spans != new.spans:
        notes.insert(0, "The cells of the row have changed.")
    return Row(_side(words.old, old), _side(words.new, new), notes=tuple(notes))


def _alike(old: Sequence[Line], new: Sequence[Line]) -> list[tuple[int, int]]:
    """Pairs of places that rise on both sides, so that together they are as alike as can be."""
    if not old or not new:
        return []
    words = [sum(len(line.tokens) for line in lines) for lines in (old, new)]
    if len(old) * len(new) > MOST_PAIRS or words[0] * words[1] > MOST_WORD_PAIRS:
        return [(place, place) for place in range(min(len(old), len(new)))]
    texts = numbered(*(line.tokens for line in [*old, *new]))
    left, right = texts[: len(old)], texts[len(old) :]
    scores = [[likeness(a, b, at_least=ALIKE) for b in right] for a in left]
    # best[i][j]: the most that the lines from i and j on can have in common.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            score = scores[i][j]
            paired = score + best[i + 1][j + 1] if score else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs = []
    i = j = 0
    while i < len(old) and j < len(new):
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


# --- What changed besides the words ---


def _note(change: Reformatted, names: Names) -> str:
    said = [f"now {_MARKS[mark]}" for mark in sorted(change.new.marks - change.old.marks)]
    said += [f"no longer {_MARKS[mark]}" for mark in sorted(change.old.marks - change.new.marks)]
    if change.old.link != change.new.link:
        said.append(_link_note(change.old, change.new, names))
    return f"“{change.text.strip() or 'Space'}”: {', '.join(said)}."


def _link_note(old: Style, new: Style, names: Names) -> str:
    if not new.link:
        return f"no longer a link to {target(old.link, names)}"
    if not old.link:
        return f"now a link to {target(new.link, names)}"
    return f"the link leads to {target(new.link, names)}, before to {target(old.link, names)}"


def target(address: str, names: Names) -> str:
    """Where a link leads, in words: another article by its title."""
    scheme, _, rest = address.partition(":")
    article_id, anchor = split_link(rest) if scheme == INTERNAL_SCHEME else (None, "")
    if article_id is None:
        return address
    title = names.articles.get(article_id)
    called = f"“{title}”" if title else "an article that was deleted"
    return f"{called} (#{anchor})" if anchor else called
