"""From an address of the API to the object it names, among what the person may see. Anything else is not found."""

from typing import Any

from accounts.models import User
from roadmap.models import Invitation, Item, Roadmap, Round, Version
from roadmap.web import lookups
from roadmap.web.rounds import lookups as round_lookups


def roadmap(user: User, key: str, **_rest: Any) -> Roadmap:
    return lookups.roadmap(user, key)


def item(user: User, key: str, kind: str, item_key: str) -> Item:
    return lookups.item(user, key, kind, item_key)


def version(user: User, key: str, number: int) -> Version:
    return lookups.version(user, key, number)


def round_(user: User, key: str, number: int) -> Round:
    return round_lookups.round_(user, key, number)


def invitation(user: User, uid: Any, **_rest: Any) -> Invitation:
    return lookups.invitation(user, uid)
