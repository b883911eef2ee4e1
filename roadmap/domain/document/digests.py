"""Digests of files: what a file is known by when it lies elsewhere."""

import re

from django.utils.translation import gettext as _

from roadmap.domain.document.values import Context, Json, Line

_DIGEST = re.compile(r"^[0-9a-fA-F]{64}$")


class Digest(Line):
    """A file's SHA-256, in lower-case hexadecimal digits: by it everybody can check that the file is the one that was meant."""

    def __init__(self) -> None:
        super().__init__(64)

    def load(self, raw: Json, path: str, context: Context) -> Json:
        written = super().load(raw, path, context)
        if written and not _DIGEST.fullmatch(written):
            context.report(path, _("Give the SHA-256 of the file: 64 digits and letters from a to f."))
        return written.lower() if written else None

    def schema(self) -> dict[str, Json]:
        return {**super().schema(), "pattern": _DIGEST.pattern}
