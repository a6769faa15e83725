"""One run of an import: store the drafts, join them, publish them; what came of each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from pathlib import Path

from django.db import DatabaseError, transaction

from articles.editorial.publishing import (
    NothingToPublish,
    PublishingError,
    publish,
    publish_new,
)
from articles.models import Article, Change

from .drafts import ImportProblem, LeftOut
from .joining import Joining
from .reading import Found, Read, read_all
from .report import Item, Report
from .writer import Outcome, Writer

# Why what was imported is live without a sign-off.
IMPORTED = "Imported from the command line."
# How many are stored in one transaction: other writers wait for that long.
TOGETHER = 16


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
    """Import every path: `import_found` with what `read` gives of each.

    Args:
        read: gives the draft of a path, or raises ImportProblem. A module's function, where other
            processes are to help (see `read_all`).
    """
    return import_found(
        read_all(paths, read, publishing=publishing),
        publishing=publishing,
        update=update,
        dry_run=dry_run,
        progress=progress,
    )


def import_found(
    found: Iterable[tuple[Path | str, Found | LeftOut]],
    *,
    publishing: bool = False,
    update: bool = False,
    dry_run: bool = False,
    one_by_one: bool = False,
    progress: Callable[[], object] | None = None,
) -> Report:
    """Store what was found; what is wrong is reported and leaves nothing behind, the rest goes in.

    Args:
        found: what each source gives, by its name.
        publishing: publish what is stored and not live as it is.
        update: change articles that are there already and differ.
        dry_run: do all of it, report it, and take it back.
        one_by_one: take back each article of a dry run before the next, so that no other writer
            waits for all of them; nothing may be published then.
        progress: called twice for each path: when it was read, and when it was stored.
    """
    report = Report()
    step = progress or (lambda: None)
    try:
        at_once = dry_run and not one_by_one
        with transaction.atomic() if at_once else nullcontext():
            rehearsal = dry_run and one_by_one
            _run(
                report,
                found,
                publishing=publishing,
                update=update,
                rehearsal=rehearsal,
                step=step,
            )
            if at_once:
                raise _DryRun
    except _DryRun:
        pass
    return report


def _run(
    report: Report,
    found: Iterable[tuple[Path | str, Found | LeftOut]],
    *,
    publishing: bool,
    update: bool,
    rehearsal: bool,
    step: Callable[[], object],
) -> None:
    writer = Writer(update=update)
    # What picks others as related has to wait for them.
    picking: list[Item] = []
    joining = Joining()
    together: list[Item] = []

    def store(item: Item) -> None:
        together.append(item)
        if len(together) == (1 if rehearsal else TOGETHER):
            flush()

    def flush() -> None:
        _store_together(together, writer, publishing=publishing, rehearsal=rehearsal)
        for item in together:
            if item.draft:
                item.notes = item.draft.notes
            joining.look_at(item)
            if item.draft and item.draft.related and not rehearsal:
                picking.append(item)
            else:
                item.let_go()
            step()
        together.clear()

    # What names articles that weren't read yet: only the last file tells whether they come.
    waiting: list[Item] = []
    for item in _read(found, step):
        report.items.append(item)
        if item.problem or not (draft := item.draft):
            continue
        if draft.owns_slug or not draft.external_id:
            writer.plan(draft.slug)
        if writer.knows_all_of(draft):
            store(item)
        else:
            waiting.append(item)
    for item in waiting:
        store(item)
    flush()
    for item in picking:
        _relate(item, writer, publishing=publishing)
    joining.finish(writer, rehearsal=rehearsal)


def _read(
    found: Iterable[tuple[Path | str, Found | LeftOut]], step: Callable[[], object]
) -> Iterator[Item]:
    first_with: dict[str, Path | str] = {}
    for path, what in found:
        item = Item(path)
        match what:
            case ImportProblem():
                item.problem = what
            case LeftOut():
                item.outcome, item.notes = Outcome.LEFT_OUT, [what.reason]
            case _:
                item.draft, item.title = what, what.title
                name = what.external_id or what.slug
                if name in first_with:
                    is_slug = what.owns_slug or not what.external_id
                    called = f"slug “{what.slug}”" if is_slug else what.external_id
                    line = what.lines.get("slug")
                    item.fail(f"The {called} is that of {first_with[name]} too.", line=line)
                first_with.setdefault(name, path)
        step()
        yield item


def _store_together(
    items: Sequence[Item], writer: Writer, *, publishing: bool, rehearsal: bool
) -> None:
    """Store these drafts, and publish them if asked. One that is refused leaves nothing behind,
    and is in nobody's way: then each is a transaction of its own."""
    if len(items) > 1:
        with suppress(ImportProblem, PublishingError, DatabaseError, ValueError):
            with writer.trying([item.draft for item in items if item.draft]), transaction.atomic():
                _store(items, writer, publishing=publishing)
            return
    for item in items:
        item.published = False
        _store_alone(item, writer, publishing=publishing, rehearsal=rehearsal)


def _store(items: Sequence[Item], writer: Writer, *, publishing: bool) -> None:
    # First the change lock, then rows: as publishing does, so that neither waits for ever.
    Change.objects.lock()
    new: list[Item] = []
    drafts = [(item, item.draft) for item in items if item.draft]
    stored = writer.store(draft for _, draft in drafts)
    for (item, draft), what in zip(drafts, stored, strict=True):
        item.keep(what)
        if publishing and not draft.related:
            if item.outcome is Outcome.CREATED:
                new.append(item)
            else:
                _publish(item)
    written = [item.written.content for item in new if item.written]
    if written:
        publish_new(written, exception_reason=IMPORTED)
        for item in new:
            item.published = True


def _store_alone(item: Item, writer: Writer, *, publishing: bool, rehearsal: bool) -> None:
    """Store one draft, and publish it if asked: both or neither. Of a rehearsal nothing stays."""
    if item.draft is None:
        return
    try:
        with transaction.atomic():
            _store([item], writer, publishing=publishing)
            if rehearsal:
                transaction.set_rollback(True)
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
                item.keep(writer.relate(item.written, item.draft))
            if publishing:
                _publish(item)
    except PublishingError as error:
        if created:
            Article.objects.filter(pk=item.written.content.id).delete()
            writer.forget(item.draft)
            item.fail(str(error))
        else:
            item.fail(f"Stored, but not published: {error}")
    finally:
        item.notes = item.draft.notes
        item.let_go()


def _publish(item: Item) -> None:
    written = item.written
    if written is None or written.outcome in {Outcome.DIFFERENT, Outcome.KEPT}:
        return
    with suppress(NothingToPublish):
        publish(
            Article(pk=written.content.id),
            by=None,
            written=written.content,
            exception_reason=IMPORTED,
        )
        item.published = True
