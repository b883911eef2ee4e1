"""The trail in words: an administrator learns what happened, not who a reviewer is."""

import pytest
from django.apps import apps

from accounts.domain import trail
from accounts.domain.acting import verb
from accounts.domain.people import edit_profile
from accounts.models import AuditEntry, Group, User
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@verb
def write_secretly(*, group: Group, actor: User) -> None:
    group.note = {"en": "what a reviewer wrote"}
    group.save()


def newest(*, with_identities: bool = False) -> trail.Line:
    return trail.lines(AuditEntry.objects.order_by("-id")[:1], with_identities=with_identities)[0]


def test_the_office_is_named_and_its_changes_shown(cast: Cast) -> None:
    edit_profile(person=cast.lead, display_name="Samar", language="en", actor=cast.lead)
    line = newest()
    assert (str(line.who), str(line.verb), str(line.table), str(line.operation)) == (
        "Samar",
        "changed the own profile",
        "Person",
        "changed",
    )
    assert line.changes == [trail.Change("display_name", "Lead", "Samar")]
    assert (line.row, line.withheld) == (str(cast.lead.pk), False)


@pytest.mark.parametrize(("name", "shown"), [("reviewer", "a reviewer"), ("monitor", "a monitor")])
def test_who_reviews_or_monitors_is_not_named(cast: Cast, name: str, shown: str) -> None:
    person = getattr(cast, name)
    edit_profile(person=person, display_name="Given Name", language="en", actor=person)
    line = newest()
    assert (str(line.who), line.row, line.changes, line.withheld) == (shown, "", [], True)
    assert "Given Name" not in repr(line)
    told = newest(with_identities=True)
    assert (told.who, told.withheld) == ("Given Name", False)


def test_what_the_office_does_to_a_reviewer_hides_the_values(cast: Cast) -> None:
    edit_profile(person=cast.reviewer, display_name="Given Name", language="en", actor=cast.lead)
    line = newest()
    assert (str(line.who), line.withheld, line.changes) == ("Lead", True, [])


def test_a_membership_hides_whom_it_concerns(cast: Cast) -> None:
    entry = AuditEntry.objects.filter(table="accounts_membership").earliest("id")
    (line,) = trail.lines([entry], with_identities=False)
    assert (str(line.who), line.row, line.withheld) == ("the system", "", True)


def test_a_table_of_reviewers_words_is_never_shown(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "_confidential", set())
    monkeypatch.setattr(trail, "VERBS", dict(trail.VERBS))
    monkeypatch.setattr(trail, "TABLES", dict(trail.TABLES))
    write_secretly(group=cast.group, actor=cast.lead)
    assert newest().changes == [trail.Change("note", {}, {"en": "what a reviewer wrote"})]
    assert newest().verb == "write secretly"
    trail.describe(verbs={"write_secretly": "wrote"}, tables={"accounts_group": "Secret"}, confidential=["accounts_group"])
    line = newest()
    assert (line.changes, line.withheld, line.verb, line.table) == ([], True, "wrote", "Secret")
    trail.describe()


def test_an_actor_who_is_unknown_stays_a_number(cast: Cast) -> None:
    entry = AuditEntry(at=cast.lead.created_at, actor="999999", table="x", row="1", operation="DELETE", before={"a": 1})
    (line,) = trail.lines([entry], with_identities=False)
    assert (line.who, line.table, line.changes) == ("999999", "x", [trail.Change("a", 1, None)])


def test_the_words_cost_one_query_for_any_number_of_rows(cast: Cast, django_assert_num_queries: object) -> None:
    for count in (1, 3):
        rows = list(AuditEntry.objects.order_by("id")[:count])
        with django_assert_num_queries(1):  # type: ignore[operator]
            trail.lines(rows, with_identities=False)


def test_every_audited_table_of_the_product_has_a_name() -> None:
    audited = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if any(trigger.name == "audit" for trigger in getattr(model._meta, "triggers", []))
    }
    assert audited - set(trail.TABLES) == set()


def test_every_table_that_leads_to_a_reviewer_is_confidential() -> None:
    leading = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.name == "invitation" and model._meta.db_table in trail.TABLES
    }
    assert leading - trail._confidential == set()
