"""Addresses of the plan's pages, by subject. All stand under ``roadmaps/<slug:key>/``, found by ``roadmap.web.lookups``."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
