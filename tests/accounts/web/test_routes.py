"""Every address of this app declares its rule, and nothing of django-allauth is open that we did not open."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import URLPattern, reverse

from accounts.access import PUBLIC, SIGNED_IN, access, actor_of
from accounts.api.urls import urlpatterns as api_patterns
from accounts.web.urls import urlpatterns

UID = "00000000-0000-4000-8000-000000000000"
RULES = {
    PUBLIC: {
        "healthz",
        "readyz",
        "set_language",
        "quick_exit",
        "account_login",
        "account_logout",
        "account_inactive",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    },
    "accounts.manage_people": {
        "person_list",
        "person_add",
        "person_edit",
        "person_deactivate",
        "person_reactivate",
        "person_send_password",
        "person_remove_factors",
    },
    "accounts.view_groups": {"group_list", "group_detail"},
    "accounts.manage_groups": {
        "group_add",
        "group_edit",
        "group_remove",
        "member_add",
        "member_focal_point",
        "member_remove",
    },
    "accounts.view_audit": {"audit_list"},
    "accounts.read_identities": {"audit_identities"},
}


def addresses() -> Iterator[tuple[str, str]]:
    values = {"uid": UID, "member": UID, "pk": "1", "uidb36": "1", "key": "k"}
    for pattern in urlpatterns:
        wanted = pattern.pattern.converters or pattern.pattern.regex.groupindex
        yield pattern.name, reverse(pattern.name, kwargs={name: values[name] for name in wanted})


def test_every_route_declares_the_rule_that_is_written_here() -> None:
    declared: dict[str, set[str]] = {}
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        declared.setdefault(pattern.callback.access_rule, set()).add(pattern.name)
    signed_in = declared.pop(SIGNED_IN)
    assert declared == RULES
    assert all(name.split("_")[0] in {"account", "mfa", "profile", "my", "session", "token"} for name in signed_in)


def test_every_action_of_the_api_declares_its_rule() -> None:
    for pattern in api_patterns:
        view = pattern.callback
        assert set(view.actions.values()) <= set(view.cls.access_rules), pattern.name


@pytest.mark.django_db
def test_nobody_gets_past_the_door_without_signing_in() -> None:
    client = Client()
    for name, address in addresses():
        if name in RULES[PUBLIC]:
            continue
        for method in ("get", "post"):
            response = getattr(client, method)(address)
            assert (name, response.status_code) == (name, 302)
            assert response["Location"].startswith("/sign-in/?next=/"), name


@pytest.mark.django_db
def test_the_person_behind_a_request_is_a_person() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        actor_of(request)


def test_a_view_keeps_its_name_under_its_rule() -> None:
    @access("some.rule")
    def view(request: object) -> None: ...

    assert (view.__name__, view.access_rule) == ("view", "some.rule")
