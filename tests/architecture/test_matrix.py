"""Who may do what: every route × method × role × state of what it names, held against two tables.

``SEEN`` (in ``world``) says to whom an object exists; ``ALLOWED`` says who holds a permission. From these alone follows what each
route must answer, so that a new route is covered at once:

nobody signed in → asked to sign in · what one does not see → 404, exactly as what does not exist · seen, but not allowed → 403 ·
allowed → anything else. What belongs to oneself alone (``SIGNED_IN``) may ask for the password first, for everybody alike.
"""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.access import PUBLIC, SIGNED_IN
from tests.architecture.routes import Route, routes
from tests.architecture.world import ROLES, Subject, World, addresses, make_world, place_of
from tests.factories import signed_in

pytestmark = pytest.mark.django_db
FACILITATORS = {"lead", "outsider"}
OFFICE = FACILITATORS | {"administrator"}
#: By rule: who holds it on a roadmap on which the lead works and the outsider does not.
ALLOWED: dict[str, set[str]] = {
    SIGNED_IN: set(ROLES) - {"anonymous"},
    "accounts.manage_people": {"administrator"},
    "accounts.manage_groups": {"administrator"},
    "accounts.view_groups": OFFICE,
    "accounts.view_audit": {"administrator"},
    "accounts.read_identities": {"administrator"},
    "roadmap.list_roadmaps": OFFICE,
    "roadmap.create_roadmap": FACILITATORS,
    "roadmap.view_draft": {"lead", "administrator"},
    "roadmap.edit_draft": {"lead"},
    "roadmap.freeze": {"lead"},
    "roadmap.view_version": {"lead", "administrator"},
    "roadmap.compare": {"lead", "administrator"},
    "roadmap.export": {"lead", "administrator"},
    "roadmap.assign": {"administrator"},
    "roadmap.manage_themes": {"administrator"},
    "roadmap.view_round": {"lead", "administrator"},
    "roadmap.manage_round": {"lead"},
    "roadmap.read_identity": {"administrator"},
    "roadmap.view_comments": {"lead", "administrator"},
    "roadmap.answer": {"lead"},
    "roadmap.list_invitations": {"reviewer", "focal_point", "rival"},
    "milestones.list_reporting": {"monitor"},
    "milestones.view_progress": {"lead", "administrator", "monitor"},
    "milestones.view_evidence": {"lead", "administrator", "monitor"},
    "milestones.record_evidence": {"lead", "monitor"},
    "milestones.withdraw_evidence": {"lead", "monitor"},
    "milestones.report_crossing": {"lead", "monitor"},
    "milestones.decide_suspension": {"lead"},
    "milestones.change_areas": {"lead"},
    "milestones.view_scenarios": {"lead", "administrator"},
    "milestones.keep_scenarios": {"lead"},
}
#: By rule that depends on whose the object is: under which name ``Subject.own`` lists the roles that hold it.
OWN = {"roadmap.review": "read", "roadmap.change_comment": "write", "roadmap.see_group": "speak"}
#: Where an object in some state has no such page: nobody is told more by it than its owner knows.
NOTHING_THERE = {("/review/<uuid:uid>/comments/<uuid:comment>/receipt/", "own draft")}
#: Pages whose POST names the thing itself in its body: an empty one names nothing that exists.
NAMED_IN_BODY = {"restore", "item_confirm", "exchange_gate", "exchange_undo", "exchange_conflict", "exchange_take"}
#: Where members of a review come in; it stands for the sign-in on their pages.
DOORS = {reverse("invitation_code")}
ROUTES = routes()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        made = make_world()
        made.people["administrator"].may_read_identities = True
        made.people["administrator"].save()
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str, Client]:
    return {role: signed_in(world.people[role]) if role in world.people else Client() for role in ROLES}


def test_every_rule_has_a_row() -> None:
    declared = {rule for route in ROUTES for _method, rule in route.rules} - {PUBLIC}
    assert declared - set(ALLOWED) - set(OWN) == set()


def test_every_address_names_something_known() -> None:
    for route in ROUTES:
        place_of(route)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.address)
def test_matrix(route: Route, world: World, clients: dict[str, Client]) -> None:
    wrong = []
    for method, rule in methods(route):
        for role, client in clients.items():
            missing = b""
            for subject, address in addresses(route, world):
                status, body = ask(client, method, address)
                wanted = expected(rule, role, subject, is_api=("*", rule) not in route.rules)
                if wanted == "open" and subject and (route.address, subject.state) in NOTHING_THERE:
                    wanted = "404"
                if wanted == "open" and method == "POST" and route.name in NAMED_IN_BODY:
                    wanted = "404"
                if method == "POST" and is_stricter(route, rule, role):
                    wanted = wanted.replace("open", "403")
                told = f"{method} {address} as {role}, {subject.state if subject else 'no object'}"
                missing = missing or body
                if not fits(status, wanted):
                    wrong.append(f"{told}: {status}, not {wanted}")
                elif subject is not None and role not in subject.seen_by and rule != PUBLIC and body != missing:
                    wrong.append(f"{told}: tells it apart from what does not exist")
    assert not wrong, "\n".join(wrong)


def methods(route: Route) -> list[tuple[str, str]]:
    return [
        each for method, rule in route.rules for each in ([("GET", rule), ("POST", rule)] if method == "*" else [(method, rule)])
    ]


def expected(rule: str, role: str, subject: Subject | None, *, is_api: bool) -> str:
    if rule == PUBLIC:
        return "public"
    if role == "anonymous":
        return "401" if is_api else "sign in"
    if rule == SIGNED_IN:
        return "own"
    if subject is not None and role not in subject.seen_by:
        return "404"
    return "open" if is_allowed(rule, role, subject) else "403"


def is_stricter(route: Route, rule: str, role: str) -> bool:
    """A page that shows and takes an answer: to write there needs the rule that the API declares for it."""
    return ("*", "roadmap.view_comments") in route.rules and "answer" in route.address and role not in ALLOWED["roadmap.answer"]


def is_allowed(rule: str, role: str, subject: Subject | None) -> bool:
    if rule not in OWN:
        return role in ALLOWED[rule]
    return f"{OWN[rule]}:{role}" in (subject.own if subject else ())


def fits(status: int, wanted: str) -> bool:
    if wanted == "public" or status == 405:
        return status != 500
    if wanted == "sign in":
        return status == 302
    if wanted == "own":
        return status not in {401, 403, 500}
    if wanted == "open":
        return status not in {401, 403, 404, 500}
    return status == int(wanted)


def ask(client: Client, method: str, address: str) -> tuple[int, bytes]:
    """The answer, without what differs between any two requests; nothing of what it did stays."""
    cookies = client.cookies.copy()
    cache.clear()
    with transaction.atomic():
        sent = {"content_type": "application/json"} if address.startswith("/api/") and method != "GET" else {}
        response = client.generic(method, address, b"{}" if sent else b"", **sent, headers={"If-Match": '"1"'})
        body = b"" if response.streaming else comparable(response.content, address)
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.status_code == 302 and "sign-in" not in response["Location"] and response["Location"] not in DOORS:
        return 303, body
    return response.status_code, body


def comparable(body: bytes, address: str) -> bytes:
    text = body.decode(errors="replace").replace(address, "ADDRESS")
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', r"\1", text).encode()
