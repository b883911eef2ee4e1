from milestones.models.area_change import AreaChange
from milestones.models.evidence import Evidence
from milestones.models.evidence_file import EvidenceFile
from milestones.models.exchange import Exchange, OrderConflict, PolicyLine, ProtectedSubject
from milestones.models.milestone import Milestone
from milestones.models.scenario import Scenario
from milestones.models.search import PackageSearch

__all__ = [
    "AreaChange",
    "Evidence",
    "EvidenceFile",
    "Exchange",
    "Milestone",
    "OrderConflict",
    "PackageSearch",
    "PolicyLine",
    "ProtectedSubject",
    "Scenario",
]
