"""Forms of our own pages are accepted although they carry no referrer; those of foreign pages are not."""

import pytest
from django.test import Client

from tests.conftest import Cast

ADDRESS = "/language/"


@pytest.fixture
def client_with_checks(cast: Cast) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.get("/sign-in/")
    return client


def post(client: Client, *, token: bool = True, **headers: str) -> int:
    data = {"language": "ar", "next": "/sign-in/"}
    if token:
        data["csrfmiddlewaretoken"] = client.cookies["csrftoken"].value
    return client.post(ADDRESS, data, headers=headers).status_code


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 302),
        ({"Origin": "null"}, 302),
        ({"Origin": "http://testserver"}, 302),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
    ],
)
def test_where_a_form_comes_from(client_with_checks: Client, headers: dict[str, str], status: int) -> None:
    assert post(client_with_checks, **headers) == status


def test_without_a_token_nothing_is_accepted(client_with_checks: Client) -> None:
    assert post(client_with_checks, token=False, **{"Origin": "null", "Sec-Fetch-Site": "same-origin"}) == 403


@pytest.mark.parametrize(("site", "status"), [("same-origin", 302), ("cross-site", 403)])
def test_over_tls_a_missing_referrer_is_no_offence_of_our_own_page(cast: Cast, site: str, status: int) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/sign-in/", secure=True)
    data = {"language": "ar", "next": "/sign-in/", "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post(ADDRESS, data, secure=True, headers={"Sec-Fetch-Site": site}).status_code == status
