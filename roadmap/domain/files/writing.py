"""Writing a document as a roadmap file."""

import json
from typing import Any

import yaml


class _Dumper(yaml.SafeDumper):
    """Readable YAML: long texts as blocks, no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 the signature is PyYAML's
        return True


def _string(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _string)


def write_file(data: dict[str, Any], file_format: str) -> str:
    """``data`` (``Document.as_dict`` or a version's canonical content) as ``yaml`` or ``json`` text."""
    if file_format == "json":
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
