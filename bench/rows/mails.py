"""Row 10: a round opens for 500 people; the request that promises their mails, and the worker that sends them."""

from typing import Any

from bench.board import Line
from bench.children import in_process
from bench.floors.mails import send_all
from bench.machine import Sample
from bench.stage import Stage


def invitations(stage: Stage) -> list[Line]:
    people = stage.sizes.people
    stage.world.round_(stage.sizes.usual, 0)
    opening = _Opening(stage)
    mails = {people: (opening.deliver, lambda: _floor(stage))}
    return [
        Line(10, f"request that opens a round for {people}", "empty signed-in view", {people: (opening.ask, stage.empty)}, 5),
        Line(10, f"{people} invitations sent, rate", "smtplib, one connection", mails, 0.5, is_rate=True),
    ]


class _Opening:
    """Each round of the scoreboard opens a round of review of its own, and sends its mails."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def ask(self) -> Sample:
        stage = self.stage
        round_ = stage.world.new_round(stage.sizes.usual)
        address = f"/api/v1/roadmaps/{round_.roadmap.key}/rounds/{round_.number}/open/"
        visitor = stage.office(stage.product)
        sample = stage.product.timed(lambda: visitor.ask("POST", address, {}))
        if waiting() != stage.sizes.people:
            raise RuntimeError(f"{waiting()} mails are promised to {stage.sizes.people} people")
        return sample

    def deliver(self) -> Sample:
        """What one worker does until nothing is left. Raises RuntimeError unless every mail was taken, and once."""
        from roadmap.domain.delivery import deliver_outbox

        if not waiting():  # measured alone
            self.ask()
        before, people = self.stage.mails_taken(), self.stage.sizes.people
        sample, sent = in_process(deliver_outbox, units=people)
        if (sent, self.stage.mails_taken() - before, waiting()) != (people, people, 0):
            raise RuntimeError(f"of {people} mails {sent} went, {self.stage.mails_taken() - before} came, {waiting()} wait")
        return sample


def _floor(stage: Stage) -> Sample:
    readers = [each.email for each in stage.world.people_of_groups()]
    form = _form()
    return in_process(lambda: send_all(stage.mail_port, form, readers), units=len(readers))[0]


def _form() -> str:
    """The product's own letter as a form, so that as many bytes go out."""
    from django.utils import timezone

    from roadmap.emails import WRITERS

    until = timezone.now().replace(microsecond=0)
    mail = WRITERS["invitation"](language="en", until=until).to("reader@place", token="t" * 43, message_id="<id@place>")
    mail.extra_headers["Date"] = "DATE"
    text = mail.message().as_string().replace("\n", "\r\n").replace("%", "%%")
    for word, gap in {"reader@place": "reader", "t" * 43: "link", "<id@place>": "id", "DATE": "date"}.items():
        text = text.replace(word, f"%({gap})s")
    return text


def waiting() -> Any:
    from roadmap.models import OutboxMail

    return OutboxMail.objects.filter(state__in=["queued", "sending"]).count()
