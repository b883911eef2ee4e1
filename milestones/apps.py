from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from roadmap.exports.base import Source
    from roadmap.exports.figures import Figure


class MilestonesConfig(AppConfig):
    name = "milestones"
    verbose_name = "Milestones"

    def ready(self) -> None:
        """Milestones join the roadmap document, the audit trail, the navigation and the files of a version."""
        from milestones import sections, trail
        from milestones.web import navigation
        from roadmap.exports.figures import register_figures

        sections.register_all()
        trail.register()
        navigation.register()
        register_figures(_figures)


def _figures(source: "Source") -> "Iterable[Figure]":
    """The pictures of a version; what draws them is loaded where files are made."""
    from milestones.pictures.exporting import figures

    return figures(source)
