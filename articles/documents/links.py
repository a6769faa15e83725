"""Links between articles. Content names the target by id: `article:<id>#anchor`."""

from uuid import UUID

from .content import Content
from .richtext import internal_links
from .surroundings import Surroundings


def linked_ids(content: Content, surroundings: Surroundings) -> tuple[UUID, ...]:
    """The articles that `content` links to or picks, live or not, each once, in order."""
    texts = [section.body for section in content.sections]
    texts += [faq.answer for faq in content.faqs]
    if content.disclaimer_id in surroundings.notices:
        texts.append(surroundings.notices[content.disclaimer_id].body)
    found = dict.fromkeys(content.related_ids)
    for text in texts:
        for address in internal_links(text):
            article_id, _ = split_link(address)
            if article_id:
                found[article_id] = None
    return tuple(article_id for article_id in found if article_id != content.id)


def split_link(address: str) -> tuple[UUID | None, str]:
    """What stands behind `article:` as the article's id (None: not an id) and the anchor."""
    identifier, _, anchor = address.partition("#")
    try:
        return UUID(identifier), anchor
    except ValueError:
        return None, anchor
