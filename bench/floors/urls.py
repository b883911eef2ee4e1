"""One address for each floor that is asked for over HTTP."""

from django.urls import path

from bench.floors import views

urlpatterns = [
    path("healthz", views.healthy),
    path("empty", views.empty),
    path("items/<slug:key>", views.items),
    path("comments/<int:number>", views.comments),
    path("insert/<int:invitation>/<int:item>", views.insert),
    path("compare/<slug:key>/<int:old>/<int:new>", views.compare),
]
