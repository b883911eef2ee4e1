"""Lock-out by account and address together, keeping neither."""

import ipaddress
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.lockout import LockOutHandler, account_mark, address_mark, client_address
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "203.0.113.7", "198.51.100.9"
AGENT = "Mozilla/5.0 (X11; Linux) Tell-Tale/1.0"


def attempt(email: str, password: str = "wrong", address: str = HERE) -> object:  # noqa: S107
    client = Client(REMOTE_ADDR=address, headers={"user-agent": AGENT})
    return client.post("/sign-in/?next=/profile/", {"login": email, "password": password})


def lock(email: str) -> list[int]:
    return [attempt(email).status_code for _ in range(6)]


def test_the_sixth_wrong_attempt_locks_and_then_not_even_the_right_one_opens(cast: Cast) -> None:
    assert lock("reviewer@example.org") == [200] * 5 + [429]
    assert attempt("reviewer@example.org", factories.PASSWORD).status_code == 429


def test_a_known_and_an_unknown_address_are_locked_alike(cast: Cast) -> None:
    known, unknown = lock("reviewer@example.org"), lock("nobody@example.org")
    assert known == unknown
    answers = [attempt(one, factories.PASSWORD) for one in ("reviewer@example.org", "nobody@example.org")]
    assert answers[0].content == answers[1].content
    assert answers[0].status_code == answers[1].status_code == 429


def test_the_account_stays_open_from_elsewhere_and_the_address_for_others(cast: Cast) -> None:
    lock("reviewer@example.org")
    assert attempt("reviewer@example.org", factories.PASSWORD, ELSEWHERE).status_code == 302
    assert attempt("rival@example.org", factories.PASSWORD).status_code == 302


def test_capital_letters_and_spaces_are_no_way_around(cast: Cast) -> None:
    for spelling in ("reviewer@example.org", "REVIEWER@example.org", " reviewer@example.org "):
        attempt(spelling)
        attempt(spelling)
    assert attempt("reviewer@example.org", factories.PASSWORD).status_code == 429


def test_success_forgets_the_failures(cast: Cast) -> None:
    for _ in range(5):
        attempt("reviewer@example.org")
    assert attempt("reviewer@example.org", factories.PASSWORD).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_the_lock_opens_after_the_window(cast: Cast) -> None:
    lock("reviewer@example.org")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=31))
    assert attempt("reviewer@example.org", factories.PASSWORD).status_code == 302


def test_neither_address_nor_account_nor_browser_is_kept(cast: Cast) -> None:
    attempt("reviewer@example.org", "typed-in-the-wrong-field")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(a)::text FROM axes_accessattempt a")
        (stored,) = cursor.fetchone()
    for secret in (HERE, "reviewer", "example", "Tell-Tale", "profile", "typed-in-the-wrong-field"):
        assert secret not in stored
    row = AccessAttempt.objects.get()
    assert ipaddress.ip_address(row.ip_address).is_private
    assert not AccessLog.objects.exists()
    assert not AccessFailureLog.objects.exists()


def test_typing_the_own_password_again_counts_too(cast: Cast) -> None:
    client = factories.signed_in(cast.reviewer)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    answers = [client.post("/sign-in/again/", {"password": "wrong"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_marks_are_stable_differ_and_tell_nothing(settings: pytest.FixtureRequest) -> None:
    request = RequestFactory().post("/", {"login": "A@b.c"}, REMOTE_ADDR=HERE)
    other = RequestFactory().post("/", REMOTE_ADDR=ELSEWHERE)
    assert account_mark(request) == account_mark(request, {"email": "a@B.c "}) == account_mark(other, {"login": "a@b.c"})
    assert account_mark(other) != account_mark(request)
    assert address_mark(request) == address_mark(request) != address_mark(other)
    before = address_mark(request)
    settings.SECRET_KEY = "another key"
    assert address_mark(request) != before


def test_only_trusted_proxies_are_believed(settings: pytest.FixtureRequest) -> None:
    forged = RequestFactory().get("/", REMOTE_ADDR=HERE, headers={"x-forwarded-for": f"1.1.1.1, {ELSEWHERE}"})
    assert client_address(forged) == HERE
    settings.TRUSTED_PROXIES = 1
    assert client_address(forged) == ELSEWHERE
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=HERE)) == HERE
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) == "local"


def test_a_failure_without_a_request_is_left_alone() -> None:
    LockOutHandler().user_login_failed(None, {"email": "a@b.c"}, None)
    assert not AccessAttempt.objects.exists()
