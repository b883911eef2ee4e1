"""Work in the background. Each task looks for due rows; losing a message of the broker loses nothing."""

from celery import shared_task


@shared_task
def find_packages() -> int:
    """Make the searches that were asked for, also those whose worker died."""
    from milestones.domain.searching import run_searches

    return run_searches()
