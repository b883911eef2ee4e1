"""Pages of the exchanges: sides face to face, deadlocks, the ledger, packages, and building one."""
