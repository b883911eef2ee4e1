"""The desk and the document list the roadmap in one order."""

from roadmap.domain.document.order import reading_order
from roadmap.domain.document.paragraphs import present_document
from roadmap.domain.files import read_file
from roadmap.web.desk.layout import lay_out
from tests.roadmap.factories import SMALL


def test_the_order_of_reading() -> None:
    assert [(heading.anchor, heading.kind.name) for heading in reading_order()] == [
        ("front", "sections"),
        ("mandates", "mandates"),
        ("areas", "areas"),
        ("crossings", "crossings"),
        ("sectors", "sectors"),
        ("criteria", "criteria"),
        ("measures", "measures"),
        ("milestones", "milestones"),
        ("exchanges", "exchanges"),
        ("policy_lines", "policy_lines"),
        ("protected_subjects", "protected_subjects"),
        ("conflicts", "conflicts"),
        ("evidence", "evidence"),
        ("parked", "parked"),
        ("back", "sections"),
    ]


def test_the_desk_lists_what_the_document_lists_in_the_same_order() -> None:
    document = read_file(SMALL)
    desk = [(each.anchor, [node.entry.ref for node in each.nodes]) for each in lay_out(document) if each.count]

    assert desk == [(each.anchor, [item.ref for item in each]) for each in present_document(document, "en").parts]
