"""A program that uses the API with a person's token."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.domain.tokens import make_token
from accounts.models import User

ROOT = "/api/v1/"


class Api:
    """Requests as ``person`` (nobody for None); addresses are those below ``/api/v1/``."""

    def __init__(self, person: User | None) -> None:
        self.client = Client(raise_request_exception=True)
        if person is not None:
            ends = timezone.now() + timedelta(days=30)
            _token, text = make_token(name="test", expires_at=ends, actor=person)
            self.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {text}"

    def get(self, address: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        return self.client.get(ROOT + address, query, headers=named(headers))

    def post(self, address: str, data: Any = None, **headers: str) -> Any:
        return self.send("post", address, data, **headers)

    def patch(self, address: str, data: Any = None, **headers: str) -> Any:
        return self.send("patch", address, data, **headers)

    def put(self, address: str, data: Any = None, **headers: str) -> Any:
        return self.send("put", address, data, **headers)

    def delete(self, address: str, **headers: str) -> Any:
        return self.send("delete", address, None, **headers)

    def send(self, method: str, address: str, data: Any, content_type: str = "application/json", **headers: str) -> Any:
        body = {} if data is None else data
        return getattr(self.client, method)(ROOT + address, body, content_type=content_type, headers=named(headers))


def named(headers: dict[str, str]) -> dict[str, str]:
    """``if_match`` is If-Match."""
    return {name.replace("_", "-"): value for name, value in headers.items()}
