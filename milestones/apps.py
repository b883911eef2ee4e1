from django.apps import AppConfig


class MilestonesConfig(AppConfig):
    name = "milestones"
    verbose_name = "Milestones"

    def ready(self) -> None:
        """Milestones join the roadmap document."""
        from milestones import sections

        sections.register_all()
