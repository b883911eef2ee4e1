"""Who reaches the desk, and with which answer."""

import pytest

from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.factories import signed_in

ITEM = "/roadmaps/small/draft/criteria/exams/"
READS = ["/roadmaps/small/", "/roadmaps/small/deleted/", ITEM]
WRITES = [
    ("get", f"{ITEM}edit/"),
    ("post", f"{ITEM}edit/"),
    ("post", f"{ITEM}move/"),
    ("post", f"{ITEM}duplicate/"),
    ("post", f"{ITEM}delete/"),
    ("post", f"{ITEM}confirm/"),
    ("get", "/roadmaps/small/add/criteria/"),
    ("post", "/roadmaps/small/add/criteria/"),
    ("get", "/roadmaps/small/settings/"),
    ("post", "/roadmaps/small/settings/"),
    ("post", "/roadmaps/small/restore/"),
]


@pytest.mark.parametrize("name", ["outsider", "reviewer", "focal_point", "rival"])
@pytest.mark.parametrize(("method", "path"), [*(("get", path) for path in READS), *WRITES])
def test_who_is_not_on_it_finds_nothing(cast: Cast, roadmap: Roadmap, name: str, method: str, path: str) -> None:
    client = signed_in(getattr(cast, name))
    answer = getattr(client, method)(path)
    nowhere = getattr(client, method)(path.replace("/small/", "/nowhere/"))
    assert (answer.status_code, answer.content) == (404, nowhere.content)


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_an_administrator_sees_but_does_not_write(cast: Cast, roadmap: Roadmap, method: str, path: str) -> None:
    before = Roadmap.objects.get(pk=roadmap.pk).revision
    assert getattr(signed_in(cast.administrator), method)(path).status_code == 403
    assert Roadmap.objects.get(pk=roadmap.pk).revision == before


@pytest.mark.parametrize("path", READS[:2])
def test_an_administrator_reads(cast: Cast, roadmap: Roadmap, path: str) -> None:
    assert signed_in(cast.administrator).get(path).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"), [*(("get", path) for path in READS), *WRITES, ("get", "/roadmaps/"), ("get", "/roadmaps/new/")]
)
def test_who_is_not_signed_in_is_asked_to(client: object, roadmap: Roadmap, method: str, path: str) -> None:
    answer = getattr(client, method)(path)
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("administrator", "/roadmaps/new/", 403),
        ("reviewer", "/roadmaps/", 403),
        ("reviewer", "/roadmaps/new/", 403),
        ("monitor", "/roadmaps/new/", 403),
        ("outsider", "/roadmaps/new/", 200),
    ],
)
def test_who_may_begin_a_roadmap(cast: Cast, name: str, path: str, status: int) -> None:
    assert signed_in(getattr(cast, name)).get(path).status_code == status


@pytest.mark.parametrize(
    "path", ["/roadmaps/small/draft/nonsense/exams/", "/roadmaps/small/add/nonsense/", "/roadmaps/small/draft/areas/exams/edit/"]
)
def test_what_does_not_exist(cast: Cast, roadmap: Roadmap, path: str) -> None:
    assert signed_in(cast.lead).get(path).status_code == 404


@pytest.mark.parametrize("path", [f"{ITEM}{name}/" for name in ("move", "duplicate", "delete", "confirm")])
def test_nothing_is_changed_by_following_a_link(cast: Cast, roadmap: Roadmap, path: str) -> None:
    assert signed_in(cast.lead).get(path).status_code == 405


def test_drafts_stay_in_no_cache(cast: Cast, roadmap: Roadmap) -> None:
    assert signed_in(cast.lead).get("/roadmaps/small/").headers["Cache-Control"] == "no-store"
