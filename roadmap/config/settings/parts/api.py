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
    "POSTPROCESSING_HOOKS": [
        "roadmap.api.schemas.add_components",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
