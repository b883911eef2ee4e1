"""Parts of addresses."""

import re

from roadmap.domain.document import kinds


class KindConverter:
    """The name of a kind of item, such as ``measures``."""

    regex = "[a-z_]+"

    def to_python(self, value: str) -> str:
        if not re.fullmatch(self.regex, value) or value not in {kind.name for kind in kinds()}:
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value
