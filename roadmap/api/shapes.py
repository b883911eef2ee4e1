"""How things look in the API: plain data, ready for JSON."""

from typing import Any

from roadmap.domain.document import Document, Entry, Gap
from roadmap.domain.document.storage import roadmap_data
from roadmap.models import ExportJob, Roadmap, Round, Version


def roadmap_shape(roadmap: Roadmap) -> dict[str, Any]:
    return {"uid": roadmap.uid, "revision": roadmap.revision, **roadmap_data(roadmap)}


def entry_shape(entry: Entry) -> dict[str, Any]:
    """An item as the roadmap file has it, with ``ref`` and, for the draft, ``uid`` and ``revision``."""
    draft = {"uid": entry.draft.uid, "revision": entry.draft.revision} if entry.draft else {}
    return {"ref": entry.ref, "key": entry.key, "code": entry.code, **draft, **entry.data}


def document_shape(document: Document) -> dict[str, Any]:
    return {**document.as_dict(), "digest": document.digest()}


def gap_shape(gap: Gap) -> dict[str, Any]:
    return {"ref": gap.ref, "path": gap.path, "message": str(gap.message), "blocking": gap.blocking}


def version_shape(version: Version) -> dict[str, Any]:
    return {
        "uid": version.uid,
        "number": version.number,
        "note": version.note,
        "unanswered_reason": version.unanswered_reason,
        "created_at": version.created_at,
        "digest": version.digest,
    }


def round_shape(round_: Round) -> dict[str, Any]:
    return {
        "uid": round_.uid,
        "number": round_.number,
        "version": round_.version.number,
        "state": round_.state,
        "questions": round_.questions,
        "opened_at": round_.opened_at,
        "closes_at": round_.closes_at,
        "closed_at": round_.closed_at,
        "remind_at": round_.remind_at,
        "answered_at": round_.answered_at,
        "widest_visibility": round_.widest_visibility,
        "show_group_names": round_.show_group_names,
    }


def export_shape(job: ExportJob) -> dict[str, Any]:
    return {
        "uid": job.uid,
        "version": job.version.number,
        "format": job.format,
        "language": job.language,
        "state": job.state,
        "step": job.step,
        "steps": job.steps,
        "size": job.size,
        "digest": job.digest,
        "error": job.error,
        "created_at": job.created_at,
    }
