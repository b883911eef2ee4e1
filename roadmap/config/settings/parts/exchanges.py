"""When the ledger of exchanges warns, and how far the search for packages goes (docs/adr: the balance figure)."""

EXCHANGE_THRESHOLDS: dict[str, float] = {
    # Balance, from 0 (one side gives, or one side gains) to 1: below the first an alarm, below the second a warning.
    "balance_alarm": 0.5,
    "balance_warning": 0.75,
    # Share of all gains that go to a single area.
    "gains_share": 0.6,
    # Share of the areas of control that gain nothing: from here on an alarm; below, a warning.
    "left_out": 0.4,
    # In the first third of the time: by how much the share already given may exceed the share already gained.
    "front_loading": 0.4,
    # How far a side may be behind at any time, in points of the scale 0 to 5: one concession of the heaviest kind.
    "behind": 5,
}
PACKAGE_FINDER: dict[str, float] = {
    "proposals": 3,
    "most_commitments": 8,  # in one package
    "seconds": 4,  # for all proposals together; reading the draft comes on top
    "imbalance_weight": 1,  # points of gain that one point of imbalance outweighs
}
