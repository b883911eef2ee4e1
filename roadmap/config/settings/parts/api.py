"""Django REST framework and its OpenAPI description."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.permissions.DeclaredRule"],
    "DEFAULT_RENDERER_CLASSES": ["roadmap.api.renderers.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["roadmap.api.parsers.OrjsonParser"],
    "DEFAULT_PAGINATION_CLASS": "roadmap.api.pagination.Pages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "roadmap.api.operations.Described",
    "EXCEPTION_HANDLER": "roadmap.api.problems.problem_response",
    "PAGE_SIZE": 100,
    "DEFAULT_VERSIONING_CLASS": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Roadmap to a safe, calm and neutral environment",
    "DESCRIPTION": "Draft, review, answer and export a roadmap.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    # In the order of the work; an operation's tag is the name of the module that serves it.
    "TAGS": [
        {"name": "roadmaps", "description": "Roadmaps and their drafts as a whole"},
        {"name": "items", "description": "Items of a draft, by kind"},
        {"name": "versions", "description": "Frozen versions, comparisons and files"},
        {"name": "rounds", "description": "Review rounds and their mails"},
        {"name": "invited", "description": "Groups and members invited to a round"},
        {"name": "comments", "description": "Comments of a round, answers, positions that groups signed off"},
        {"name": "review", "description": "For members of invited groups: reading, commenting, taking positions"},
        {"name": "themes", "description": "Subjects that comments are sorted by"},
        {"name": "assignments", "description": "Who works on a roadmap"},
        {"name": "groups", "description": "Stakeholder groups and who belongs to them"},
        {"name": "people", "description": "People of the office and reviewers"},
        {"name": "audit", "description": "Who changed what, and when"},
        {"name": "me", "description": "Oneself and one's tokens"},
    ],
    "POSTPROCESSING_HOOKS": [
        "roadmap.api.schemas.add_components",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
