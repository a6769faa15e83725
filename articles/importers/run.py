"""One run of an import: store the drafts, join them, publish them; what came of each."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.db import DatabaseError, transaction

from articles.editorial.publishing import NothingToPublish, PublishingError, publish
from articles.models import Article, Change

from .drafts import ArticleDraft, ImportProblem
from .reading import Read, read_all
from .writer import Outcome, Writer, Written

# Why what was imported is live without a sign-off.
IMPORTED = "Imported from the command line."


@dataclass(slots=True)
class Item:
    """One source of the run and what came of it."""

    path: Path
    draft: ArticleDraft | None = None
    problem: ImportProblem | None = None
    written: Written | None = None
    published: bool = False

    def fail(self, reason: str, *, line: int | None = None) -> None:
        self.problem = ImportProblem(reason, line=line)
        self.written = None

    @property
    def message(self) -> str:
        """The problem as `path:line: reason`."""
        if self.problem is None:
            return ""
        line = f":{self.problem.line}" if self.problem.line else ""
        return f"{self.path}{line}: {self.problem.reason}"


@dataclass(slots=True)
class Report:
    items: list[Item] = field(default_factory=list)

    @property
    def failed(self) -> list[Item]:
        return [item for item in self.items if item.problem]

    @property
    def published(self) -> int:
        return sum(item.published for item in self.items)

    def count(self, outcome: Outcome) -> int:
        return sum(1 for item in self.items if item.written and item.written.outcome == outcome)


class _DryRun(Exception):  # noqa: N818
    """Ends the transaction of a dry run."""


def run(
    paths: Iterable[Path],
    *,
    read: Read,
    publishing: bool = False,
    update: bool = False,
    dry_run: bool = False,
    progress: Callable[[], object] | None = None,
) -> Report:
    """Import every path; a bad one is reported and leaves nothing behind, the others go in.

    Args:
        read: gives the draft of a path, or raises ImportProblem. A module's function, where other
            processes are to help (see `read_all`).
        publishing: publish what is stored and not live as it is.
        update: change articles that are there already and differ.
        dry_run: do all of it, report it, and take it back.
        progress: called twice for each path: when it was read, and when it was stored.
    """
    report = Report()
    step = progress or (lambda: None)
    try:
        with transaction.atomic() if dry_run else nullcontext():
            _run(report, paths, read, publishing=publishing, update=update, step=step)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return report


def _run(
    report: Report,
    paths: Iterable[Path],
    read: Read,
    *,
    publishing: bool,
    update: bool,
    step: Callable[[], object],
) -> None:
    writer = Writer(update=update)
    # What picks others as related has to wait for them.
    picking: list[Item] = []

    def store(item: Item, draft: ArticleDraft) -> None:
        _store(item, writer, publishing=publishing and not draft.related)
        if draft.related:
            picking.append(item)
        step()

    # What names articles that weren't read yet: only the last file tells whether they come.
    waiting: list[tuple[Item, ArticleDraft]] = []
    for item in _read(paths, read, step):
        report.items.append(item)
        if item.problem or not (draft := item.draft):
            continue
        writer.plan(draft.slug)
        if writer.knows_all_of(draft):
            store(item, draft)
        else:
            waiting.append((item, draft))
    for item, draft in waiting:
        store(item, draft)
    for item in picking:
        _relate(item, writer, publishing=publishing)


def _read(paths: Iterable[Path], read: Read, step: Callable[[], object]) -> Iterator[Item]:
    first_with: dict[str, Path] = {}
    for path, found in read_all(paths, read):
        item = Item(path)
        if isinstance(found, ImportProblem):
            item.problem = found
        else:
            item.draft = found
            slug = item.draft.slug
            if slug in first_with:
                line = item.draft.lines.get("slug")
                item.fail(f"The slug “{slug}” is that of {first_with[slug]} too.", line=line)
            first_with.setdefault(slug, path)
        step()
        yield item


def _store(item: Item, writer: Writer, *, publishing: bool) -> None:
    """Store one draft, and publish it if asked: both or neither."""
    if item.draft is None:
        return
    try:
        with transaction.atomic():
            # First the change lock, then rows: as publishing does, so that neither waits for ever.
            Change.objects.lock()
            item.written = writer.store(item.draft)
            if publishing:
                _publish(item, is_new=item.written.outcome is Outcome.CREATED)
    except ImportProblem as problem:
        item.fail(problem.reason, line=problem.line)
    except PublishingError as error:
        writer.forget(item.draft)
        item.fail(str(error))
    except (DatabaseError, ValueError) as error:
        # The last guard: a constraint that reading didn't foresee.
        writer.forget(item.draft)
        item.fail(f"The database refuses it: {str(error).splitlines()[0]}.")


def _relate(item: Item, writer: Writer, *, publishing: bool) -> None:
    """Join one stored article to those that it picks, and publish it if asked."""
    if item.draft is None or item.written is None:
        return
    created = item.written.outcome is Outcome.CREATED
    try:
        with transaction.atomic():
            Change.objects.lock()
            if created or item.written.outcome is Outcome.UPDATED:
                item.written = writer.relate(item.written, item.draft)
            if publishing:
                _publish(item)
    except PublishingError as error:
        if created:
            Article.objects.filter(pk=item.written.content.id).delete()
            writer.forget(item.draft)
            item.fail(str(error))
        else:
            item.fail(f"Stored, but not published: {error}")


def _publish(item: Item, *, is_new: bool = False) -> None:
    written = item.written
    if written is None or written.outcome is Outcome.DIFFERENT:
        return
    with suppress(NothingToPublish):
        publish(
            Article(pk=written.content.id),
            by=None,
            written=written.content,
            is_new=is_new,
            exception_reason=IMPORTED,
        )
        item.published = True
