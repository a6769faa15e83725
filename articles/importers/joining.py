"""Joins the articles of one run by their links, once all of them are stored."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from articles.models import Change

from .linking import bodies_of, names_of, possible_names, site_links, targets_of
from .report import Item
from .writer import Outcome, Writer

_JOINED = {Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED}


@dataclass(frozen=True, slots=True)
class _Open:
    """An article with links to its own site that led to no article when it was stored."""

    item: Item
    article_id: UUID
    names: tuple[str, ...]
    links: tuple[str, ...]


@dataclass(slots=True)
class Joining:
    """What one run knows of links. An article may link to one that is read after it."""

    stored: set[str] = field(default_factory=set)
    open: list[_Open] = field(default_factory=list)

    def look_at(self, item: Item) -> None:
        """Count the links of what was just stored that lead to articles, and keep the others."""
        draft, written = item.draft, item.written
        if draft is None or written is None or not draft.external_id:
            return
        names = names_of(draft)
        self.stored.update(names)
        if item.outcome not in _JOINED or not draft.site:
            return
        before = site_links(draft.bodies(), draft.site)
        links = site_links(bodies_of(written.content), draft.site) if before else []
        item.links = len(before) - len(links)
        if links:
            self.open.append(_Open(item, written.content.id, names, tuple(links)))

    def finish(self, writer: Writer, *, rehearsal: bool) -> None:
        """Let them link to what was stored after them.

        Args:
            rehearsal: nothing is stored: only count.
        """
        for each in self.open:
            if rehearsal:
                each.item.links += sum(map(self._is_stored, each.links))
            elif any(map(self._is_stored, each.links)):
                self._join(each, writer)
        self.open.clear()

    def _is_stored(self, link: str) -> bool:
        return not self.stored.isdisjoint(possible_names(link))

    def _join(self, each: _Open, writer: Writer) -> None:
        with transaction.atomic():
            # First the change lock, then rows, as for storing.
            Change.objects.lock()
            targets = targets_of(each.links)
            if writer.join(each.article_id, each.names, targets):
                each.item.links += sum(link in targets for link in each.links)
                if each.item.outcome is Outcome.UNCHANGED:
                    each.item.outcome = Outcome.UPDATED
