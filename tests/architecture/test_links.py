"""Whoever follows every link from the first page on meets no page that is missing, forbidden, or only for forms."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from lxml import html

from tests.architecture.world import make_world
from tests.factories import signed_in

pytestmark = pytest.mark.django_db

#: Of addresses that differ in such a part alone, the first is followed: they are one page with other content.
ALIKE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/(?:items|draft)/)[a-z]+/[a-z0-9-]+(?=/)")


def links_of(address: str, body: bytes) -> Iterator[str]:
    """Where the links of a page lead within the product, without what follows a question mark."""
    for link in html.fromstring(body).xpath("//a/@href"):
        path = urlsplit(urljoin(address, link)).path
        if path.startswith("/") and not path.startswith("/static/"):
            yield path


def walk(client: Client, start: str) -> dict[str, int]:
    """The status of each page that can be reached, one of each kind of address."""
    found: dict[str, int] = {}
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        address = waiting.pop(0)
        kind = ALIKE.sub("*", address)
        if kind in seen:
            continue
        seen.add(kind)
        answer = client.get(address, follow=True)
        found[address] = answer.status_code
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            waiting += links_of(answer.request["PATH_INFO"], answer.content)
    return found


@pytest.mark.parametrize(
    ("person", "reached"),
    [
        ("lead", {"/roadmaps/small/", "/roadmaps/small/versions/1/exports/", "/roadmaps/small/rounds/1/answers/", "/profile/"}),
        ("administrator", {"/roadmaps/small/", "/people/", "/audit/", "/profile/"}),
        ("focal_point", {"/"}),
        ("monitor", {"/", "/roadmaps/small/progress/report/", "/roadmaps/small/progress/lines/", "/profile/sessions/"}),
    ],
)
def test_no_link_leads_astray(person: str, reached: set[str]) -> None:
    found = walk(signed_in(make_world().people[person]), "/")
    assert {address: status for address, status in found.items() if status != 200} == {}
    assert reached - set(found) == set()
