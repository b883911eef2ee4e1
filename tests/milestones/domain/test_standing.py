"""The standing list of protected subjects: whole in three languages, true to its sources, and held by every document."""

from collections.abc import Iterator

import pytest

from milestones.domain.exchanges.protected import protected_in_exchange
from milestones.domain.standing import lacking, standing_subjects, subject_of, subjects_of, words_of
from roadmap.domain.document import Entry
from roadmap.domain.document.folding import fold
from roadmap.domain.files.reading import document_from
from tests.milestones.domain.exchanges.drafts import commitment, document, entry, exchange, milestone

KEYS = ["refugee-return", "humanitarian-access", "detained-and-missing", "civilian-lives", "grave-crimes"]
LANGUAGES = {"en", "ar", "ku"}
#: Public texts that one can look up; each subject names at least one.
SOURCES = ("UNHCR", "General Assembly resolution 46/182", "ICRC customary IHL", "Guidance for Effective Mediation (2012)")


def words() -> Iterator[tuple[str, str, str]]:
    """(subject, language, word)."""
    for subject in standing_subjects():
        for text in subject.data["words"]:
            yield from ((subject.key, language, word) for language, word in text.items())


def test_each_subject_says_what_it_is_and_why_in_three_languages() -> None:
    listed = standing_subjects()
    assert [entry.key for entry in listed] == KEYS
    for each in listed:
        assert set(each.data) == {"title", "reason", "words", "source"}
        assert set(each.data["title"]) == set(each.data["reason"]) == LANGUAGES
        assert {language for text in each.data["words"] for language in text} == LANGUAGES
        assert any(source in each.data["source"] for source in SOURCES), each.key


def test_the_list_is_what_a_file_would_hold() -> None:
    """In canonical form already: no part of it is refused, and none is changed by being read."""
    rows = [{"key": each.key, **each.data} for each in standing_subjects()]
    read = document_from({"format": "scne-roadmap/1", "roadmap": {"key": "x", "title": "X"}, "protected_subjects": rows})
    assert read.of("protected_subjects") == standing_subjects()


def test_no_word_stands_twice_and_none_is_so_short_that_ordinary_texts_say_it() -> None:
    folded = [(language, fold(word)) for _subject, language, word in words()]
    assert len(folded) == len(set(folded))
    assert {word for _subject, _language, word in words() if len(fold(word)) < 5} == set()


def test_what_is_given_out_can_be_changed_without_changing_the_list() -> None:
    standing_subjects()[0].data["title"]["en"] = "Something else"
    assert standing_subjects()[0].title("en") == "Return of refugees"


def test_every_word_gives_its_subject_away_and_no_other() -> None:
    for subject, language, word in words():
        made = document(
            milestone("a", title={language: word}), milestone("b", "aanes"), exchange("e", commitment("a"), commitment("b"))
        )
        assert {hit.subject for hit in protected_in_exchange(made)} == {subject}, word


@pytest.mark.parametrize(
    "title",
    [
        {"en": "Aid for seed stores, access to the road, return of the trucks", "ar": "مساعدة المزارعين وفتح الطريق"},
        {"en": "Missing signatures are added; the meeting in camps is closed", "ar": "عودة الموظفين إلى العمل"},
        {"en": "A detention basin for flood water; prison-free designs; civil registries", "ar": "بدل الوثائق المفقودة"},
        {"ku": "Girtina derbasgehê, gihandina genim, vegera karmendan"},
        {"ku": "Alîkariya teknîkî ji bo stasyona avê"},
    ],
)
def test_ordinary_texts_give_nothing_away(title: dict[str, str]) -> None:
    made = document(milestone("a", title=title), milestone("b", "aanes"), exchange("e", commitment("a"), commitment("b")))
    assert protected_in_exchange(made) == ()


OWN = entry(
    "protected_subjects", "grave-crimes", "B-09", title={"en": "Justice"}, reason={"en": "Ours."}, words=[{"en": "sparing"}]
)


def test_a_document_holds_its_own_subjects_and_those_of_the_list_that_it_does_not_define() -> None:
    made = document(OWN, entry("protected_subjects", "water", title={"en": "Water"}))
    assert [each.key for each in subjects_of(made)] == ["grave-crimes", "water", *KEYS[:-1]]
    assert [each.key for each in lacking(made)] == KEYS[:-1]
    assert (subject_of(made, "grave-crimes"), subject_of(made, "nothing")) == (OWN, None)
    found = subject_of(made, "refugee-return")
    assert found is not None
    assert found.title("en") == "Return of refugees"


def test_a_draft_says_more_of_a_standing_subject_and_never_less() -> None:
    """Its words are sought beside those of the list, which nobody can edit away."""
    assert words_of(OWN)[0] == {"en": "sparing"}
    titles = ["Sparing the guilty", "An amnesty law"]
    made = document(
        *(milestone(key, title={"en": title}) for key, title in zip("ab", titles, strict=True)),
        exchange("e", commitment("a"), commitment("b")),
        OWN,
    )
    assert [(hit.subject, hit.word) for hit in protected_in_exchange(made)] == [
        ("grave-crimes", "sparing"),
        ("grave-crimes", "amnesty"),
    ]


def test_what_holds_without_being_named_is_told_with_title_reason_and_source() -> None:
    made = document(
        milestone("a", title={"en": "Amnesty"}), milestone("b", "aanes"), exchange("e", commitment("a"), commitment("b"))
    )
    [hit] = protected_in_exchange(made)
    told, listed = hit.as_dict(made), standing_subjects()[-1]
    assert {name: told[name] for name in ("title", "reason", "source")} == {
        name: listed.data[name] for name in ("title", "reason", "source")
    }


def test_a_subject_without_words_of_its_own_is_an_entry_like_others() -> None:
    assert words_of(Entry("protected_subjects", "water", "", {"title": {"en": "Water"}})) == []
