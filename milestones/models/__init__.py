from milestones.models.evidence import Evidence
from milestones.models.exchange import Exchange, OrderConflict, PolicyLine, ProtectedSubject
from milestones.models.milestone import Milestone

__all__ = ["Evidence", "Exchange", "Milestone", "OrderConflict", "PolicyLine", "ProtectedSubject"]
