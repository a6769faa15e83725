"""Surroundings: what a document shows that isn't the article's own. Pure values."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit
from uuid import UUID

API_ROOT = "/api/v1/"


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """A topic, with those that it stands under, the widest first."""

    slug: str
    name: str
    above: tuple["TopicFacts", ...] = ()


@dataclass(frozen=True, slots=True)
class PersonFacts:
    slug: str
    name: str
    credentials: str
    job_title: str
    organisation: str
    bio: str
    profile_url: str


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    slug: str
    name: str
    body: str


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What others show of a live article."""

    slug: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Site:
    """Settings that go into documents.

    `article_url` and `topic_url` are the front end's addresses with `{slug}` in them; paths among
    them are on `base_url`. `name` and `language` (BCP 47) are the front end's too;
    `words_per_minute` is the reading pace.
    """

    article_url: str = "/articles/{slug}/"
    topic_url: str = "/topics/{slug}/"
    words_per_minute: int = 265
    base_url: str = "http://localhost:8000"
    name: str = "Galley"
    language: str = "en"

    def web_url(self, slug: str, anchor: str = "") -> str:
        address = self.article_url.replace("{slug}", slug)
        return f"{address}#{anchor}" if anchor else address

    def topic_web_url(self, slug: str) -> str:
        return self.topic_url.replace("{slug}", slug)

    @property
    def home_url(self) -> str:
        """The front end's start: where its articles are, without a path."""
        return urljoin(self.article_url, "/")

    def absolute(self, web_url: str) -> str:
        """An address of the front end with scheme and host.

        >>> Site(base_url="https://example.org").absolute("/articles/a/")
        'https://example.org/articles/a/'
        """
        return urljoin(self.base_url, web_url)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Live reference data by id. An article that isn't live is not in `articles`."""

    site: Site = field(default_factory=Site)
    topics: dict[int, TopicFacts] = field(default_factory=dict)
    people: dict[int, PersonFacts] = field(default_factory=dict)
    notices: dict[int, NoticeFacts] = field(default_factory=dict)
    articles: dict[UUID, ArticleFacts] = field(default_factory=dict)

    def topic_path(self, topic_id: int | None) -> str:
        """The slugs of an article's topics, the widest first, each between slashes.

        >>> around = Surroundings(topics={1: TopicFacts(slug="pain", name="Pain")})
        >>> around.topic_path(1), around.topic_path(None)
        ('/pain/', '/')
        """
        topic = self.topics.get(topic_id or 0)
        slugs = [each.slug for each in (*topic.above, topic)] if topic else []
        return "/".join(("", *slugs, ""))


def normal_path(address: str) -> str:
    """The path of an address as redirects from other systems are kept: "" for the root.

    >>> normal_path("https://example.org/2019/05/Old-post/?utm=1")
    '/2019/05/Old-post'

    Raises:
        ValueError: it is no address.
    """
    path = unquote(urlsplit(address.strip()).path).strip("/")
    return f"/{path}" if path else ""


def api_url(collection: str, slug: str) -> str:
    return f"{API_ROOT}{collection}/{slug}/"
