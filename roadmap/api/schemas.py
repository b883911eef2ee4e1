"""Shapes of bodies for the OpenAPI description; items take theirs from the document registry."""

from typing import Any

from accounts.models.text import LANGUAGES
from roadmap.domain.document import kinds
from roadmap.domain.files import json_schema


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def page(name: str) -> dict[str, Any]:
    address = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "required": ["count", "next", "previous", "results"],
        "properties": {
            "count": {"type": "integer"},
            "next": address,
            "previous": address,
            "results": {"type": "array", "items": ref(name)},
        },
    }


ROADMAP, ROADMAP_PAGE = ref("Roadmap"), page("Roadmap")
ITEM, ITEM_PAGE = ref("Item"), page("Item")
DOCUMENT = ref("RoadmapFile")
ITEM_CHANGES = {
    "application/json": {
        "type": "object",
        "description": "Leaves such as title.ar, or whole fields",
        "additionalProperties": True,
    }
}
GAPS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "ref": {"type": "string"},
            "path": {"type": "string"},
            "message": {"type": "string"},
            "blocking": {"type": "boolean"},
        },
    },
}


def add_components(result: dict[str, Any], generator: Any, request: Any, public: Any) -> dict[str, Any]:  # noqa: ARG001 spectacular's hook
    """drf-spectacular's hook: the components that come from the document registry."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    file_schema = json_schema()
    schemas["Text"] = _renamed(file_schema["$defs"]["text"])
    own = _renamed(file_schema["properties"]["roadmap"])
    schemas["Roadmap"] = {
        **own,
        "properties": {"uid": {"type": "string", "format": "uuid"}, "revision": {"type": "integer"}, **own["properties"]},
    }
    for kind in kinds():
        schemas[_component(kind.name)] = _item(file_schema["properties"][kind.name]["items"])
    schemas["Item"] = {"anyOf": [ref(_component(kind.name)) for kind in kinds()]}
    schemas["RoadmapFile"] = _file(file_schema)
    schemas["Problem"] = _problem()
    return result


def _component(name: str) -> str:
    return f"{name.title()}Item"


def _item(schema: dict[str, Any]) -> dict[str, Any]:
    more = {"ref": {"type": "string"}, "uid": {"type": "string", "format": "uuid"}, "revision": {"type": "integer"}}
    renamed = _renamed(schema)
    return {**renamed, "properties": {**more, **renamed["properties"]}}


def _file(schema: dict[str, Any]) -> dict[str, Any]:
    lists = {kind.name: {"type": "array", "items": ref(_component(kind.name))} for kind in kinds()}
    properties = {"format": schema["properties"]["format"], "roadmap": ref("Roadmap"), **lists, "digest": {"type": "string"}}
    return {"type": "object", "required": ["format", "roadmap"], "properties": properties}


def _problem() -> dict[str, Any]:
    error = {
        "type": "object",
        "properties": {"path": {"type": "string"}, "line": {"type": "integer"}, "message": {"type": "string"}},
    }
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": {"type": "array", "items": error},
        },
    }


def _renamed(schema: Any) -> Any:
    """The schema with references to the text's definition led to the component."""
    if isinstance(schema, dict):
        if schema.get("$ref") == "#/$defs/text":
            return ref("Text")
        return {name: _renamed(part) for name, part in schema.items()}
    return [_renamed(part) for part in schema] if isinstance(schema, list) else schema


TEXT = {"type": "object", "properties": {code: {"type": "string"} for code in LANGUAGES}}
