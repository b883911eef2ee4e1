"""How both commands say no."""

from accounts.domain.errors import Refused


class BackupRefused(Refused):
    """Nothing was written or changed, unless the message says so; it says what to do."""

    code = "backup-refused"
