"""How long the texts of a report may be, in characters: one report is told in a page, and a place or unit in a line."""

STATEMENT = 5_000
PLACE = 200
UNIT = 80
REPORTER = 120
