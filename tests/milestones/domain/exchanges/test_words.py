"""What is told step by step: each kind of waiting, each way out, and the lines of a package that spans phases."""

from milestones.domain.exchanges.assessing import assess
from milestones.domain.exchanges.commitments import read_exchanges
from milestones.domain.exchanges.deadlocks import MOST_CIRCLES, find_deadlocks
from milestones.domain.exchanges.order_words import change_words, deadlock_words, positions_words, resolution_words, wait_words
from milestones.domain.exchanges.package_words import package_words
from milestones.domain.exchanges.packages import find_packages
from milestones.domain.exchanges.resolving import resolve
from milestones.domain.exchanges.waits import read_waits
from milestones.domain.exchanges.wording import finding_words
from roadmap.domain.document import Document
from tests.milestones.domain.exchanges.drafts import commitment, document, entry, exchange, milestone


def steps(draft: Document) -> list[str]:
    exchanges = read_exchanges(draft)
    return [wait_words(wait, exchanges) for each in find_deadlocks(draft).found for wait in each.circles[0]]


def test_options_windows_and_shared_days_are_told() -> None:
    draft = document(
        milestone("a", requires_any=["b", "c"]),
        milestone("b", "aanes", window={"not_before": "a + 2w"}),
        milestone("c", "", together_with=["b"]),
    )
    assert steps(draft) == [
        "A (Government-held areas) waits for B (North and East Syria), or one of C, which are stuck too.",
        "B (North and East Syria) waits for A (Government-held areas): its window opens after it.",
    ]
    gated = document(
        milestone("a", requires_any=["b"], together_with=["c"]),
        milestone("b", "aanes"),
        milestone("c", "sig"),
        exchange("e1", commitment("b", gate="c"), commitment("c")),
    )
    assert steps(gated) == [
        "B (North and East Syria) waits for C (Northern Aleppo): a gate of exchange E1.",
        "C (Northern Aleppo) happens together with A (Government-held areas).",
        "A (Government-held areas) waits for B (North and East Syria): it requires it.",
    ]


def test_a_circle_within_one_side_names_no_other() -> None:
    draft = document(milestone("a", requires=["b"]), milestone("b", requires=["a"]))
    [found] = find_deadlocks(draft).found
    assert deadlock_words(found, read_exchanges(draft)) == "A, B wait for one another: none of them can come first."


def test_wanted_orders_name_who_wants_them() -> None:
    conflict = entry("conflicts", "order", "D-01", orders=[{"wanted_by": "gov", "first": "b", "then": "a"}])
    draft = document(milestone("a"), milestone("b", "aanes", requires=["a"]), conflict)
    exchanges = read_exchanges(draft)
    [collision] = find_deadlocks(draft).positions
    assert [wait_words(wait, exchanges) for wait in collision.circles[0]] == [
        "A (Government-held areas) is to come after B (North and East Syria) (wanted by Government-held areas).",
        "B (North and East Syria) waits for A (Government-held areas): it requires it.",
    ]
    assert positions_words(collision, exchanges) == (
        "A conflict between positions: the orders wanted by Government-held areas cannot all be kept (A, B)."
    )
    assert collision.as_dict()["circles"][0][0] == {
        "waiting": "a",
        "awaited": "b",
        "why": "order",
        "conflict": "order",
        "wanted_by": "gov",
    }


def many(count: int) -> Document:
    """``count`` circles through one milestone, each with a gate of its own."""
    spokes = [milestone(f"s{number}", "aanes", requires=["hub"]) for number in range(count)]
    gates = [exchange(f"e{n}", commitment("hub", gate=f"s{n}"), commitment(f"s{n}")) for n in range(count)]
    return document(milestone("hub"), *spokes, *gates)


def test_no_more_circles_are_written_out_than_one_can_read_and_the_rest_is_counted() -> None:
    [found] = find_deadlocks(many(MOST_CIRCLES + 5)).found
    assert (len(found.circles), found.further, len(found.milestones)) == (MOST_CIRCLES, 5, MOST_CIRCLES + 6)


def test_an_answer_that_time_cut_short_still_resolves_all_and_says_so() -> None:
    draft = many(3)
    exchanges = read_exchanges(draft)
    resolution = resolve(read_waits(draft, exchanges), seconds=0)
    assert (len(resolution.changes), resolution.at_least, resolution.proven) == (3, 0, False)
    assert resolution_words(resolution, ()) == [
        "Changing 3 gates is enough; whether fewer can do was not settled in time (at least 0)."
    ]
    assert change_words(resolution.changes[0], exchanges) == (
        "Exchange E0: let HUB (Government-held areas) and S0 (North and East Syria) happen at the same time,"
        " or let a third party hold one."
    )


def test_a_package_over_two_phases_says_what_comes_first() -> None:
    """Four commitments in two pairs; one of the second pair requires one of the first."""
    draft = document(
        milestone("a", "gov"),
        milestone("b", "aanes"),
        milestone("c", "ssg", requires=["a"]),
        milestone("d", "sig", requires_any=["c"]),
        exchange(
            "e1",
            commitment("a", cost=1, benefits={"aanes": 3}),
            commitment("b", cost=1, benefits={"gov": 3}),
            commitment("c", cost=1, benefits={"sig": 3}),
            commitment("d", cost=1, benefits={"ssg": 3}),
        ),
    )
    [package, *_others] = find_packages(draft).packages
    assert package_words(package, read_exchanges(draft), {})[6:] == [
        "Phase 1, simultaneous: A, B.",
        "A “Title of a”: given by Government-held areas at a cost of 1; brings North and East Syria 3.",
        "B “Title of b”: given by North and East Syria at a cost of 1; brings Government-held areas 3.",
        "No group has taken a position on A, B.",
        "Phase 2, gated: C, D.",
        "C “Title of c”: given by Idlib at a cost of 1; brings Northern Aleppo 3.",
        "It requires A of an earlier phase.",
        "D “Title of d”: given by Northern Aleppo at a cost of 1; brings Idlib 3.",
        "It starts when C is verified.",
        "No group has taken a position on C, D.",
    ]


def test_a_finding_about_many_names_a_dozen_in_words_and_all_as_data() -> None:
    free = [milestone(f"m{number:02}") for number in range(20)]
    draft = document(*free, milestone("a"), exchange("e1", commitment("a", cost=1)))
    assessment = assess(draft)
    [finding] = [each for each in assessment.findings if each.code == "outside-exchanges"]
    assert finding_words(finding, assessment) == (
        "These are asked for outside of any exchange: M00, M01, M02, M03, M04, M05, M06, M07, M08, M09, M10, M11 and 8 more."
    )
    assert finding.as_dict()["milestones"] == [each.key for each in free]
