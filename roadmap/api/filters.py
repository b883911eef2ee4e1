"""Filters of lists: what is left out or empty does not restrict; a word that no row has finds none; what is no uid is refused."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from accounts.domain.errors import Invalid, Problem


def choice(name: str, choices: Any, description: str = "") -> OpenApiParameter:
    """A filter by one of ``choices``, an enumeration of the models."""
    return OpenApiParameter(name, str, enum=choices.values, description=description)


GROUP = OpenApiParameter("group", {"type": "string", "format": "uuid"}, description="Uid of a group")


def wanted(request: Request, **paths: str) -> dict[str, str]:
    """From the query's names, ``paths`` being name → path of a lookup, to what a QuerySet is filtered by."""
    given = request.query_params
    return {path: given[name] for name, path in paths.items() if given.get(name)}


def group_uid(request: Request) -> str:
    """The uid of a group that ``group`` names, or "". Raises Invalid where it is none."""
    given: str = request.query_params.get("group", "")
    try:
        return str(UUID(given)) if given else ""
    except ValueError as error:
        raise Invalid(_("Give a group's uid."), [Problem("group", _("Give a group's uid."))]) from error


def flag(request: Request, name: str) -> bool:
    return request.query_params.get(name, "") not in {"", "0", "false"}
