from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "roadmap"
    verbose_name = "Roadmap"

    def ready(self) -> None:
        """The roadmap's own kinds join the document, its words the audit trail, its rounds what happens to people."""
        from accounts.domain import groups, my_data, people
        from roadmap import trail
        from roadmap.domain import links, memberships
        from roadmap.domain.document import catalogue
        from roadmap.domain.queries.my_review import my_review

        catalogue.register_all()
        trail.register()
        people.when_starting_anew(links.drop_unused_links)
        groups.when_leaving(memberships.withdraw_on_leaving)
        groups.when_focal_point_changes(memberships.follow_focal_point)
        my_data.add_section("reviews", my_review)
