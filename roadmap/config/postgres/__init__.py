"""Django's PostgreSQL, with one piece read faster (``base``)."""
