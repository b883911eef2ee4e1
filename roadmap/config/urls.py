"""All addresses of the product, by subject."""

from django.urls import include, path

urlpatterns = [
    path("", include("accounts.web.urls")),
    path("", include("roadmap.web.urls")),
    path("api/v1/", include("roadmap.api.urls")),
]
