"""The schedule: when each milestone can happen, why, and what is impossible (docs/adr/0013)."""

from milestones.domain.schedule.results import Conflict, Row, Step
from milestones.domain.schedule.schedule import Schedule

__all__ = ["Conflict", "Row", "Schedule", "Step"]
