"""All addresses of the product, by subject."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    # First, because its prefix tells at once whether to look further; a list asked for is not held against all pages before.
    path("api/v1/", include("accounts.api.urls")),
    path("api/v1/", include("milestones.api.urls")),
    path("api/v1/", include("roadmap.api.urls")),
    path("", include("accounts.web.urls")),
    path("", include("roadmap.web.urls")),
    path("", include("milestones.web.urls")),
]

handler400 = "roadmap.api.unmatched.bad_request"
handler404 = "roadmap.api.unmatched.not_found"
handler500 = "roadmap.api.unmatched.failed"

if settings.DEVELOPMENT:
    from roadmap.config import components_page, sign_ins_page

    urlpatterns += [
        path("dev/components/", components_page.components, name="dev_components"),
        path("dev/sign-ins/", sign_ins_page.sign_ins, name="dev_sign_ins"),
        path("dev/reviewer/", components_page.reviewer, name="dev_reviewer"),
    ]
