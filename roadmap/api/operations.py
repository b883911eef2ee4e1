"""How operations are named in the OpenAPI description."""

import re
from typing import Any

from drf_spectacular.openapi import AutoSchema


class Described(AutoSchema):
    """An operation is named after its resource and action: ``items_partial_update``."""

    def get_operation_id(self) -> str:
        resource = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(self.view).__name__).lower()
        return f"{resource}_{getattr(self.view, 'action', self.method.lower())}"

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Resources of this app write their schemas out, lists included."""
        return not hasattr(self.view, "lookups") and bool(super()._is_list_view(serializer))

    def get_tags(self) -> list[str]:
        return [type(self.view).__module__.rpartition(".")[2]]
