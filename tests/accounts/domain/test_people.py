"""People are added, changed and deactivated by administrators, and never left without one."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.utils import timezone

from accounts.domain import people
from accounts.domain.errors import Invalid, Refused
from accounts.domain.people import EmailTaken, LastAdministrator, PersonDetails
from accounts.domain.tokens import make_token
from accounts.models import ApiToken, AuditEntry, Group, MailRequest, Session, User
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
DETAILS = PersonDetails(" New@Example.org ", "  Nour  ", "facilitator", "ar")


def test_a_new_person_has_no_password_and_is_promised_a_mail(cast: Cast) -> None:
    person = people.add_person(details=DETAILS, actor=cast.administrator)
    assert (person.email, person.display_name, person.role, person.language) == (
        "new@example.org",
        "Nour",
        "facilitator",
        "ar",
    )
    assert not person.has_usable_password()
    assert list(MailRequest.objects.values_list("kind", "email")) == [("welcome", "new@example.org")]


def test_no_mail_is_promised_where_none_is_wanted(cast: Cast) -> None:
    people.add_person(details=DETAILS, actor=cast.administrator, send_mail=False)
    assert not MailRequest.objects.exists()


def test_an_address_is_taken_in_any_case(cast: Cast) -> None:
    with pytest.raises(EmailTaken) as refused:
        people.add_person(details=replace(DETAILS, email="REVIEWER@example.org"), actor=cast.administrator)
    assert [problem.path for problem in refused.value.problems] == ["email"]
    with pytest.raises(EmailTaken):
        people.edit_person(
            person=cast.rival,
            details=replace(PersonDetails.of(cast.rival), email="reviewer@example.org"),
            actor=cast.administrator,
        )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"role": "king"}, "role"),
        ({"language": "fr"}, "language"),
        ({"role": "reviewer", "may_read_identities": True}, "may_read_identities"),
    ],
)
def test_a_malformed_detail_is_named(cast: Cast, change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        people.add_person(details=replace(DETAILS, **change), actor=cast.administrator)
    assert [problem.path for problem in refused.value.problems] == [field]


def test_a_change_of_role_ends_all_sessions_and_is_in_the_trail(cast: Cast) -> None:
    factories.signed_in(cast.outsider)
    details = replace(PersonDetails.of(cast.outsider), role="monitor")
    people.edit_person(person=cast.outsider, details=details, actor=cast.administrator)
    assert not Session.objects.filter(user=cast.outsider).exists()
    entry = AuditEntry.objects.filter(table="accounts_user", operation="UPDATE").latest("id")
    assert (entry.actor, entry.verb) == (str(cast.administrator.pk), "edit_person")
    assert (entry.before, entry.after) == ({"role": "facilitator"}, {"role": "monitor"})


@pytest.mark.parametrize("change", [{"role": "monitor"}, {"email": "other@example.org"}])
def test_a_new_role_or_address_revokes_all_tokens(cast: Cast, change: dict[str, str]) -> None:
    make_token(name="script", expires_at=timezone.now() + timedelta(days=1), actor=cast.outsider)
    make_token(name="theirs", expires_at=timezone.now() + timedelta(days=1), actor=cast.lead)
    named = replace(PersonDetails.of(cast.outsider), display_name="Other")
    people.edit_person(person=cast.outsider, details=named, actor=cast.administrator)
    assert ApiToken.objects.filter(revoked_at=None).count() == 2
    people.edit_person(person=cast.outsider, details=replace(named, **change), actor=cast.administrator)
    assert [token.user for token in ApiToken.objects.filter(revoked_at=None)] == [cast.lead]


def test_other_apps_hear_of_a_new_role_or_address_and_of_deactivation(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, str, bool]] = []
    monkeypatch.setattr(people, "_starting_anew", [])
    people.when_starting_anew(lambda person: heard.append((person.role, person.email, person.is_active)))
    details = PersonDetails.of(cast.outsider)
    for change in ({"display_name": "Other"}, {"role": "monitor"}, {"email": "other@example.org"}):
        details = replace(details, **change)
        people.edit_person(person=cast.outsider, details=details, actor=cast.administrator)
    people.deactivate_person(person=cast.outsider, actor=cast.administrator)
    assert heard == [
        ("monitor", "outsider@example.org", True),
        ("monitor", "other@example.org", True),
        ("monitor", "other@example.org", False),
    ]


def test_a_change_of_name_ends_no_session(cast: Cast) -> None:
    factories.signed_in(cast.outsider)
    details = replace(PersonDetails.of(cast.outsider), display_name="Other")
    people.edit_person(person=cast.outsider, details=details, actor=cast.administrator)
    assert Session.objects.filter(user=cast.outsider).count() == 1


def test_a_member_of_a_group_cannot_join_the_office(cast: Cast) -> None:
    details = replace(PersonDetails.of(cast.reviewer), role="facilitator")
    with pytest.raises(Refused, match="Members of groups cannot work in the office"):
        people.edit_person(person=cast.reviewer, details=details, actor=cast.administrator)


def test_the_last_administrator_stays(cast: Cast) -> None:
    details = replace(PersonDetails.of(cast.administrator), role="facilitator")
    with pytest.raises(LastAdministrator):
        people.edit_person(person=cast.administrator, details=details, actor=cast.administrator)
    with pytest.raises(LastAdministrator):
        people.deactivate_person(person=cast.administrator, actor=cast.administrator)


def test_one_of_two_administrators_may_go(cast: Cast) -> None:
    other = factories.user("administrator")
    people.deactivate_person(person=other, actor=cast.administrator)
    other.refresh_from_db()
    assert not other.is_active


def test_a_deactivated_person_is_out_by_every_door_and_can_come_back(cast: Cast) -> None:
    client = factories.signed_in(cast.lead)
    make_token(name="script", expires_at=timezone.now() + timedelta(days=1), actor=cast.lead)
    people.deactivate_person(person=cast.lead, actor=cast.administrator)
    assert not Session.objects.filter(user=cast.lead).exists()
    assert not ApiToken.objects.filter(user=cast.lead, revoked_at=None).exists()
    assert client.get("/profile/").status_code == 302
    people.reactivate_person(person=cast.lead, actor=cast.administrator)
    assert User.objects.active().filter(pk=cast.lead.pk).exists()


def test_everybody_changes_name_and_language(cast: Cast) -> None:
    people.edit_profile(person=cast.reviewer, display_name=" R ", language="ku", actor=cast.reviewer)
    cast.reviewer.refresh_from_db()
    assert (cast.reviewer.display_name, cast.reviewer.language) == ("R", "ku")
    with pytest.raises(Invalid):
        people.choose_language(person=cast.reviewer, language="fr", actor=cast.reviewer)


def _both_at_once(first: User, second: User, verb: object) -> list[object]:
    """Two administrators deactivate one another at the same moment."""
    start, results = threading.Barrier(2), []

    def run(person: User) -> None:
        start.wait()
        try:
            verb(person=person, actor=None)  # type: ignore[operator]
        except LastAdministrator as refused:
            results.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_remove_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(person: User) -> None:
        """The check as it would be without its lock, and slow enough that both pass it."""
        others = User.objects.filter(role="administrator", is_active=True).exclude(pk=person.pk)
        if not others.exists():
            raise LastAdministrator
        threading.Event().wait(0.3)

    first, second = factories.user("administrator"), factories.user("administrator")
    with monkeypatch.context() as patched:
        patched.setattr(people, "_check_other_administrator", unlocked)
        assert _both_at_once(first, second, people.deactivate_person) == []
    assert not User.objects.filter(role="administrator", is_active=True).exists()

    User.objects.update(is_active=True)
    first.refresh_from_db()
    second.refresh_from_db()
    refused = _both_at_once(first, second, people.deactivate_person)
    assert [type(one) for one in refused] == [LastAdministrator]
    assert User.objects.filter(role="administrator", is_active=True).count() == 1


def test_people_are_seen_by_administrators_and_by_themselves(cast: Cast) -> None:
    assert User.objects.visible_to(cast.administrator).count() == 8
    assert list(User.objects.visible_to(cast.lead)) == [cast.lead]
    assert not User.objects.visible_to(AnonymousUser()).exists()
    with pytest.raises(ObjectDoesNotExist):
        User.objects.visible_to(cast.reviewer).get(pk=cast.rival.pk)


@pytest.mark.django_db(transaction=True)
def test_an_address_is_given_once_even_when_two_add_it_at_the_same_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have looked and found it free; the constraint decides."""
    monkeypatch.setattr(people, "_check_free", lambda email: None)
    first, second = factories.user(), factories.user()

    def add(*, person: User, actor: None) -> None:
        try:
            people.add_person(details=DETAILS, actor=actor)
        except EmailTaken as refused:
            raise LastAdministrator from refused

    assert [type(one) for one in _both_at_once(first, second, add)] == [LastAdministrator]
    assert User.objects.filter(email="new@example.org").count() == 1


@pytest.mark.parametrize("name", ["a\u202eb", "a\u2066b", "a\x00b"])
def test_what_could_disguise_a_name_is_refused(cast: Cast, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        people.edit_profile(person=cast.reviewer, display_name=name, language="en", actor=cast.reviewer)
    assert [problem.path for problem in refused.value.problems] == ["display_name"]


def test_a_search_may_hold_anything(cast: Cast) -> None:
    assert User.objects.matching("\x00").count() == 8
    assert Group.objects.matching("hom\x00s").count() == 1
