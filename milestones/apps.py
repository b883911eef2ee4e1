from django.apps import AppConfig


class MilestonesConfig(AppConfig):
    name = "milestones"
    verbose_name = "Milestones"

    def ready(self) -> None:
        """Milestones join the roadmap document and the audit trail."""
        from milestones import sections, trail

        sections.register_all()
        trail.register()
