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
        {
            "en": "The return of ten trucks and of their drivers. Refugees get papers",
            "ar": "عائدات المعابر وعودة مؤسسات الدولة السورية",
        },
        {"en": "A civilian who crosses is neither detained nor questioned; exams for young people held in both towns"},
    ],
)
def test_ordinary_texts_give_nothing_away(title: dict[str, str]) -> None:
    made = document(milestone("a", title=title), milestone("b", "aanes"), exchange("e", commitment("a"), commitment("b")))
    assert protected_in_exchange(made) == ()


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        *(
            ("refugee-return", {"en": each})
            for each in (
                "Return of 1,000 refugees to Homs",
                "Returning 500 of the refugees",
                "Refugees return home",
                "Refugees may go home to Idlib",
                "Returnees are admitted",
                "1,000 refugees are repatriated",
                "Nobody is deported from the camps",
                "Return of 40 displaced families",
                "Syrians return from Lebanon",
                "Return of the first 500 families",
            )
        ),
        *(
            ("refugee-return", {"ar": each})
            for each in (
                "إعادة 1000 لاجئ",
                "إعادة ١٬٠٠٠ لاجئ إلى حمص",
                "عودة 200 نازح",
                "عودة النازحين إلى ديارهم",
                "استقبال العائدين",
                "يعود 500 لاجئ",
            )
        ),
        *(
            ("refugee-return", {"ku": each})
            for each in (
                "Vegera 1000 penaberî",
                "Vegera koçberan",
                "Vegerandina 200 penaberan",
            )
        ),
        *(
            ("detained-and-missing", {"en": each})
            for each in (
                "List of the missing handed over",
                "Lists of those who disappeared",
                "A commission for the disappeared",
                "Names of those held in Sednaya",
                "Families of the missing are told",
                "30 people detained in May are set free",
                "Names of the dead are read out",
            )
        ),
        *(
            ("detained-and-missing", {"ar": each})
            for each in (
                "قوائم مفقودين",
                "أسماء مختفين قسراً",
                "الكشف عن المغيّبين",
                "إطلاق سراح 40 شخصاً",
                "أهالي المفقود",
                "إخلاء سبيل 50 موقوفاً",
            )
        ),
        *(("detained-and-missing", {"ku": each}) for each in ("Lîsteya windakiriyan", "Navên 40 kesên winda")),
        *(
            ("humanitarian-access", {"en": each})
            for each in (
                "Aid trucks let through",
                "Aid is let through to Deir Hafir",
                "Passage of food aid",
                "UN aid reaches Rukban",
            )
        ),
        ("humanitarian-access", {"ar": "عبور 20 شاحنة مساعدات"}),
        ("humanitarian-access", {"ku": "Derbasbûna 20 kamyonên alîkariyê"}),
    ],
)
def test_what_people_plainly_call_it_is_found(subject: str, title: dict[str, str]) -> None:
    made = document(milestone("a", title=title), milestone("b", "aanes"), exchange("e", commitment("a"), commitment("b")))
    assert {hit.subject for hit in protected_in_exchange(made)} == {subject}


def test_the_summary_of_an_exchange_is_looked_through_alike() -> None:
    made = document(milestone("a"), exchange("e", commitment("a"), summary={"en": "Schools for the disappeared"}))
    assert [(hit.word, hit.found_in) for hit in protected_in_exchange(made)] == [("disappeared", "summary")]


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
