from roadmap.models.area import Area, Crossing
from roadmap.models.comment import Comment, Position, Theme
from roadmap.models.criterion import Criterion, CriterionState
from roadmap.models.export import ExportFile, ExportJob
from roadmap.models.item import Item
from roadmap.models.links import (
    CriterionMandate,
    CrossingArea,
    MeasureArea,
    MeasureCriterion,
    MeasureCrossing,
    ParkedCriterion,
    WithheldItem,
)
from roadmap.models.mail import OutboxMail
from roadmap.models.measure import Measure, MeasurePart
from roadmap.models.reference import Mandate, ParkedItem, Section, Sector
from roadmap.models.response import Response
from roadmap.models.roadmap import Assignment, Roadmap
from roadmap.models.round import Invitation, InvitationLink, Round, RoundGroup
from roadmap.models.version import Version, VersionItem

__all__ = [
    "Area",
    "Assignment",
    "Comment",
    "Criterion",
    "CriterionMandate",
    "CriterionState",
    "Crossing",
    "CrossingArea",
    "ExportFile",
    "ExportJob",
    "Invitation",
    "InvitationLink",
    "Item",
    "Mandate",
    "Measure",
    "MeasureArea",
    "MeasureCriterion",
    "MeasureCrossing",
    "MeasurePart",
    "OutboxMail",
    "ParkedCriterion",
    "ParkedItem",
    "Position",
    "Response",
    "Roadmap",
    "Round",
    "RoundGroup",
    "Section",
    "Sector",
    "Theme",
    "Version",
    "VersionItem",
    "WithheldItem",
]
