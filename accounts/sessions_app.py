from django.contrib.sessions.apps import SessionsConfig as DjangoSessions


class SessionsConfig(DjangoSessions):
    """Django's sessions; the rows themselves are ``accounts.models.Session`` (see ``accounts.sessions``)."""
