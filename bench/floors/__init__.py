"""The least that Python, Django and PostgreSQL need for the same work: no rules, no languages, no templates, no audit trail."""
