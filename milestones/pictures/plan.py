"""What the pictures of a plan are drawn from."""

from milestones.domain.plan import Plan

__all__ = ["Plan"]
