"""Addresses of the API on the milestones' side. They come before the roadmap's, which serve the items of every kind."""

from django.urls import path

from milestones.api.area_changes import AreaChangeRecords
from milestones.api.decisions import AreaChanges, CrossingReports, Suspensions
from milestones.api.evidence import EvidenceRecords
from milestones.api.packages import PackageSearches
from milestones.api.pictures import ConvergencePictures, Ledgers, Linkages, ProgressPictures, Timelines
from milestones.api.plan import Plans
from milestones.api.scenarios import Scenarios
from milestones.api.subjects import StandingSubjects
from milestones.web.pictures.saving import TYPES

ROADMAP = "roadmaps/<slug:key>/"
EVIDENCE = ROADMAP + "evidence/<slug:evidence>/"
LINE = ROADMAP + "policy_lines/<slug:line>/suspensions/"

urlpatterns = [
    path(ROADMAP + "schedule/", Plans.as_view({"get": "schedule"})),
    path(ROADMAP + "progress/", Plans.as_view({"get": "progress"})),
    path(ROADMAP + "ledger/", Plans.as_view({"get": "ledger"})),
    path(ROADMAP + "packages/", PackageSearches.as_view({"get": "list", "post": "create"})),
    path(ROADMAP + "packages/<uuid:uid>/", PackageSearches.as_view({"get": "retrieve"})),
    path(ROADMAP + "packages/<uuid:uid>/take/", PackageSearches.as_view({"post": "take"})),
    path(ROADMAP + "standing-subjects/", StandingSubjects.as_view({"get": "list", "post": "create"})),
    path(ROADMAP + "evidence/", EvidenceRecords.as_view({"get": "list", "post": "create"})),
    path(EVIDENCE, EvidenceRecords.as_view({"get": "retrieve"})),
    path(EVIDENCE + "withdraw/", EvidenceRecords.as_view({"post": "withdraw"})),
    path(EVIDENCE + "files/", EvidenceRecords.as_view({"get": "files"})),
    path(EVIDENCE + "files/<uuid:uid>/file/", EvidenceRecords.as_view({"get": "file"})),
    path(ROADMAP + "crossings/<slug:crossing>/reports/", CrossingReports.as_view({"post": "create"})),
    path(ROADMAP + "crossings/<slug:crossing>/reports/<int:line>/withdraw/", CrossingReports.as_view({"post": "withdraw"})),
    path(LINE, Suspensions.as_view({"get": "retrieve", "post": "create"})),
    path(LINE + "lift/", Suspensions.as_view({"post": "lift"})),
    path(ROADMAP + "areas/<slug:area>/change/", AreaChanges.as_view({"get": "retrieve", "post": "create"})),
    path(ROADMAP + "area-changes/", AreaChangeRecords.as_view({"get": "list"})),
    path(ROADMAP + "area-changes/<uuid:uid>/undo/", AreaChangeRecords.as_view({"post": "undo"})),
    path(ROADMAP + "scenarios/", Scenarios.as_view({"get": "list", "post": "create"})),
    path(ROADMAP + "scenarios/evaluate/", Scenarios.as_view({"post": "evaluate"})),
    path(ROADMAP + "scenarios/compare/", Scenarios.as_view({"get": "compare"})),
    path(
        ROADMAP + "scenarios/<uuid:uid>/",
        Scenarios.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
    ),
]

for shown in (Timelines, Linkages, Ledgers, ConvergencePictures, ProgressPictures):
    here = f"{ROADMAP}pictures/{shown.picture}"
    urlpatterns += [path(f"{here}.{each}", shown.as_view({"get": each})) for each in TYPES]
