"""The roadmap file as JSON: the very bytes that were hashed."""

from roadmap.exports.base import Exporter, Progress, Source


def build(source: Source, progress: Progress) -> bytes:
    """Its SHA-256 is the version's hash."""
    progress()
    return source.canonical.encode()


EXPORTER = Exporter("json", "application/json", 1, build)
