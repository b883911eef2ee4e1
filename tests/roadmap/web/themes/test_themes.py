"""Administrators keep the themes of comments."""

import pytest
from django.test import Client

from roadmap.models import Theme
from tests import factories
from tests.conftest import Cast
from tests.roadmap.api.client import Api
from tests.roadmap.round_factories import opened_round, posted_comment

pytestmark = pytest.mark.django_db
TYPED = {"name_en": "Bread", "name_ar": "خبز", "name_ku": "Nan", "position": "3"}


@pytest.fixture
def admin(cast: Cast) -> Client:
    Theme.objects.all().delete()
    return factories.signed_in(cast.administrator)


def themes() -> list[tuple[str, dict[str, str], int]]:
    return list(Theme.objects.values_list("slug", "name", "position"))


def test_added_changed_and_removed(admin: Client) -> None:
    assert "There is no theme yet" in admin.get("/themes/").content.decode()
    assert admin.post("/themes/add/", TYPED)["Location"] == "/themes/"
    assert themes() == [("bread", {"en": "Bread", "ar": "خبز", "ku": "Nan"}, 3)]
    form = admin.get("/themes/bread/edit/").context["form"]
    assert admin.post("/themes/bread/edit/", {"name_en": "Food", "seen": form["seen"].value()})["Location"] == "/themes/"
    assert [(slug, name) for slug, name, _position in themes()] == [("bread", {"en": "Food"})]
    assert "Remove this theme?" in admin.get("/themes/bread/remove/").content.decode()
    assert admin.post("/themes/bread/remove/")["Location"] == "/themes/"
    assert themes() == []


def test_what_was_typed_stays_beside_the_mistake(admin: Client) -> None:
    answer = admin.post("/themes/add/", {"name_ku": "\u202enan", "position": "3"})
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (400, ["name_ku"])
    assert (form["name_ku"].value(), form["position"].value()) == ("\u202enan", "3")
    assert admin.post("/themes/add/", {"position": "3"}).context["form"].errors.keys() == {"name_en", "__all__"}
    assert admin.post("/themes/add/", TYPED | {"position": "x"}).context["form"].errors.keys() == {"position"}
    assert themes() == []


def test_two_who_change_the_same_theme_are_told(admin: Client) -> None:
    Theme.objects.create(slug="bread", name={"en": "Bread"})
    seen = admin.get("/themes/bread/edit/").context["form"]["seen"].value()
    Theme.objects.update(name={"en": "Saved by another"})
    clash = admin.post("/themes/bread/edit/", TYPED | {"seen": seen})
    text = clash.content.decode()
    assert (clash.status_code, "It now reads: Saved by another" in text, 'value="Bread"' in text) == (409, True, True)
    assert admin.post("/themes/bread/edit/", TYPED | {"seen": clash.context["form"]["seen"].value()}).status_code == 302


def test_one_in_use_is_kept(cast: Cast, admin: Client) -> None:
    theme = Theme.objects.create(slug="bread", name={"en": "Bread"})
    posted_comment(opened_round(cast).invitations.get(user=cast.reviewer), theme=theme)
    page = admin.post("/themes/bread/remove/", follow=True).content.decode()
    assert ("Comments have this theme, so it is kept." in page, "/themes/bread/remove/" in page) == (True, False)
    assert Api(cast.administrator).delete("themes/bread/").status_code == 409
    assert len(themes()) == 1


@pytest.mark.parametrize("name", ["lead", "reviewer", "monitor"])
def test_others_do_not_manage_them(cast: Cast, admin: Client, name: str) -> None:
    Theme.objects.create(slug="bread", name={"en": "Bread"})
    client = factories.signed_in(getattr(cast, name))
    paths = ("/themes/", "/themes/add/", "/themes/bread/edit/", "/themes/bread/remove/")
    assert [client.get(path).status_code for path in paths] == [403] * 4
    assert [client.post(path, TYPED).status_code for path in paths] == [403] * 4
    assert client.get("/themes/none/edit/").status_code == 404
    assert len(themes()) == 1


def test_a_program_manages_them(cast: Cast, admin: Client) -> None:
    api = Api(cast.administrator)
    made = api.post("themes/", {"name": {"en": "Bread"}})
    assert (made.status_code, made.json()) == (201, {"slug": "bread", "name": {"en": "Bread"}, "position": 0})
    assert api.client.get(made["Location"])["ETag"] == made["ETag"]
    changed = api.patch("themes/bread/", {"position": 4}, if_match=made["ETag"])
    assert (changed.status_code, changed.json()) == (200, {"slug": "bread", "name": {"en": "Bread"}, "position": 4})
    assert api.patch("themes/bread/", {"name": {"en": "Fuel"}}, if_match=made["ETag"]).status_code == 409
    assert api.patch("themes/bread/", {"name": {"en": "Fuel"}}).status_code == 428
    assert api.post("themes/", {"name": {"en": " "}}).status_code == 400
    assert Api(cast.reviewer).get("themes/").json()["results"] == [changed.json()]
    assert Api(cast.lead).post("themes/", {"name": {"en": "Fuel"}}).status_code == 403
    assert api.delete("themes/bread/").status_code == 204
    assert api.get("themes/").json()["results"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_cost_does_not_grow(admin: Client, rows: int, django_assert_num_queries: object) -> None:
    for number in range(rows):
        Theme.objects.create(slug=f"theme-{number}", name={"en": "Bread"})
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert len(admin.get("/themes/").context["rows"]) == rows
