"""How operations are named in the OpenAPI description."""

import re
from typing import Any

from drf_spectacular.openapi import AutoSchema

from accounts.api.base import SerializedResource
from accounts.api.idempotency import KEY


class Described(AutoSchema):
    """An operation is named after its resource and action: ``items_partial_update``."""

    def get_operation_id(self) -> str:
        resource = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(self.view).__name__).lower()
        return f"{resource}_{getattr(self.view, 'action', self.method.lower())}"

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Only where serializers describe the answers; other resources write their schemas out, lists included."""
        return isinstance(self.view, SerializedResource) and bool(super()._is_list_view(serializer))

    def get_override_parameters(self) -> list[Any]:
        """Whatever is idempotent takes the key; no action needs to say so."""
        action = getattr(self.view, getattr(self.view, "action", "") or "", None)
        return [KEY] if getattr(action, "is_idempotent", False) else []

    def get_tags(self) -> list[str]:
        return [type(self.view).__module__.rpartition(".")[2]]
