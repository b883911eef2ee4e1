from milestones.models.milestone import Milestone

__all__ = ["Milestone"]
