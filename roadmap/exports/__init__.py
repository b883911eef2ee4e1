"""Files for the Council, made from a version: one module a format."""
