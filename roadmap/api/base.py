"""What the resources of this app share: revisions as ETags, and edits that must name the one they started from."""

import re
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import base
from roadmap.api.problems import PreconditionFailed, PreconditionRequired


def with_etag(response: Response, revision: int) -> Response:
    response["ETag"] = f'"{revision}"'
    return response


def base_revision(request: Request) -> int:
    """The revision that an edit started from, out of If-Match. Raises 428 without it, 412 when it is none of ours."""
    found = re.fullmatch(r"\d{1,9}", if_match(request))
    if not found:
        raise PreconditionFailed
    return int(found[0])


def if_match(request: Request) -> str:
    """The ETag that a change started from. Raises 428 without it, 412 when it is none of ours."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise PreconditionRequired
    found = re.fullmatch(r'(?:W/)?"([0-9a-f]{1,64})"', given, re.ASCII)
    if not found:
        raise PreconditionFailed
    return found[1]


def created(data: Any, location: str, revision: int | None = None) -> Response:
    """201 with the address of what was made."""
    response = base.created(data, location)
    return with_etag(response, revision) if revision is not None else response
