"""Row 12: the memory of master and two workers that have served every kind of request; shared pages count in part."""

from bench.board import Line
from bench.machine import Sample, megabytes
from bench.serving import Server
from bench.stage import Stage

_TIMES = 12


def proportional(stage: Stage) -> list[Line]:
    usual, key = stage.sizes.usual, stage.world.roadmap(stage.sizes.usual).key
    round_ = stage.world.round_(usual, stage.sizes.comments[0])
    invitation = round_.invitations.select_related("user").order_by("pk").first()
    # Of their own: those of the other rows have served drafts of thousands of items, which they keep for a while.
    product, floor = stage.servers.pair("product of row 12", "floor of row 12")
    office, bare = stage.office(product), stage.office(floor)
    reviewer = stage.reviewer(product, invitation.user)
    for _time in range(_TIMES):  # both workers of both
        for address in (f"/roadmaps/{key}/", f"/api/v1/roadmaps/{key}/criteria/?page_size=500"):
            office.get(address)
        reviewer.get(f"/review/{invitation.uid}/items/criteria/c-0001/")
        for address in ("/empty", f"/items/{key}?page_size=500"):
            bare.get(address)
    sides = {1: (lambda: _held(product), lambda: _held(floor))}
    return [Line(12, "memory, master and 2 workers (MB, not ms)", "Django floor", sides, 1.5)]


def _held(server: Server) -> Sample:
    held = megabytes(server.processes())
    return Sample(held, held)
