"""Themes are an installation's own: added, changed, and removed while no comment has them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from accounts.domain.editing import ChangedMeanwhile, fingerprint
from accounts.domain.errors import Conflict, Invalid
from accounts.models import AuditEntry
from roadmap.domain.themes import ThemeDetails, add_theme, edit_theme, remove_theme
from roadmap.models import Theme
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, posted_comment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_themes(db: None) -> None:
    Theme.objects.all().delete()


def test_a_theme_is_added_at_the_end_with_a_slug_of_its_own(cast: Cast) -> None:
    for name in ({"en": " Bread and fuel ", "ar": "", "ku": "nan"}, {"en": "bread and fuel"}, {"ar": "خبز"}):
        add_theme(details=ThemeDetails(name), actor=cast.administrator)
    assert list(Theme.objects.values_list("slug", "name", "position")) == [
        ("bread-and-fuel", {"en": "Bread and fuel", "ku": "nan"}, 0),
        ("bread-and-fuel-2", {"en": "bread and fuel"}, 1),
        ("theme", {"ar": "خبز"}, 2),
    ]
    assert (
        list(AuditEntry.objects.filter(table="roadmap_theme", operation="INSERT").values_list("verb", flat=True))
        == ["add_theme"] * 3
    )


@pytest.mark.parametrize(
    ("details", "path"),
    [
        (ThemeDetails({"en": " "}), "name_en"),
        (ThemeDetails({"en": "a" * 201}), "name_en"),
        (ThemeDetails({"ar": "\u202eخ"}), "name_ar"),
        (ThemeDetails({"en": "a", "fr": "b"}), "name"),
        (ThemeDetails({"en": "a"}, -1), "position"),
        (ThemeDetails({"en": "a"}, 10_000), "position"),
    ],
)
def test_what_is_not_well_formed_is_refused(cast: Cast, details: ThemeDetails, path: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_theme(details=details, actor=cast.administrator)
    assert [problem.path for problem in refused.value.problems] == [path]
    assert Theme.objects.count() == 0


def test_a_change_keeps_the_slug_and_a_clash_keeps_what_is_there(cast: Cast) -> None:
    theme = add_theme(details=ThemeDetails({"en": "bread"}), actor=cast.administrator)
    seen = fingerprint(ThemeDetails.of(theme))
    edit_theme(theme=theme, details=ThemeDetails({"en": "food"}, 7), actor=cast.administrator, seen=seen)
    with pytest.raises(ChangedMeanwhile) as clash:
        edit_theme(theme=theme, details=ThemeDetails({"en": "fuel"}, 7), actor=cast.administrator, seen=seen)
    assert [problem.path for problem in clash.value.problems] == ["name_en"]
    assert Theme.objects.values_list("slug", "name", "position").get() == ("bread", {"en": "food"}, 7)


def test_a_theme_that_a_comment_has_is_kept(cast: Cast) -> None:
    used, unused = (add_theme(details=ThemeDetails({"en": name}), actor=cast.administrator) for name in ("bread", "fuel"))
    posted_comment(opened_round(cast).invitations.get(user=cast.reviewer), theme=used)
    with pytest.raises(Conflict):
        remove_theme(theme=used, actor=cast.administrator)
    remove_theme(theme=unused, actor=cast.administrator)
    assert [theme.slug for theme in Theme.objects.all()] == ["bread"]


def test_a_new_installation_begins_with_twelve_and_one_with_themes_keeps_its_own() -> None:
    begin = import_module("roadmap.migrations.0006_themes").add
    begin(apps, connection.schema_editor())
    assert [theme.position for theme in Theme.objects.all()] == list(range(12))
    assert {tuple(sorted(theme.name)) for theme in Theme.objects.all()} == {("ar", "en", "ku")}
    Theme.objects.exclude(slug="protection").delete()
    begin(apps, connection.schema_editor())
    assert [theme.slug for theme in Theme.objects.all()] == ["protection"]
