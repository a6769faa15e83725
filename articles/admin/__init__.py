"""The admin: one module per screen. Importing this package registers them all."""

from . import (
    accounts,
    article,
    bulk_jobs,
    deliveries,
    history,
    imports,
    missed_queries,
    queue,
    reference_data,
    schedules,
    start,
    texts_set_aside,
    webhooks,
)

__all__ = [
    "accounts",
    "article",
    "bulk_jobs",
    "deliveries",
    "history",
    "imports",
    "missed_queries",
    "queue",
    "reference_data",
    "schedules",
    "start",
    "texts_set_aside",
    "webhooks",
]
