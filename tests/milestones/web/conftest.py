"""The small roadmap with an exchange, seen by its people."""

from tests.roadmap.web.desk.conftest import administrator, draft, drafter, lead, roadmap

__all__ = ["administrator", "draft", "drafter", "lead", "roadmap"]
