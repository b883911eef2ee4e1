"""Mails to reviewers: a module and a folder of templates for each kind."""

from collections.abc import Callable

from roadmap.emails import answers, invitation, new_link, reminder
from roadmap.emails.letter import Letter, hand_over
from roadmap.enums import MailKind

WRITERS: dict[str, Callable[..., Letter]] = {
    MailKind.INVITATION: invitation.write,
    MailKind.REMINDER: reminder.write,
    MailKind.NEW_LINK: new_link.write,
    MailKind.ANSWERS: answers.write,
}
__all__ = ["WRITERS", "Letter", "hand_over"]
