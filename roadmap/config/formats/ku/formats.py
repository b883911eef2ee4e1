"""A comma, as Kurmanji in Latin script has it; Django does not know the language."""

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
