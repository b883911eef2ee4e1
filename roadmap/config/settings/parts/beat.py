"""What beat starts, and how often (seconds). Deadlines are rows in the database; these tasks only look for due ones."""

from typing import Any

CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "beat-heartbeat": {"task": "accounts.tasks.beat_heartbeat", "schedule": 10.0, "options": {"expires": 10}},
    "seal-audit": {"task": "accounts.tasks.seal_audit", "schedule": 10.0, "options": {"expires": 10}},
    "purge-expired": {"task": "accounts.tasks.purge_expired", "schedule": 60.0, "options": {"expires": 60}},
    "send-account-mail": {"task": "accounts.tasks.send_mail", "schedule": 10.0, "options": {"expires": 10}},
    "close-due-rounds": {
        "task": "roadmap.tasks.close_due_rounds",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "queue-due-reminders": {
        "task": "roadmap.tasks.queue_due_reminders",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "forget-repetitions": {"task": "accounts.tasks.forget_repetitions", "schedule": 3600.0, "options": {"expires": 3600}},
    "sweep-outbox": {"task": "roadmap.tasks.deliver_outbox", "schedule": 10.0, "options": {"expires": 10}},
    "resume-package-searches": {"task": "milestones.tasks.find_packages", "schedule": 10.0, "options": {"expires": 10}},
    "resume-exports": {"task": "roadmap.tasks.resume_exports", "schedule": 30.0, "options": {"expires": 30}},
}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "unacked_restore_throttle": 1,
    "unacked_restore_interval": 2,
    "visibility_timeout": 330,
}
