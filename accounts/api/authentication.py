"""Sign-in of programs: ``Authorization: Bearer <token>``."""

from typing import Any

from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request

from accounts.domain.tokens import person_with_token


class TokenAuthentication(BaseAuthentication):
    """A valid token is its owner; a wrong one is refused without saying why."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        parts = get_authorization_header(request).split()
        if len(parts) != 2 or parts[0].lower() != b"bearer":
            return None
        found = person_with_token(parts[1].decode("latin-1"))
        if found is None:
            raise exceptions.AuthenticationFailed
        return found

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 the signature is DRF's
        return "Bearer"
