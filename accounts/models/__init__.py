from accounts.models.audit import AuditEntry, AuditSeal
from accounts.models.group import Group, Membership
from accounts.models.idempotency import IdempotencyKey
from accounts.models.identity import IdentityReading
from accounts.models.mail import MailRequest
from accounts.models.session import Session
from accounts.models.token import ApiToken
from accounts.models.user import User

__all__ = [
    "ApiToken",
    "AuditEntry",
    "AuditSeal",
    "Group",
    "IdempotencyKey",
    "IdentityReading",
    "MailRequest",
    "Membership",
    "Session",
    "User",
]
