"""Work in the background. Each task looks for due rows; losing a message of the broker loses nothing."""

from celery import shared_task


@shared_task
def deliver_outbox() -> int:
    """Send the mails that are due."""
    from roadmap.domain.delivery import deliver_outbox as deliver

    return deliver()


@shared_task
def close_due_rounds() -> int:
    """Close the rounds whose time has come, by the database's clock."""
    from roadmap.domain.rounds import close_due_rounds as close

    return len(close())


@shared_task
def queue_due_reminders() -> int:
    """Promise the reminders whose time has come."""
    from roadmap.domain.rounds import queue_due_reminders as queue

    return queue()


# --- Files for the Council


@shared_task
def build_export() -> int:
    """Make the files that were asked for."""
    from roadmap.exports.run import build_exports

    return build_exports()


@shared_task
def resume_exports() -> int:
    """Take up files whose worker died, or whose message was lost."""
    from roadmap.exports.run import build_exports

    return build_exports()
