"""All routes of the product, out of the resolver."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """One address with what answers it. ``rules`` maps an HTTP method ("*" for all) to the declared rule."""

    address: str
    name: str
    rules: tuple[tuple[str, str], ...]


def routes() -> list[Route]:
    return [_route(address, pattern) for address, pattern in patterns()]


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """Each address with the pattern that leads to what answers it."""
    yield from _walk(get_resolver(), "/")


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        address = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each, address)
        else:
            yield address, each


def _route(address: str, pattern: URLPattern) -> Route:
    view: Any = pattern.callback
    if hasattr(view, "access_rule"):
        return Route(address, pattern.name or "", (("*", view.access_rule),))
    actions: dict[str, str] = getattr(view, "actions", None) or {}
    declared: dict[str, str] = getattr(getattr(view, "cls", None), "access_rules", {})
    rules = tuple((method.upper(), declared.get(action, "")) for method, action in actions.items())
    return Route(address, pattern.name or "", rules)
