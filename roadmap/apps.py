from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "roadmap"
    verbose_name = "Roadmap"

    def ready(self) -> None:
        """The roadmap's own kinds join the document, its words the audit trail."""
        from roadmap import trail
        from roadmap.domain.document import catalogue

        catalogue.register_all()
        trail.register()
