"""What is stored: rows, constraints and querysets. Imports nothing else of the project."""

from .article import (
    FAQ,
    Article,
    ArticleAuthor,
    ArticleReviewer,
    Reference,
    RelatedArticle,
    Section,
)
from .history import Change, ChangeKind, ChangeSubject, Edition
from .immutable import ImmutableModel, ImmutableRowError
from .people import Person
from .publication import (
    Document,
    DocumentAspect,
    DocumentLink,
    DocumentPerson,
    Passage,
    Redirect,
)
from .topics import Notice, Topic
from .vocabulary import (
    EvidenceLevel,
    HealthAspect,
    PassageKind,
    PersonRole,
    SectionKind,
    SectionLevel,
)

__all__ = [
    "FAQ",
    "Article",
    "ArticleAuthor",
    "ArticleReviewer",
    "Change",
    "ChangeKind",
    "ChangeSubject",
    "Document",
    "DocumentAspect",
    "DocumentLink",
    "DocumentPerson",
    "Edition",
    "EvidenceLevel",
    "HealthAspect",
    "ImmutableModel",
    "ImmutableRowError",
    "Notice",
    "Passage",
    "PassageKind",
    "Person",
    "PersonRole",
    "Redirect",
    "Reference",
    "RelatedArticle",
    "Section",
    "SectionKind",
    "SectionLevel",
    "Topic",
]
