"""The roadmap file as YAML: what was frozen, to be read by people and imported again."""

import json

from roadmap.domain.files import write_file
from roadmap.exports.base import Exporter, Progress, Source


def build(source: Source, progress: Progress) -> bytes:
    """From the kept bytes, not through the registry: a later registry must not change an earlier version."""
    progress()
    return write_file(json.loads(source.canonical), "yaml").encode()


EXPORTER = Exporter("yaml", "application/yaml", 1, build)
