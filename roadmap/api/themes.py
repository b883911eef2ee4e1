"""``/themes/``: read by whoever is signed in, managed by administrators."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import SIGNED_IN, actor_of
from accounts.api.base import Resource, checked
from accounts.api.idempotency import idempotent
from accounts.domain.editing import fingerprint
from roadmap.api import schemas
from roadmap.api.base import created, if_match
from roadmap.api.pagination import page_of
from roadmap.api.shapes import theme_shape
from roadmap.domain.themes import ThemeDetails, add_theme, edit_theme, remove_theme
from roadmap.models import Theme
from roadmap.web.lookups import theme as theme_of

MANAGE = "roadmap.manage_themes"


class ThemeSerializer(serializers.Serializer[Any]):
    """Lengths and languages are the domain's. Without ``position`` a new theme comes last."""

    name = serializers.DictField(child=serializers.CharField(allow_blank=True))
    position = serializers.IntegerField(required=False)


class ThemeChangeSerializer(ThemeSerializer):
    """What is left out stays; a name that is sent replaces the whole name, in all its languages."""

    name = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)


class Themes(Resource):
    """The subjects that comments are sorted by."""

    access_rules: ClassVar = {
        "list": SIGNED_IN,
        "retrieve": SIGNED_IN,
        "create": MANAGE,
        "partial_update": MANAGE,
        "destroy": MANAGE,
    }
    lookups: ClassVar = dict.fromkeys(("retrieve", "partial_update", "destroy"), theme_of)

    @extend_schema(responses={200: schemas.page("Theme")}, parameters=schemas.PAGING)
    def list(self, request: Request) -> Response:
        return page_of(Theme.objects.all(), request, theme_shape)

    @extend_schema(request=ThemeSerializer, responses={201: schemas.ref("Theme")})
    @idempotent
    def create(self, request: Request) -> Response:
        theme = add_theme(details=ThemeDetails(**checked(ThemeSerializer, request)), actor=actor_of(request))
        return _tagged(created(theme_shape(theme), f"{request.path}{theme.slug}/"), theme)

    @extend_schema(responses={200: schemas.ref("Theme")})
    def retrieve(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 DRF's signature
        return _shown(self.target)

    @extend_schema(request=ThemeChangeSerializer, responses={200: schemas.ref("Theme")}, parameters=[schemas.IF_MATCH])
    def partial_update(self, request: Request, **_address: Any) -> Response:
        given = checked(ThemeChangeSerializer, request)
        details = ThemeDetails(given.get("name", self.target.name), given.get("position", self.target.position))
        return _shown(edit_theme(theme=self.target, details=details, actor=actor_of(request), seen=if_match(request)))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, **_address: Any) -> Response:
        remove_theme(theme=self.target, actor=actor_of(request))
        return Response(status=204)


def _shown(theme: Theme) -> Response:
    return _tagged(Response(theme_shape(theme)), theme)


def _tagged(response: Response, theme: Theme) -> Response:
    response["ETag"] = f'"{fingerprint(ThemeDetails.of(theme))}"'
    return response
