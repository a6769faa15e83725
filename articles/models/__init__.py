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
from .cdn import PurgeCursor
from .desk import (
    BulkAct,
    BulkItem,
    BulkItemState,
    BulkJob,
    Preview,
    Schedule,
    ScheduledAct,
    ScheduleState,
)
from .events import (
    Delivery,
    DeliveryAttempt,
    DeliveryState,
    Event,
    EventType,
    WebhookEndpoint,
    WebhookTopic,
)
from .history import Change, ChangeKind, ChangeSubject, Edition
from .immutable import ImmutableModel, ImmutableRowError
from .imports import ImportChunk, ImportFormat, ImportJob, ImportState
from .lookup import DocumentCitation, DocumentName, DocumentTerm
from .origin import Origin
from .people import Person
from .popularity import ViewCount, ViewsRevision
from .publication import (
    Document,
    DocumentAspect,
    DocumentLink,
    DocumentPerson,
    Passage,
    Redirect,
)
from .review import ReviewAct, ReviewEntry, SignOff
from .search import MissedQuery, SearchEntry, SearchTerm, Suggestion
from .set_aside import SetAside, SetAsideBecause
from .topics import Notice, Topic, TopicTree
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
    "BulkAct",
    "BulkItem",
    "BulkItemState",
    "BulkJob",
    "Change",
    "ChangeKind",
    "ChangeSubject",
    "Delivery",
    "DeliveryAttempt",
    "DeliveryState",
    "Document",
    "DocumentAspect",
    "DocumentCitation",
    "DocumentLink",
    "DocumentName",
    "DocumentPerson",
    "DocumentTerm",
    "Edition",
    "Event",
    "EventType",
    "EvidenceLevel",
    "HealthAspect",
    "ImmutableModel",
    "ImmutableRowError",
    "ImportChunk",
    "ImportFormat",
    "ImportJob",
    "ImportState",
    "MissedQuery",
    "Notice",
    "Origin",
    "Passage",
    "PassageKind",
    "Person",
    "PersonRole",
    "Preview",
    "PurgeCursor",
    "Redirect",
    "Reference",
    "RelatedArticle",
    "ReviewAct",
    "ReviewEntry",
    "Schedule",
    "ScheduleState",
    "ScheduledAct",
    "SearchEntry",
    "SearchTerm",
    "Section",
    "SectionKind",
    "SectionLevel",
    "SetAside",
    "SetAsideBecause",
    "SignOff",
    "Suggestion",
    "Topic",
    "TopicTree",
    "ViewCount",
    "ViewsRevision",
    "WebhookEndpoint",
    "WebhookTopic",
]
