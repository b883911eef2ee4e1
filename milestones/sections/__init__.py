"""What the milestones' app brings to the roadmap document."""

from milestones.sections.evidence import EVIDENCE
from milestones.sections.exchanges import CONFLICTS, EXCHANGES, POLICY_LINES, PROTECTED_SUBJECTS
from milestones.sections.milestones import MILESTONES
from milestones.sections.order import order_gaps
from roadmap.domain.document import register
from roadmap.domain.document.registry import register_check


def register_all() -> None:
    """Called once when the app is ready."""
    for kind in (MILESTONES, EXCHANGES, POLICY_LINES, PROTECTED_SUBJECTS, CONFLICTS, EVIDENCE):
        register(kind)
    register_check(order_gaps)
