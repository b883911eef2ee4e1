"""Addresses that lead nowhere, and failures of our own, speak as the rest of the API does."""

from django.test import RequestFactory

from roadmap.api.unmatched import bad_request, failed, not_found


def test_problems_for_programs_and_pages_for_people() -> None:
    api, page = RequestFactory().get("/api/v1/x/"), RequestFactory().get("/x/")
    for status, answer in ((404, not_found), (400, bad_request)):
        told = answer(api, Exception())
        assert (told.status_code, told["Content-Type"]) == (status, "application/problem+json")
    assert failed(api).status_code == 500
    assert failed(api)["Content-Type"] == "application/problem+json"
    assert bad_request(page, Exception())["Content-Type"].startswith("text/html")
    assert failed(page)["Content-Type"].startswith("text/html")
