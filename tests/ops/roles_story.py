"""A round from freezing to the answers, run by `test_database_roles` as the role of web servers and workers.

Prints what it left.
"""

import json
import uuid

import django

django.setup()

from accounts.domain.audit import seal_entries, verify_trail  # noqa: E402 the settings have to be read first
from accounts.domain.identities import read_identities  # noqa: E402
from accounts.domain.purging import purge  # noqa: E402
from accounts.models import AuditEntry, AuditSeal, User  # noqa: E402
from roadmap.domain.comments import post_comment  # noqa: E402
from roadmap.domain.exporting import request_export  # noqa: E402
from roadmap.domain.links import issue_links, use_link  # noqa: E402
from roadmap.domain.responses import note_comments, release_answers  # noqa: E402
from roadmap.domain.rounds import close_round  # noqa: E402
from roadmap.enums import LinkKind  # noqa: E402
from roadmap.exports.run import build_exports  # noqa: E402
from roadmap.models import Comment, ExportFile, Version  # noqa: E402
from tests.conftest import make_cast  # noqa: E402
from tests.roadmap.round_factories import opened_round  # noqa: E402

WORDS = {"kind": "question", "visibility": "office", "text": "Which exams are meant?"}


def main() -> dict[str, object]:
    cast = make_cast()
    round_ = opened_round(cast)
    invitation = round_.invitations.get(user=cast.rival)
    token = issue_links(invitations=[invitation], kind=LinkKind.LINK, expires_at=round_.closes_at)[0]
    use_link(token=token)
    comment = post_comment(invitation=invitation, item_ref="criteria/exams", client_key=uuid.uuid4(), actor=cast.rival, **WORDS)
    request_export(version=round_.version, file_format="json", language="en", actor=cast.lead)
    build_exports()
    close_round(round=round_, actor=cast.lead)
    note_comments(round=round_, comments=[comment], actor=cast.lead)
    release_answers(round=round_, actor=cast.lead)
    User.objects.filter(pk=cast.administrator.pk).update(may_read_identities=True)
    cast.administrator.refresh_from_db()
    read_identities(subject=invitation.pseudonym, reason="A threat was reported.", actor=cast.administrator)
    purge()
    seal_entries()
    verdict = verify_trail()
    return {
        "versions": Version.objects.count(),
        "comments": Comment.objects.count(),
        "files": ExportFile.objects.count(),
        "seals": AuditSeal.objects.count(),
        "entries": AuditEntry.objects.count() > 50,
        "verbs": sorted(set(AuditEntry.objects.filter(table="roadmap_comment").values_list("verb", flat=True))),
        "holds": verdict.holds and verdict.entries > 50,
    }


if __name__ == "__main__":
    print(json.dumps(main()))  # noqa: T201 the test reads it
