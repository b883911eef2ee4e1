"""What the milestones' app brings to the roadmap document."""

from milestones.domain.area_ends import area_gaps, refuse_undecided
from milestones.domain.evidence.sides import OF_AREAS, OF_MILESTONES, refuse_turned
from milestones.sections.evidence import EVIDENCE
from milestones.sections.exchanges import CONFLICTS, EXCHANGES, POLICY_LINES, PROTECTED_SUBJECTS
from milestones.sections.milestones import MILESTONES
from milestones.sections.order import order_gaps
from milestones.sections.protection import leverage_gaps, protected_gaps
from roadmap.domain.document import register
from roadmap.domain.document.registry import Guard, register_check, register_guard

#: Where one decides what becomes of what is open in an area.
_CHANGE = "progress_area"
_GUARDS = (
    Guard("areas", frozenset({"valid_to", "successor", "predecessors"}), refuse_undecided, _CHANGE),
    Guard("areas", OF_AREAS, refuse_turned),
    Guard("milestones", frozenset({"area", "areas"}), refuse_undecided),
    Guard("milestones", OF_MILESTONES, refuse_turned),
)


def register_all() -> None:
    """Called once when the app is ready."""
    for kind in (MILESTONES, EXCHANGES, POLICY_LINES, PROTECTED_SUBJECTS, CONFLICTS, EVIDENCE):
        register(kind)
    register_check(order_gaps)
    register_check(area_gaps)
    register_check(protected_gaps)
    register_check(leverage_gaps)
    for guard in _GUARDS:
        register_guard(guard)
