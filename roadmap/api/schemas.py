"""Parts of the OpenAPI description, as JSON Schema 2020-12. Items take theirs from the document registry."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from accounts.models.text import LANGUAGES
from roadmap.domain.document import kinds
from roadmap.domain.files import json_schema

Schema = dict[str, Any]
STR: Schema = {"type": "string"}
INT: Schema = {"type": "integer"}
BOOL: Schema = {"type": "boolean"}
UID: Schema = {"type": "string", "format": "uuid"}
DAY: Schema = {"type": "string", "format": "date"}
TIME: Schema = {"type": "string", "format": "date-time"}

IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="The ETag that the edit started from"
)
DRY_RUN = OpenApiParameter("dry_run", bool, description="Say what would change, and change nothing")
PAGING = [
    OpenApiParameter("page", int, description="From 1"),
    OpenApiParameter("page_size", int, description="How many on a page; the most differs by list, at least 500"),
]


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def array(name: str) -> Schema:
    return {"type": "array", "items": ref(name)}


def shape(**properties: Schema) -> Schema:
    """An object that always has all of ``properties`` and nothing else."""
    return {"type": "object", "required": list(properties), "additionalProperties": False, "properties": properties}


def given(*required: str, **properties: Schema) -> Schema:
    """An object that is sent: only ``required`` must be there."""
    found: Schema = {"type": "object", "properties": properties}
    return {**found, "required": list(required)} if required else found


def null(schema: Schema) -> Schema:
    """``schema``, or null where there is nothing."""
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"oneOf": [schema, {"type": "null"}]}


def one_of(choices: Any, *more: str) -> Schema:
    return {"type": "string", "enum": [*choices.values, *more]}


def page(name: str) -> Schema:
    return pages_of(array(name))


def pages_of(results: Schema) -> Schema:
    """One page of a list."""
    address = null({"type": "string", "format": "uri"})
    return shape(count=INT, next=address, previous=address, results=results)


def json_of(schema: Schema) -> dict[str, Schema]:
    return {"application/json": schema}


_WARNINGS = {**array("Limit"), "description": "Only in the answer to a change: whose red line the item is"}
DELETION = shape(deletion=UID)
RESTORED = shape(restored={"type": "array", "items": STR})
AFTER = given(after=STR)
CHANGES_IN = json_of(
    {
        "type": "object",
        "description": "Leaves such as title.ar, or whole fields",
        "additionalProperties": True,
    }
)
FILE_IN = dict.fromkeys(("application/json", "application/yaml"), ref("RoadmapFile"))
FILE_OUT = dict.fromkeys(((200, "application/json"), (200, "application/yaml")), ref("RoadmapFile"))


def add_components(result: Schema, generator: Any, request: Any, public: Any) -> Schema:  # noqa: ARG001 spectacular's hook
    """drf-spectacular's hook: the components of this app, and a problem as the answer to whatever goes wrong."""
    from roadmap.api.components import COMPONENTS

    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(COMPONENTS)
    schemas.update(_of_documents())
    told = {"description": "A problem", "content": {"application/problem+json": {"schema": ref("Problem")}}}
    for methods in result["paths"].values():
        for operation in methods.values():
            operation["responses"]["default"] = told
    return result


def _of_documents() -> dict[str, Schema]:
    file_schema = json_schema()
    listed = {kind.name: file_schema["properties"][kind.name]["items"] for kind in kinds()}
    own = _renamed(file_schema["properties"]["roadmap"])
    files = {_component(name, "InFile"): _renamed(schema) for name, schema in listed.items()}
    items = {_component(name): _item(schema) for name, schema in listed.items()}
    parts = {name: {"type": "array", "items": ref(_component(name, "InFile"))} for name in listed}
    whole = {"format": file_schema["properties"]["format"], "roadmap": own, **parts}
    return {
        "DocumentText": _renamed(file_schema["$defs"]["text"]),
        "Roadmap": {**own, "properties": {"uid": UID, "revision": INT, **own["properties"]}},
        **files,
        **items,
        "Item": {"anyOf": [ref(name) for name in items]},
        "RoadmapFile": {"type": "object", "required": ["format", "roadmap"], "additionalProperties": False, "properties": whole},
    }


def _component(name: str, suffix: str = "Item") -> str:
    return f"{name.title()}{suffix}"


def _item(schema: Schema) -> Schema:
    renamed = _renamed(schema)
    own = {"ref": STR, "uid": UID, "revision": INT}
    return {**renamed, "properties": {**own, **renamed["properties"], "warnings": _WARNINGS}}


def _renamed(schema: Any) -> Any:
    """The schema with references to the text's definition led to the component, and words in the source language."""
    if isinstance(schema, dict):
        if schema.get("$ref") == "#/$defs/text":
            return ref("DocumentText")
        return {name: _renamed(part) for name, part in schema.items()}
    return [_renamed(part) for part in schema] if isinstance(schema, list) else schema


TEXTS: Schema = {"type": "object", "properties": dict.fromkeys(LANGUAGES, STR), "additionalProperties": False}
