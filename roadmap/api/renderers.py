"""What goes out: JSON by orjson (the same text, several times faster), and roadmap files as YAML."""

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer

from roadmap.domain.files import write_file

#: Media type of a problem (RFC 9457).
PROBLEM = "application/problem+json"


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,  # noqa: ARG002 the signature is DRF's
        renderer_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str)


class YamlRenderer(BaseRenderer):
    """A roadmap file in YAML. Problems are JSON, as their media type says."""

    media_type = "application/yaml"
    format = "yaml"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,  # noqa: ARG002
        renderer_context: Mapping[str, Any] | None = None,
    ) -> str | bytes:
        if data is None:
            return ""
        answer = (renderer_context or {}).get("response")
        is_problem = answer is not None and answer.content_type == PROBLEM
        return orjson.dumps(data, default=str) if is_problem else write_file(data, "yaml")
