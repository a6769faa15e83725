"""What the libraries behind API, schema and admin are told; no environment decides it."""

from django.templatetags.static import static

REST_FRAMEWORK = {
    # Public and read-only: no session, no cookie, no user.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["articles.api.rendering.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "articles.api.openapi.Schema",
    "EXCEPTION_HANDLER": "articles.api.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Galley",
    "DESCRIPTION": (
        "Evidence-based articles with sections and FAQs, as they were published. Read-only and "
        "public: no key, no login.\n\nAn unknown parameter, field or value is a 400 that names "
        "what is allowed; nothing is silently ignored. Every answer has a strong ETag; send it "
        "back in If-None-Match and an unchanged answer is a 304.\n\nThe license is that of the "
        "software; the articles are their publisher's."
    ),
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # As they are declared: what is asked for most comes first.
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "articles.api.schema_hooks.inline_null",
        "articles.api.foreign_shapes.define_foreign",
        "articles.api.cuts.describe_cuts",
        "articles.api.schema_hooks.drop_read_only",
        "articles.api.schema_hooks.describe_service",
    ],
    "ENUM_SUFFIX": "",
    "ENUM_NAME_OVERRIDES": {
        "HealthAspect": "articles.models.HealthAspect",
        "SectionKind": "articles.models.SectionKind",
        "EvidenceLevel": "articles.models.EvidenceLevel",
        "TombstoneReason": "articles.api.sync_shapes.TOMBSTONE_REASONS",
    },
    "SCHEMA_PATH_PREFIX": r"/api/v1",
}

UNFOLD = {
    "SITE_TITLE": "Galley",
    "SITE_HEADER": "Galley",
    "SITE_SUBHEADER": "Evidence-based articles",
    "SITE_SYMBOL": "menu_book",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda _: static("galley/favicon.svg")}
    ],
    "STYLES": [lambda _: static("galley/everywhere.css")],
    "SHOW_VIEW_ON_SITE": False,
    "DASHBOARD_CALLBACK": "articles.admin.start.dashboard",
    "SCRIPTS": [
        lambda _: static("galley/time_zone.js"),
        lambda _: static("galley/skip.js"),
    ],
    "SIDEBAR": {"navigation": "articles.admin.navigation.sidebar"},
}
