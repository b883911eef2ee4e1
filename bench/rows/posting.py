"""Row 5: posting a comment, with its audit row and its receipt; one after another, and by many at once."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench.board import Line
from bench.floors.views import PREPARE
from bench.machine import Sample
from bench.serving import Visitor
from bench.stage import Stage

_TEXT = "The checks at this point take too long for patients, and nobody says which papers are asked for."


def post(stage: Stage) -> list[Line]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(PREPARE)
    round_ = stage.world.round_(stage.sizes.usual, 0)
    people = list(round_.invitations.select_related("user").order_by("pk")[: stage.sizes.clients])
    product = [_Writer(stage.reviewer(stage.product, each.user), *_ours(each)) for each in people]
    floor = [_Writer(stage.reviewer(stage.floor, each.user), *_theirs(each)) for each in people]
    times, clients = stage.sizes.times, stage.sizes.clients
    one = (lambda: stage.product.timed(product[0].write, times), stage.empty)
    many = (
        lambda: _at_once(stage, product, stage.product, round_),
        lambda: _at_once(stage, floor, stage.floor, None),
    )
    return [
        Line(5, "post one comment (audit row, receipt)", "empty signed-in view", {1: one}, 3),
        Line(5, f"the same by {clients} clients, rate", "raw insert, signed in", {clients: many}, 0.4, is_rate=True),
    ]


class _Writer:
    """Posts one comment after another. Each is accepted or the run ends."""

    def __init__(self, visitor: Visitor, address: str, form: dict[str, str], expect: int) -> None:
        self.visitor, self.address, self.form, self.expect = visitor, address, form, expect

    def write(self) -> None:
        form = self.form | {"client_key": str(uuid.uuid4())}
        self.visitor.ask("POST", self.address, form, expect=(self.expect,))


def _ours(invitation: Any) -> tuple[str, dict[str, str], int]:
    return f"/review/{invitation.uid}/items/criteria/c-0001/comment/", {
        "kind": "concern", "visibility": "office", "text": _TEXT,
    }, 302  # fmt: skip


def _theirs(invitation: Any) -> tuple[str, dict[str, str], int]:
    from roadmap.models import VersionItem

    item = VersionItem.objects.get(version=invitation.round.version_id, ref="criteria/c-0001")
    return f"/insert/{invitation.pk}/{item.pk}", {"text": _TEXT}, 200


def _at_once(stage: Stage, writers: list[_Writer], server: Any, round_: Any) -> Sample:
    """All writers at the same time. Raises RuntimeError where less (or more) is stored than was accepted."""
    each = max(1, stage.sizes.posts // len(writers))
    before = _stored(round_)

    def all_of_them() -> None:
        with ThreadPoolExecutor(len(writers)) as pool:
            for done in [pool.submit(_write, writer, each) for writer in writers]:
                done.result()

    sample: Sample = server.timed(all_of_them)
    count = each * len(writers)
    if _stored(round_) - before != count:
        raise RuntimeError(f"{count} comments were accepted, {_stored(round_) - before} are stored")
    return Sample(sample.wall / count, sample.cpu / count)


def _write(writer: _Writer, times: int) -> None:
    for _time in range(times):
        writer.write()


def _stored(round_: Any) -> int:
    from django.db import connection

    if round_ is not None:
        return int(round_.comments.filter(state="posted").count())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM floor_comment")
        return int(cursor.fetchone()[0])
