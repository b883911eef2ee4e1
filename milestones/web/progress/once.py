"""Forms that may arrive twice: sent again over a slow line, or with a second tap. They are carried out once."""

import hashlib
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.access import actor_of
from accounts.domain.errors import Conflict
from accounts.domain.repetitions import claim_key, keep_answer

#: What the frame of the page sends, and what changes with each request.
_NOT_TYPED = ("csrfmiddlewaretoken",)


class SentBefore(Conflict):
    """Something else was sent with the key of this form: it was sent, changed, and sent again."""

    code = "sent-before"

    def __init__(self) -> None:
        super().__init__(_("This was sent before, with other words, and was recorded. Send it again to record it once more."))


def once(request: HttpRequest, key: str, carry_out: Callable[[], str]) -> str:
    """What ``carry_out`` answers (at most an address long), kept with the key in one transaction; a repetition gets it again.

    Raises what ``carry_out`` raises, and then nothing is kept; SentBefore where the same key comes with other words.
    """
    digest = _digest(request)
    with transaction.atomic():
        try:
            row, is_new = claim_key(key=f"form {key}", digest=digest, actor=actor_of(request))
        except Conflict as error:
            raise SentBefore from error
        if not is_new:
            return str(row.location)
        answer = carry_out()
        keep_answer(row=row, status=302, body=None, location=answer, etag="")
    return answer


def _digest(request: HttpRequest) -> str:
    """SHA-256 over the address, what was typed, and the files."""
    found = hashlib.sha256(request.path.encode())
    for name in sorted(request.POST):
        if name not in _NOT_TYPED:
            for value in request.POST.getlist(name):
                found.update(f"\0{name}\0{value}".encode())
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            found.update(f"\0{name}\0{upload.size}\0".encode())
            for chunk in upload.chunks():
                found.update(chunk)
            upload.seek(0)
    return found.hexdigest()
