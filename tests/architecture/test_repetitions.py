"""Every POST of the API may be repeated without harm."""

from tests.architecture.routes import patterns

#: By resource and action: why it needs no decorator.
KEPT_OTHERWISE = {"OwnComments.create": "the key is the comment's own, for as long as the comment is kept"}


def posts() -> dict[str, bool]:
    """Resource and action of every POST below /api/: whether it is decorated."""
    found = {}
    for address, pattern in patterns():
        action = getattr(pattern.callback, "actions", {}).get("post")
        if address.startswith("/api/") and action:
            resource = pattern.callback.cls
            found[f"{resource.__name__}.{action}"] = getattr(getattr(resource, action), "is_idempotent", False)
    return found


def test_every_post_of_the_api_is_idempotent() -> None:
    assert {name for name, decorated in posts().items() if not decorated} == set(KEPT_OTHERWISE)


def test_the_api_takes_posts_through_resources_only() -> None:
    """What has no actions would slip past the test above: the page that shows the description, and nothing else."""
    others = [
        address for address, pattern in patterns() if address.startswith("/api/") and not hasattr(pattern.callback, "actions")
    ]
    assert others == ["/api/v1/docs/"]


def test_the_walk_finds_them() -> None:
    assert len(posts()) > 25
