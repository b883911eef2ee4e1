"""Addresses of versions: freezing, reading, comparing, files, exports."""

from django.urls import path

from roadmap.web.versions import comparing, exports, files, importing, versions

_VERSION = "roadmaps/<slug:key>/versions/<int:number>/"

urlpatterns = [
    path("roadmaps/<slug:key>/versions/", versions.index, name="versions"),
    path("roadmaps/<slug:key>/versions/freeze/", versions.freeze, name="version_freeze"),
    path(_VERSION, versions.show, name="version"),
    path(f"{_VERSION}file/<slug:file_format>/", files.of_version, name="version_file"),
    path(f"{_VERSION}exports/", exports.index, name="exports"),
    path("exports/<uuid:uid>/", exports.download, name="export_file"),
    path("roadmaps/<slug:key>/compare/", comparing.compare, name="compare"),
    path("roadmaps/<slug:key>/file/<slug:file_format>/", files.of_draft, name="draft_file"),
    path("roadmaps/<slug:key>/import/", importing.replace, name="roadmap_import"),
    path("schema/scne-roadmap-1.json", files.schema, name="roadmap_schema"),
]
