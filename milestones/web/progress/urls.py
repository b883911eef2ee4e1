"""Addresses of the progress, of evidence, of suspensions and of areas that change."""

from django.urls import path

from milestones.web.progress import area_index, areas, home, index, lines, recording, records, standing

_HERE = "roadmaps/<slug:key>/progress/"
_LINE = f"{_HERE}crossings/<slug:crossing>/report/<int:line>/"
_EVIDENCE = f"{_HERE}evidence/<slug:evidence>/"

urlpatterns = [
    path("reporting/", home.reporting, name="reporting"),
    path(_HERE, index.index, name="progress"),
    path(f"{_HERE}measures/", standing.measures, name="progress_measures"),
    path(f"{_HERE}crossings/", standing.crossings, name="progress_crossings"),
    path(f"{_HERE}criteria/", standing.criteria, name="progress_criteria"),
    path(f"{_HERE}lines/", standing.lines, name="progress_lines"),
    path(f"{_HERE}areas/", area_index.index, name="progress_areas"),
    path(f"{_HERE}areas/changes/<uuid:uid>/undo/", area_index.undo, name="progress_area_undo"),
    path("roadmaps/<slug:key>/areas/<slug:area>/change/", areas.change, name="progress_area"),
    path(f"{_HERE}lines/<slug:line>/<slug:milestone>/", lines.decide, name="progress_line"),
    path(f"{_HERE}report/", recording.report, name="evidence_new"),
    path(f"{_HERE}crossings/<slug:crossing>/report/", recording.crossing, name="progress_crossing"),
    path(f"{_LINE}withdraw/", records.withdraw_line, name="progress_crossing_withdraw"),
    path(_EVIDENCE, records.record, name="evidence"),
    path(f"{_EVIDENCE}withdraw/", records.withdraw, name="evidence_withdraw"),
    path(f"{_EVIDENCE}files/<uuid:uid>/", records.file, name="evidence_file"),
    path(f"{_HERE}<slug:about>/<slug:subject>/", records.subject, name="progress_subject"),
]
