"""Addresses of the themes of comments."""

from django.urls import path

from roadmap.web.themes import views

urlpatterns = [
    path("themes/", views.index, name="theme_list"),
    path("themes/add/", views.add, name="theme_add"),
    path("themes/<slug:slug>/edit/", views.edit, name="theme_edit"),
    path("themes/<slug:slug>/remove/", views.remove, name="theme_remove"),
]
