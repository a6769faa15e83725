"""Links from one imported article to another: by its old address in the source, by its id here.

An old address is known by host and path, whatever the scheme, `www.` or a query; WordPress's short
one (`/?p=12`) is what the article is called in its source.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import urldefrag, urlsplit
from uuid import UUID

from articles.documents.content import Content
from articles.documents.richtext import INTERNAL_SCHEME, map_addresses
from articles.documents.surroundings import normal_path
from articles.models import Origin, Redirect

from .drafts import ArticleDraft

# How many names one query asks for.
AT_ONCE = 500
_LONGEST = Origin._meta.get_field("external_id").max_length or 0


def site_links(bodies: Iterable[str], site: str) -> list[str]:
    """The addresses in these texts that are on the site of the address `site`, in order."""
    host = _host(site)
    found: list[str] = []

    def look(address: str) -> None:
        if _host(address) == host:
            found.append(address)

    for body in bodies if host else ():
        map_addresses(body, look)
    return found


def name_of(address: str) -> str:
    """What an article with this old address is called, besides its name in the source; "" for the
    root of a site.

    >>> name_of("https://www.Example.org/2019/Gout/?utm=1#top")
    'address example.org/2019/Gout'
    """
    host, path = _host(address), _path(address)
    name = f"address {host}{path}"
    return name if host and path and len(name) <= _LONGEST else ""


def names_of(draft: ArticleDraft) -> tuple[str, ...]:
    """All by which links find the article of a draft."""
    alias = name_of(draft.address)
    return (draft.external_id, alias) if alias else (draft.external_id,)


def possible_names(address: str) -> tuple[str, ...]:
    """What an article may be called that a link with this address leads to."""
    whole = urldefrag(address).url
    names = (name_of(address), f"wordpress {whole}", f"page {whole}")
    return tuple(name for name in names if name and len(name) <= _LONGEST)


def targets_of(addresses: Collection[str]) -> dict[str, str]:
    """Those of these addresses that lead to imported articles, each as an internal link has it."""
    names = {address: possible_names(address) for address in addresses}
    known = _known({name for each in names.values() for name in each})
    found = {
        address: next(known[name] for name in each if name in known)
        for address, each in names.items()
        if any(name in known for name in each)
    }
    found |= _by_redirect([address for address in names if address not in found])
    return {address: _internal(target, address) for address, target in found.items()}


def _known(names: Collection[str]) -> dict[str, UUID]:
    ordered, found = sorted(names), dict[str, UUID]()
    for start in range(0, len(ordered), AT_ONCE):
        rows = Origin.objects.filter(external_id__in=ordered[start : start + AT_ONCE])
        found.update(rows.values_list("external_id", "article_id"))
    return found


def _by_redirect(addresses: Collection[str]) -> dict[str, UUID]:
    """What was imported before articles were called by their old addresses has its redirect."""
    paths = {address: path for address in addresses if (path := _path(address))}
    found: dict[str, UUID] = {}
    ordered = sorted(set(paths.values()))
    for start in range(0, len(ordered), AT_ONCE):
        rows = Redirect.objects.filter(path__in=ordered[start : start + AT_ONCE])
        found.update(rows.values_list("path", "article_id"))
    origins = Origin.objects.filter(article__in=set(found.values())) if found else ()
    by_address, imported = set[UUID](), set[UUID]()
    for origin in origins:
        is_address = origin.external_id.startswith("address ")
        (by_address if is_address else imported).add(origin.article_id)
    old = imported - by_address
    return {address: found[path] for address, path in paths.items() if found.get(path) in old}


def joined(content: Content, targets: Mapping[str, str]) -> Content:
    """`content` with internal links in place of these addresses."""

    def body(text: str) -> str:
        return map_addresses(text, targets.get)

    return replace(
        content,
        sections=tuple(replace(part, body=body(part.body)) for part in content.sections),
        faqs=tuple(replace(part, answer=body(part.answer)) for part in content.faqs),
    )


def bodies_of(content: Content) -> Iterator[str]:
    """All rich text of it."""
    yield from (part.body for part in content.sections)
    yield from (part.answer for part in content.faqs)


def _internal(target: UUID, address: str) -> str:
    mark, fragment = "#" if urldefrag(address).fragment else "", urldefrag(address).fragment
    return f"{INTERNAL_SCHEME}:{target}{mark}{fragment}"


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname if parts.scheme in {"http", "https"} else None
    except ValueError:
        return ""
    return (host or "").removeprefix("www.")


def _path(address: str) -> str:
    try:
        return normal_path(address)
    except ValueError:
        return ""
