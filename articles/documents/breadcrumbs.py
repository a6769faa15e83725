"""The way to an article on the front end. Pure."""

from typing import Any

from .richtext import plain_text
from .surroundings import Surroundings


def breadcrumbs(
    topic_id: int | None, title: str, slug: str, around: Surroundings
) -> list[dict[str, Any]]:
    """Home, the article's topics from the widest on, and itself; positions count from 1."""
    steps = [("Home", around.site.home_url)]
    topic = around.topics.get(topic_id or 0)
    steps += [
        (plain_text(each.name), around.site.topic_web_url(plain_text(each.slug)))
        for each in ((*topic.above, topic) if topic else ())
    ]
    steps.append((title, around.site.web_url(slug)))
    return [
        {"position": position, "name": name, "web_url": web_url}
        for position, (name, web_url) in enumerate(steps, start=1)
    ]
