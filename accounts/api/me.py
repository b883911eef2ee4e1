"""``/me/`` and ``/tokens/``: one's own account."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import SIGNED_IN, actor_of
from accounts.api.base import SerializedResource, created
from accounts.api.idempotency import idempotent_shown_once
from accounts.api.serializers import MadeTokenSerializer, MeSerializer, NewTokenSerializer, TokenSerializer
from accounts.domain.errors import Forbidden
from accounts.domain.people import edit_profile
from accounts.domain.tokens import make_token, revoke_token
from accounts.lookups import own_token
from accounts.models import ApiToken, User


class Me(SerializedResource):
    serializer_class = MeSerializer
    access_rules: ClassVar = {"retrieve": SIGNED_IN, "partial_update": SIGNED_IN}

    def retrieve(self, request: Request) -> Response:
        return Response(MeSerializer(_with_groups(actor_of(request))).data)

    def partial_update(self, request: Request) -> Response:
        person = actor_of(request)
        so_far = {"display_name": person.display_name, "language": person.language}
        edit_profile(person=person, actor=person, **self.given(MeSerializer, so_far))
        return Response(MeSerializer(_with_groups(person)).data)


class Tokens(SerializedResource):
    serializer_class = TokenSerializer
    access_rules: ClassVar = {"list": SIGNED_IN, "create": SIGNED_IN, "destroy": SIGNED_IN}
    lookups: ClassVar = {"destroy": own_token}

    def list(self, request: Request) -> Response:
        return self.listed(ApiToken.objects.filter(user=actor_of(request)), TokenSerializer)

    @extend_schema(request=NewTokenSerializer, responses={201: MadeTokenSerializer})
    @idempotent_shown_once
    def create(self, request: Request) -> Response:
        """Only signed in with both factors: a token that made tokens could never be ended for good.

        The token is shown this once. A repetition with the same key is refused (409); its Location is the token to be revoked.
        """
        if isinstance(request.auth, ApiToken):
            raise Forbidden(_("Make tokens on the page of your account."))
        token, text = make_token(actor=actor_of(request), **self.given(NewTokenSerializer))
        token.token = text  # type: ignore[attr-defined]
        return created(MadeTokenSerializer(token).data, f"{request.path}{token.uid}/")

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, **_address: Any) -> Response:
        revoke_token(token=self.target, actor=actor_of(request))
        return Response(status=204)


def _with_groups(person: Any) -> User:
    found: User = User.objects.prefetch_related("memberships__group").get(pk=person.pk)
    return found
