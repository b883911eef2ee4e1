"""What the API answers with, by name: each agrees with a function of ``shapes``."""

from accounts.enums import Language
from roadmap.api.schemas import BOOL, INT, STR, TEXTS, TIME, UID, Schema, array, null, one_of, ref, shape
from roadmap.enums import ExportFormat, JobState, RoundState, Visibility

_REFS: Schema = {"type": "array", "items": STR}
_ERROR = shape(path=STR, line=INT, message=STR)

COMPONENTS: dict[str, Schema] = {
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": STR,
            "title": STR,
            "status": INT,
            "detail": STR,
            "errors": {"type": "array", "items": _ERROR},
            "revision": INT,
            "contested": {"type": "array", "items": shape(path=STR, mine={}, theirs={})},
        },
    },
    "Gap": shape(ref=STR, path=STR, message=STR, blocking=BOOL),
    "Changes": shape(dry_run=BOOL, created=BOOL, added=_REFS, changed=_REFS, removed=_REFS, roadmap=_REFS),
    "Version": shape(uid=UID, number=INT, note=STR, unanswered_reason=STR, created_at=TIME, digest=STR),
    "Export": shape(
        uid=UID,
        version=INT,
        format=one_of(ExportFormat),
        language=one_of(Language),
        state=one_of(JobState),
        step=INT,
        steps=INT,
        size=INT,
        digest=STR,
        error=STR,
        created_at=TIME,
    ),
    "Comparison": shape(
        language=one_of(Language),
        counts={"type": "object", "additionalProperties": INT},
        unchanged=INT,
        items=array("ItemChange"),
    ),
    "ItemChange": shape(
        ref=STR,
        kind=STR,
        code=STR,
        title=STR,
        states=_REFS,
        moved=null({"type": "array", "items": INT, "minItems": 2, "maxItems": 2}),
        fields=array("FieldChange"),
    ),
    "FieldChange": shape(path=STR, label=STR, language=STR, whole=BOOL, parts={"type": "array", "items": ref("ChangePart")}),
    "ChangePart": shape(op={"enum": ["equal", "insert", "delete"]}, text=STR),
    "Round": shape(
        uid=UID,
        number=INT,
        version=INT,
        state=one_of(RoundState),
        questions=TEXTS,
        opened_at=null(TIME),
        closes_at=TIME,
        closed_at=null(TIME),
        remind_at=null(TIME),
        answered_at=null(TIME),
        widest_visibility=one_of(Visibility),
        show_group_names=BOOL,
    ),
}
