"""Days and moments as people read them, around the midnight of Damascus."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import translation

from accounts.days import day_of, placeless_words

LATE = dt.datetime(2026, 11, 22, 21, 30, 5, tzinfo=dt.UTC)


def drawn(filters: str, at: object, language: str = "en") -> str:
    with translation.override(language):
        return Template(f"{{% load moments %}}{{{{ at|{filters} }}}}").render(Context({"at": at}))


def test_the_day_is_that_of_damascus_where_midnight_has_passed() -> None:
    assert day_of(LATE) == dt.date(2026, 11, 23)
    assert [drawn("day", each) for each in (LATE, LATE.date(), "2026-11-22", None)] == [
        "23 November 2026",
        "22 November 2026",
        "22 November 2026",
        "",
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "23 November 2026, 00:30"),
        ("ar", "23 تشرين الثاني/نوفمبر 2026، 00:30"),
        ("ku", "23 Mijdar 2026, 00:30"),
    ],
)
def test_a_moment_is_written_in_the_language_of_the_page(language: str, words: str) -> None:
    assert (drawn("moment", LATE, language), drawn("exact_moment", LATE, language)) == (words, f"{words}:05")
    assert drawn("moment", None, language) == ""


def test_what_others_must_keep_is_told_in_utc_too() -> None:
    assert drawn("deadline", LATE) == "23 November 2026, 00:30 Damascus time (21:30 UTC)"


@pytest.mark.parametrize("language", ["en", "ar", "ku"])
def test_mails_tell_the_same_clock_without_naming_a_place(language: str) -> None:
    assert placeless_words(LATE, language) == f"{drawn('moment', LATE, language)} (UTC+3)"
