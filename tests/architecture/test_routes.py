"""Every route declares who may use it."""

import rules

from accounts.access import PUBLIC, SIGNED_IN
from tests.architecture.routes import routes


def test_every_route_declares_a_rule() -> None:
    silent = [route.address for route in routes() if not route.rules or any(not rule for _method, rule in route.rules)]
    assert silent == []


def test_every_declared_rule_exists() -> None:
    unknown = {
        rule
        for route in routes()
        for _method, rule in route.rules
        if rule and rule not in {PUBLIC, SIGNED_IN} and not rules.perm_exists(rule)
    }
    assert unknown == set()
