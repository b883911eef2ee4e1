"""What is measured with: the same words on every run, made by the product's own verbs; comments and people in bulk.

Bulk rows pass the same constraints and audit triggers as single ones.
"""

import datetime as dt
import random
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any
from uuid import UUID

_TEXT = (
    "access agreement aid area authority between border ceasefire check civilian clinic commitment community convoy council "
    "corridor crossing delivery detained district document electricity every family fuel governorate group guarantor health "
    "household independent line local market medical monitor monthly movement neutral office open patient people permit phase "
    "police point port prisoner public register release repair report restore return river road route safe school sector share "
    "side source state step supply teacher town trade transport travel unit verified village visit water week without worker"
)
_WORDS = _TEXT.split()
DIMENSIONS = ("safe", "calm", "neutral")
_FIRST = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
#: Items that each version changes, and groups that people are in.
_EDITED, _GROUPS = 8, 10


def words(chance: random.Random, count: int) -> str:
    """``count`` words as sentences of about a dozen."""
    found = [chance.choice(_WORDS) for _word in range(count)]
    for place in range(0, count, 12):
        found[place] = found[place].capitalize()
        end = min(place + 11, count - 1)
        found[end] += "."
    return " ".join(found)


def criterion(number: int) -> dict[str, Any]:
    """One item of about 120 words."""
    chance = random.Random(number)
    return {
        "title": {"en": words(chance, 7)[:-1]},
        "dimension": DIMENSIONS[number % 3],
        "definition": {"en": words(chance, 55)},
        "indicator": {"en": words(chance, 20)},
        "unit": {"en": "per cent"},
        "baseline": {"value": chance.randrange(40)},
        "threshold": {"value": 40 + chance.randrange(60)},
        "verification": {"en": words(chance, 20)},
        "states": {area: {"state": "unknown", "note": {"en": words(chance, 9)}} for area in ("north", "south")},
    }


def document(key: str, count: int) -> Any:
    """A roadmap of two areas and ``count`` criteria."""
    from roadmap.domain.document import Document, Entry

    head = {"key": key, "title": {"en": f"Roadmap of {count} items"}, "t0": "2024-01-01", "languages": ["en"]}
    head["source_language"] = "en"
    areas = [
        Entry("areas", name, name[0].upper(), {"name": {"en": name.title()}, "authority": {"en": f"Council of the {name}"}})
        for name in ("north", "south")
    ]
    criteria = [Entry("criteria", f"c-{number:04}", f"C-{number:04}", criterion(number)) for number in range(1, count + 1)]
    return Document(head, {"areas": areas, "criteria": criteria})


def reworded(text: str, chance: random.Random) -> str:
    """The text with half a dozen words put in the place of others."""
    found = text.split()
    for _word in range(6):
        found[chance.randrange(len(found))] = chance.choice(_WORDS)
    return " ".join(found)


class World:
    """Everything by name, made when it is first asked for. Django has been set up and the database migrated."""

    def __init__(self, people: int = 500) -> None:
        self.people = people

    @cached_property
    def lead(self) -> Any:
        """The facilitator whose roadmaps these are."""
        from accounts.models import User

        return User.objects.create_user(email="lead@example.org", display_name="Lead", role="facilitator", language="en")

    @cache  # noqa: B019 lives as long as the run
    def roadmap(self, items: int) -> Any:
        from roadmap.domain.files import import_document

        return import_document(document=document(f"bench-{items}", items), actor=self.lead)[0]

    @cache  # noqa: B019
    def version(self, items: int) -> Any:
        from roadmap.domain.versions import freeze_version

        return freeze_version(roadmap=self.roadmap(items), note="", actor=self.lead)

    @cache  # noqa: B019
    def editions(self, items: int, count: int) -> Any:
        """A roadmap with so many versions, each of which changes a few items."""
        from roadmap.domain.files import import_document
        from roadmap.domain.versions import freeze_version

        roadmap, _changes = import_document(document=document(f"editions-{items}", items), actor=self.lead)
        freeze_version(roadmap=roadmap, note="", actor=self.lead)
        for edition in range(2, count + 1):
            self._edit(roadmap, edition)
            freeze_version(roadmap=roadmap, note="", actor=self.lead)
        return roadmap

    def _edit(self, roadmap: Any, edition: int) -> None:
        from roadmap.domain.drafting import edit_item
        from roadmap.models import Criterion

        chance = random.Random(edition)
        items = list(Criterion.objects.filter(roadmap=roadmap))
        for step in range(min(_EDITED, len(items))):
            item = items[(edition * _EDITED + step) % len(items)]
            changes = {"definition.en": reworded(item.definition["en"], chance)}
            edit_item(item=item, kind_name="criteria", changes=changes, base=item.revision, actor=self.lead)

    @cache  # noqa: B019
    def groups(self) -> list[Any]:
        """Ten groups with all reviewers in them."""
        from accounts.models import Group, Membership, User

        count = min(_GROUPS, self.people)
        groups = [Group.objects.create(key=f"group-{n}", name={"en": f"Group {n}"}) for n in range(count)]
        people = User.objects.bulk_create(
            User(email=f"reviewer-{n}@example.org", display_name=f"Reviewer {n}", language="en", password="!")  # noqa: S106 unusable
            for n in range(self.people)
        )
        Membership.objects.bulk_create(Membership(user=each, group=groups[n % count]) for n, each in enumerate(people))
        return groups

    def people_of_groups(self) -> list[Any]:
        """All reviewers."""
        from accounts.models import User

        self.groups()
        return list(User.objects.filter(role="reviewer").order_by("pk"))

    def new_round(self, items: int) -> Any:
        """A round in preparation, all groups in it."""
        from django.utils import timezone

        from roadmap.domain.rounds import prepare_round

        closes_at = timezone.now() + dt.timedelta(days=30)
        return prepare_round(
            version=self.version(items), groups=self.groups(), closes_at=closes_at, actor=self.lead, widest_visibility="round"
        )

    @cache  # noqa: B019
    def round_(self, items: int, comments: int) -> Any:
        """An open round with so many comments on the first criterion, a tenth of them replies. No mail of it waits."""
        from roadmap.domain.notifications import cancel_mail
        from roadmap.domain.rounds import open_round

        opened = open_round(round=self.new_round(items), actor=self.lead)
        cancel_mail(round=opened, kinds=["invitation"])
        self._comment(opened, comments)
        _analyse()
        return opened

    def _comment(self, round_: Any, count: int) -> None:
        from accounts.domain.acting import acting
        from roadmap.models import Comment, VersionItem

        item = VersionItem.objects.get(version=round_.version, ref="criteria/c-0001")
        authors = list(round_.invitations.order_by("user_id"))
        chance = random.Random(count)
        replies = count // 10
        with acting(self.lead, "bench"):
            firsts = Comment.objects.bulk_create(_comments(authors, item, chance, range(count - replies)))
            for each in (more := list(_comments(authors, item, chance, range(replies)))):
                each.parent = chance.choice(firsts)
            Comment.objects.bulk_create(more)


def _comments(authors: list[Any], item: Any, chance: random.Random, numbers: range) -> Iterator[Any]:
    from roadmap.domain.document.folding import fold
    from roadmap.models import Comment

    for number in numbers:
        author, text = authors[(number * 7 + 1) % len(authors)], words(chance, 40)
        yield Comment(
            uid=UUID(int=chance.getrandbits(128)),
            invitation=author,
            round_id=author.round_id,
            round_group_id=author.round_group_id,
            item=item,
            kind=chance.choice(["concern", "question", "support"]),
            visibility="round",
            language="en",
            text=text,
            folded=fold(text),
            state="posted",
            posted_at=_FIRST + dt.timedelta(seconds=number, microseconds=1 + number),
            receipt=f"{chance.getrandbits(48):012X}",
        )


def _analyse() -> None:
    """What autovacuum would have done by the time that people come."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def session_of(person: Any, backend: str) -> str:
    """The key of a new session of somebody signed in, past the second factor."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from accounts.sessions import SessionStore
    from accounts.web.entering import PROVEN

    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), backend
    session[HASH_SESSION_KEY], session[PROVEN] = person.get_session_auth_hash(), person.pk
    session.create()
    return str(session.session_key)
