"""``Authorization: Bearer scne_…``: a token that its owner made."""

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.domain.tokens import person_with_token
from accounts.models import ApiToken, User


class TokenAuthentication(BaseAuthentication):
    """Sets ``request.auth`` to the token. Unknown, expired, revoked and a deactivated owner's get one answer (401)."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != self.keyword.lower().encode():
            return None
        found = person_with_token(_ascii(parts[1])) if len(parts) == 2 else None
        if found is None:
            raise AuthenticationFailed(_("The token is not valid."))
        return found

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 the signature is DRF's
        return self.keyword


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI description names it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002
        return {"type": "http", "scheme": "bearer"}


def _ascii(word: bytes) -> str:
    return word.decode("ascii", errors="replace")
