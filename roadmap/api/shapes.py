"""How things look in the API: plain data, ready for JSON."""

from collections.abc import Iterable
from typing import Any

from roadmap.domain.document import Entry, Gap, kind
from roadmap.domain.document.comparing import Comparison, FieldChange, ItemChange
from roadmap.domain.document.storage import item_data, roadmap_data
from roadmap.domain.files import Changes
from roadmap.domain.queries.deletions import Deletion
from roadmap.domain.queries.deliveries import GroupDelivery
from roadmap.models import ExportJob, Item, OutboxMail, Roadmap, Round, RoundGroup, Theme, Version


def roadmap_shape(roadmap: Roadmap) -> dict[str, Any]:
    return {"uid": roadmap.uid, "revision": roadmap.revision, **roadmap_data(roadmap)}


def entry_shape(entry: Entry) -> dict[str, Any]:
    """An item as the roadmap file has it, with ``ref`` and, for the draft, ``uid`` and ``revision``."""
    draft = {"uid": entry.draft.uid, "revision": entry.draft.revision} if entry.draft else {}
    return {"ref": entry.ref, "key": entry.key, "code": entry.code, **draft, **entry.data}


def item_shape(item: Item, kind_name: str) -> dict[str, Any]:
    """The same of one row of the draft."""
    own = {"ref": f"{kind_name}/{item.key}", "key": item.key, "code": item.code, "uid": item.uid, "revision": item.revision}
    return {**own, **item_data(kind(kind_name), item)}


def changes_shape(changes: Changes, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "created": changes.created,
        "added": changes.added,
        "changed": changes.changed,
        "removed": changes.removed,
        "roadmap": changes.roadmap,
    }


def gap_shape(gap: Gap) -> dict[str, Any]:
    return {"ref": gap.ref, "path": gap.path, "message": str(gap.message), "blocking": gap.blocking}


def deletion_shape(deletion: Deletion) -> dict[str, Any]:
    refs = [f"{kind.name}/{item.key}" for kind, item in deletion.items]
    return {"deletion": deletion.uid, "at": deletion.at, "by": deletion.by, "items": refs}


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
        "groups": [
            {"uid": each.group.uid, "key": each.group.key, "withheld": sorted(item.ref for item in each.withheld.all())}
            for each in sorted(_groups(round_), key=lambda each: each.group.key)
        ],
    }


def _groups(round_: Round) -> Iterable[RoundGroup]:
    """Those that a list has read beforehand, or now."""
    if "round_groups" in getattr(round_, "_prefetched_objects_cache", {}):
        return round_.round_groups.all()
    return round_.round_groups.select_related("group").prefetch_related("withheld")


def delivery_shape(row: GroupDelivery) -> dict[str, Any]:
    names = ("invited", "queued", "sent", "bounced", "without_mail", "opened", "finished", "withdrawn", "comments")
    return {"group": row.round_group.group.key, **{name: getattr(row, name) for name in names}}


def mail_shape(mail: OutboxMail) -> dict[str, Any]:
    return {
        "uid": mail.uid,
        "kind": mail.kind,
        "state": mail.state,
        "group": mail.invitation.round_group.group.key,
        "pseudonym": mail.invitation.pseudonym,
        "attempts": mail.attempts,
        "due_at": mail.due_at,
        "sent_at": mail.sent_at,
    }


def member_shape(invitation: Any) -> dict[str, Any]:
    """An invitation with the state of its mail as ``mail`` (null: no mail)."""
    return {
        "uid": invitation.uid,
        "pseudonym": invitation.pseudonym,
        "is_focal_point": invitation.is_focal_point,
        "mail": invitation.mail,
        "opened": invitation.opened_at is not None,
        "finished": invitation.finished_at is not None,
        "withdrawn": invitation.revoked_at is not None,
    }


def theme_shape(theme: Theme) -> dict[str, Any]:
    return {"slug": theme.slug, "name": theme.name, "position": theme.position}


def export_shape(job: ExportJob) -> dict[str, Any]:
    return {
        "uid": job.uid,
        "version": job.version.number,
        "format": job.format,
        "language": job.language,
        "positions_round": job.positions_round.number if job.positions_round else None,
        "state": job.state,
        "step": job.step,
        "steps": job.steps,
        "size": job.size,
        "digest": job.digest,
        "error": job.error,
        "created_at": job.created_at,
    }


def comparison_shape(comparison: Comparison) -> dict[str, Any]:
    return {
        "language": comparison.language,
        "counts": comparison.counts,
        "unchanged": comparison.unchanged,
        "items": [_item_change(each) for each in comparison.items],
    }


def _item_change(change: ItemChange) -> dict[str, Any]:
    return {
        "ref": change.ref,
        "kind": change.kind,
        "code": change.code,
        "title": change.title.text,
        "states": change.states,
        "moved": change.moved,
        "fields": [_field_change(each) for each in change.fields],
    }


def _field_change(change: FieldChange) -> dict[str, Any]:
    parts = [{"op": op, "text": text} for op, text in change.parts]
    return {
        "path": change.path,
        "label": change.label,
        "language": change.language,
        "whole": change.whole,
        "parts": parts,
        "before": change.before,
        "after": change.after,
    }
