"""The API for accounts: tokens, oneself, people, groups."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.api.permissions import DeclaredRule
from accounts.domain.tokens import make_token, person_with_token
from accounts.models import ApiToken, Group, Membership, User
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
ME, TOKENS, PEOPLE, GROUPS = (f"/api/v1/{name}/" for name in ("me", "tokens", "people", "groups"))


def with_token(person: User) -> Client:
    _, text = make_token(name="script", expires_at=timezone.now() + timedelta(days=1), actor=person)
    return Client(headers={"authorization": f"Bearer {text}"})


def send(client: Client, method: str, path: str, body: object | None = None) -> tuple[int, object]:
    response = getattr(client, method)(path, body, content_type="application/json")
    return response.status_code, response.json() if response.content else None


@pytest.fixture
def admin(cast: Cast) -> Client:
    return with_token(cast.administrator)


# --- Who one is -----------------------------------------------------------------------------------------------------
def test_a_token_is_enough_and_needs_no_second_factor_of_its_own(cast: Cast) -> None:
    status, body = send(with_token(cast.lead), "get", ME)
    assert (status, body) == (
        200,
        {
            "uid": str(cast.lead.uid),
            "email": "lead@example.org",
            "display_name": "Lead",
            "role": "facilitator",
            "language": "en",
            "may_read_identities": False,
            "groups": [],
        },
    )


@pytest.mark.parametrize("header", ["Bearer", "Bearer scne_unknown", "Bearer scne_ü", "Bearer two words", "bearer scne_unknown"])
def test_a_token_that_is_none_is_refused_in_one_way(cast: Cast, header: str) -> None:
    response = Client(headers={"authorization": header}).get(ME)
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")


def test_without_a_token_one_is_nobody(client: Client) -> None:
    assert client.get(ME).status_code == 401
    assert Client(headers={"authorization": "Basic eDp5"}).get(ME).status_code == 401


def test_a_browser_session_needs_the_forgery_token(cast: Cast) -> None:
    client = factories.signed_in(cast.reviewer, enforce_csrf_checks=True)
    assert client.get(ME).status_code == 200
    assert send(client, "patch", ME, {"language": "ku"})[0] == 403


def test_one_changes_name_and_language_and_nothing_else(cast: Cast) -> None:
    client = with_token(cast.reviewer)
    body = {"language": "ku", "role": "administrator", "email": "x@example.org", "may_read_identities": True}
    status, me = send(client, "patch", ME, body)
    assert (status, me["language"], me["role"], me["email"], me["may_read_identities"]) == (
        200,
        "ku",
        "reviewer",
        "reviewer@example.org",
        False,
    )
    assert me["groups"] == [{"uid": str(cast.group.uid), "key": "homs-women", "name": cast.group.name, "is_focal_point": False}]
    assert send(client, "patch", ME, {"language": "fr"})[0] == 400


# --- Tokens ---------------------------------------------------------------------------------------------------------
def test_tokens_are_made_in_a_session_listed_and_revoked(cast: Cast) -> None:
    browser = factories.signed_in(cast.lead)
    wanted = {"name": "Sheet", "expires_at": (timezone.now() + timedelta(days=3)).isoformat()}
    status, made = send(browser, "post", TOKENS, wanted)
    assert (status, made["name"]) == (201, "Sheet")
    assert person_with_token(made["token"])[0] == cast.lead
    _, listed = send(browser, "get", TOKENS)
    assert [set(row) for row in listed["results"]] == [{"uid", "name", "created_at", "expires_at", "last_used_on", "revoked_at"}]
    assert send(browser, "delete", f"{TOKENS}{made['uid']}/") == (204, None)
    assert send(browser, "delete", f"{TOKENS}{made['uid']}/")[0] == 409
    assert person_with_token(made["token"]) is None
    assert send(browser, "post", TOKENS, wanted | {"expires_at": "2020-01-01T00:00Z"})[0] == 400


def test_a_token_makes_no_token(cast: Cast) -> None:
    wanted = {"name": "Child", "expires_at": (timezone.now() + timedelta(days=3)).isoformat()}
    assert send(with_token(cast.lead), "post", TOKENS, wanted)[0] == 403
    assert ApiToken.objects.count() == 1


def test_the_token_of_another_does_not_exist(cast: Cast) -> None:
    with_token(cast.rival)
    theirs = ApiToken.objects.get(user=cast.rival)
    assert send(with_token(cast.lead), "delete", f"{TOKENS}{theirs.uid}/")[0] == 404


# --- People ---------------------------------------------------------------------------------------------------------
def test_administrators_manage_people(cast: Cast, admin: Client) -> None:
    body = {"email": "New@example.org", "role": "monitor"}
    status, person = send(admin, "post", PEOPLE, body)
    assert (status, person) == (
        201,
        {
            "uid": person["uid"],
            "email": "new@example.org",
            "display_name": "",
            "role": "monitor",
            "language": "ar",
            "may_read_identities": False,
            "is_active": True,
        },
    )
    one = f"{PEOPLE}{person['uid']}/"
    assert send(admin, "patch", one, {"display_name": "N"}) == (200, person | {"display_name": "N"})
    assert send(admin, "get", one) == (200, person | {"display_name": "N"})
    assert send(admin, "post", f"{one}deactivate/")[1]["is_active"] is False
    assert send(admin, "post", f"{one}reactivate/")[1]["is_active"] is True
    assert send(admin, "post", PEOPLE, body)[0] == 409
    assert send(admin, "post", PEOPLE, {"email": "x"})[0] == 400


def test_people_are_searched_and_filtered(cast: Cast, admin: Client) -> None:
    def found(query: str) -> list[str]:
        return [row["display_name"] for row in send(admin, "get", PEOPLE + query)[1]["results"]]

    assert found("?q=focal") == ["Focal Point"]
    assert found("?role=monitor") == ["Monitor"]
    assert len(found("")) == 8


@pytest.mark.parametrize("name", ["lead", "monitor", "reviewer"])
def test_nobody_else_reaches_people(cast: Cast, name: str) -> None:
    client = with_token(getattr(cast, name))
    assert send(client, "get", PEOPLE)[0] == 403
    assert send(client, "post", PEOPLE, {"email": "x@example.org", "role": "reviewer"})[0] == 403
    one = f"{PEOPLE}{cast.rival.uid}/"
    answers = [send(client, "get", one)[0], send(client, "patch", one, {})[0], send(client, "post", f"{one}deactivate/")[0]]
    assert answers == [404, 404, 404]


def test_an_edit_may_say_what_it_started_from(cast: Cast, admin: Client) -> None:
    for path, change in ((f"{PEOPLE}{cast.lead.uid}/", {"display_name": "L"}), (f"{GROUPS}{cast.group.uid}/", {"kind": "party"})):
        etag = admin.get(path)["ETag"]
        first = admin.patch(path, change, content_type="application/json", headers={"if-match": etag})
        assert (first.status_code, first["ETag"] != etag) == (200, True)
        late = admin.patch(path, change, content_type="application/json", headers={"if-match": f"W/{etag}"})
        assert (late.status_code, late.json()["code" if "code" in late.json() else "title"]) == (409, "changed-meanwhile")
        again = admin.patch(path, change, content_type="application/json", headers={"if-match": first["ETag"]})
        assert again.status_code == 200


# --- Groups ---------------------------------------------------------------------------------------------------------
def test_administrators_manage_groups_and_members(cast: Cast, admin: Client) -> None:
    status, group = send(admin, "post", GROUPS, {"name": {"en": "Teachers", "ar": "معلمون"}, "kind": "party"})
    assert (status, group["key"], group["name"]) == (201, "teachers", {"en": "Teachers", "ar": "معلمون"})
    one = f"{GROUPS}{group['uid']}/"
    changed = send(admin, "patch", one, {"mail_opt_out": True})
    assert changed == (200, group | {"mail_opt_out": True})
    status, member = send(admin, "post", f"{one}members/", {"email": "t@example.org", "focal_point": True})
    assert (status, member["email"], member["is_focal_point"]) == (201, "t@example.org", True)
    who = f"{one}members/{member['uid']}/"
    assert send(admin, "patch", who, {"is_focal_point": False})[1]["is_focal_point"] is False
    assert send(admin, "get", f"{one}members/")[1]["results"] == [member | {"is_focal_point": False}]
    assert send(admin, "get", one)[1]["member_count"] == 1
    assert send(admin, "delete", one)[0] == 409
    assert send(admin, "delete", who) == (204, None)
    assert send(admin, "delete", one) == (204, None)
    assert send(admin, "get", one)[0] == 404
    assert send(admin, "post", GROUPS, {"name": {}})[0] == 400


def test_groups_are_searched_and_filtered(cast: Cast, admin: Client) -> None:
    factories.group(key="party", kind="party")

    def found(query: str) -> list[str]:
        return [row["key"] for row in send(admin, "get", GROUPS + query)[1]["results"]]

    assert found("?q=أطباء") == ["idlib-doctors"]
    assert found("?kind=party") == ["party"]


def test_a_facilitator_sees_groups_and_no_member(cast: Cast) -> None:
    client = with_token(cast.lead)
    status, body = send(client, "get", GROUPS)
    assert (status, [row["key"] for row in body["results"]]) == (200, ["homs-women", "idlib-doctors"])
    for secret in (cast.reviewer.email, str(cast.reviewer.uid), cast.reviewer.display_name):
        assert secret not in str(body)
    one = f"{GROUPS}{cast.group.uid}/"
    assert send(client, "get", one)[0] == 200
    assert send(client, "get", f"{one}members/")[0] == 403
    assert send(client, "post", f"{one}members/", {"email": "x@example.org"})[0] == 403
    assert send(client, "patch", one, {})[0] == 403
    assert send(client, "delete", one)[0] == 403
    assert send(client, "post", GROUPS, {"name": {"en": "X"}})[0] == 403
    who = f"{one}members/{cast.reviewer.uid}/"
    assert send(client, "patch", who, {"is_focal_point": True})[0] == 404
    assert send(client, "delete", who)[0] == 404


@pytest.mark.parametrize("name", ["monitor", "rival"])
def test_to_others_a_group_does_not_exist(cast: Cast, name: str) -> None:
    client = with_token(getattr(cast, name))
    assert send(client, "get", GROUPS)[0] == 403
    known, unknown = client.get(f"{GROUPS}{cast.group.uid}/"), client.get(f"{GROUPS}{Group().uid}/")
    assert (known.status_code, known.content) == (404, unknown.content)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_any_number(cast: Cast, count: int, django_assert_num_queries: object) -> None:
    Membership.objects.all().delete()
    Group.objects.all().delete()
    User.objects.filter(role="reviewer").delete()
    for _ in range(count):
        factories.membership(factories.user(), factories.group())
    client = factories.signed_in(cast.administrator)
    for path in (GROUPS, f"{PEOPLE}?role=reviewer"):
        with django_assert_num_queries(4):  # type: ignore[operator]
            assert len(send(client, "get", path)[1]["results"]) == count


# --- Declared rules -------------------------------------------------------------------------------------------------
class _View:
    kwargs: dict[str, str] = {}

    def __init__(self, action: str, **rules: str) -> None:
        self.action, self.access_rules = action, rules


def test_an_action_without_a_rule_is_refused(cast: Cast, rf: object) -> None:
    request = rf.get("/")  # type: ignore[attr-defined]
    request.user = cast.administrator
    rule = DeclaredRule()
    assert not rule.has_permission(request, _View("list", create="public"))
    assert not rule.has_object_permission(request, _View("list"), None)
    assert rule.has_permission(request, _View("list", list="public"))
    assert rule.has_permission(request, _View("", get="signed in"))
    assert rule.has_object_permission(request, _View("list", list="signed in"), None)
    assert rule.has_object_permission(request, _View("list", list="accounts.manage_people"), cast.rival)
    assert not rule.has_permission(request, _View("list", list="accounts.read_identities"))
