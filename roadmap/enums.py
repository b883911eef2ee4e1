"""Closed lists of the roadmap's side, and which moves between states are legal."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AssignmentRole(models.TextChoices):
    LEAD = "lead", _("Lead facilitator")
    DRAFTER = "drafter", _("Drafter")
    MONITOR = "monitor", _("Monitor")


class Dimension(models.TextChoices):
    """The three words of SCNE."""

    SAFE = "safe", _("Safe")
    CALM = "calm", _("Calm")
    NEUTRAL = "neutral", _("Neutral")


class CriterionStatus(models.TextChoices):
    """Whether a criterion holds in an area."""

    MET = "met", _("Met")
    PARTLY = "partly", _("Partly met")
    NOT_MET = "not_met", _("Not met")
    UNKNOWN = "unknown", _("Not known")


class CrossingState(models.TextChoices):
    """What was reported of a crossing on a day."""

    OPEN = "open", pgettext_lazy("crossing", "Open")
    LIMITED = "limited", pgettext_lazy("crossing", "Limited")
    CLOSED = "closed", pgettext_lazy("crossing", "Closed")


class Direction(models.TextChoices):
    BOTH = "both", _("Both ways")
    ONE_WAY = "one_way", _("One way")


class Place(models.TextChoices):
    FRONT = "front", _("Before the criteria")
    BACK = "back", _("After the milestones")


class RoundState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("round", "In preparation")
    OPEN = "open", pgettext_lazy("round", "Open")
    CLOSED = "closed", pgettext_lazy("round", "Closed")
    ANSWERED = "answered", pgettext_lazy("round", "Answered")


ROUND_MOVES: dict[str, set[str]] = {
    RoundState.DRAFT: {RoundState.OPEN},
    RoundState.OPEN: {RoundState.CLOSED},
    RoundState.CLOSED: {RoundState.ANSWERED},
    RoundState.ANSWERED: set(),
}


class CommentKind(models.TextChoices):
    CONCERN = "concern", _("Concern")
    QUESTION = "question", _("Question")
    SUGGESTION = "suggestion", _("Suggestion")
    SUPPORT = "support", _("Support")
    RED_LINE = "red_line", _("Red line")


class CommentState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("comment", "Draft")
    POSTED = "posted", pgettext_lazy("comment", "Posted")
    WITHDRAWN = "withdrawn", pgettext_lazy("comment", "Withdrawn")


COMMENT_MOVES: dict[str, set[str]] = {
    CommentState.DRAFT: {CommentState.POSTED, CommentState.WITHDRAWN},
    CommentState.POSTED: {CommentState.WITHDRAWN},
    CommentState.WITHDRAWN: set(),
}


class Visibility(models.TextChoices):
    """Who besides the author reads a comment. The order is from narrow to wide."""

    OFFICE = "office", _("The office only")
    GROUP = "group", _("The office and my own group")
    ROUND = "round", _("All groups in this round")


class Stand(models.TextChoices):
    SUPPORT = "support", pgettext_lazy("position", "Support")
    CONDITIONAL = "conditional", _("Accept with conditions")
    CANNOT_ACCEPT = "cannot_accept", _("Cannot accept")
    NONE = "none", _("No position")


class Outcome(models.TextChoices):
    """The office's answer to a comment."""

    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Partly accepted")
    DECLINED = "declined", _("Declined")
    DEFERRED = "deferred", _("Deferred")
    NOTED = "noted", _("Noted")


class MailKind(models.TextChoices):
    INVITATION = "invitation", _("Invitation")
    REMINDER = "reminder", _("Reminder")
    NEW_LINK = "new_link", _("New link")
    ANSWERS = "answers", _("Answers are there")


class MailState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("mail", "Queued")
    SENDING = "sending", pgettext_lazy("mail", "Being sent")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    BOUNCED = "bounced", pgettext_lazy("mail", "Bounced")
    CANCELLED = "cancelled", pgettext_lazy("mail", "Cancelled")


MAIL_MOVES: dict[str, set[str]] = {
    MailState.QUEUED: {MailState.SENDING, MailState.CANCELLED},
    MailState.SENDING: {MailState.SENT, MailState.BOUNCED, MailState.QUEUED},
    MailState.SENT: {MailState.BOUNCED},
    MailState.BOUNCED: {MailState.QUEUED},
    MailState.CANCELLED: set(),
}


class LinkKind(models.TextChoices):
    LINK = "link", _("Link in a mail")
    CODE = "code", _("Code handed over in person")


class ExportFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"
    YAML = "yaml", "YAML"
    JSON = "json", "JSON"


class JobState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("job", "Queued")
    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", pgettext_lazy("job", "Failed")
