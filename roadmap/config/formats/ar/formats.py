"""Western digits with the point that goes with them (docs/glossary.md); Django's own Arabic has a comma."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
