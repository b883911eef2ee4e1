"""Everything the product holds, in one file, and back again. The database is all of it: finished exports are rows too."""

from roadmap.backups.archive import Manifest
from roadmap.backups.making import make_backup
from roadmap.backups.refusals import BackupRefused
from roadmap.backups.restoring import restore_backup

__all__ = ["BackupRefused", "Manifest", "make_backup", "restore_backup"]
