from django.apps import AppConfig


class MilestonesConfig(AppConfig):
    name = "milestones"
    verbose_name = "Milestones"

    def ready(self) -> None:
        """Milestones join the roadmap document, the audit trail and the navigation."""
        from milestones import sections, trail
        from milestones.web import navigation

        sections.register_all()
        trail.register()
        navigation.register()
