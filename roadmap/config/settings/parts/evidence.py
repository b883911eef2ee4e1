"""What evidence must show before anything counts as progress, and what may be uploaded with it."""

from typing import Any

#: The rule of a milestone that says none, and what a milestone's rule leaves unsaid: how many independent sources.
EVIDENCE_RULE: dict[str, Any] = {"independent_sources": 2}
#: Per cent of the denominator under which a quantity is labelled as below significance, where the target says nothing else.
EVIDENCE_SIGNIFICANCE: float = 1.0
#: Reports of this confidence never help a milestone to be verified; they still contradict, and are still shown.
EVIDENCE_WEAK_CONFIDENCE: tuple[str, ...] = ("low",)
#: How long a watched milestone may be overdue where its policy line names no grace.
EVIDENCE_GRACE: str = "0d"
#: Files that may come with one piece of evidence, and how large each may be (bytes).
EVIDENCE_FILES: int = 5
EVIDENCE_FILE_SIZE: int = 8 * 1024 * 1024
#: What the process that cleans one file may use: memory (bytes) and time of the processor (seconds).
EVIDENCE_CLEANING_MEMORY: int = 1024 * 1024 * 1024
EVIDENCE_CLEANING_SECONDS: int = 20
