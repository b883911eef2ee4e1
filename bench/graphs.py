"""Roadmaps to measure with: milestones in layers, three dependencies each, of all kinds, the same on every run."""

import datetime as dt
import random

from roadmap.domain.document import Document, Entry

T0 = dt.date(2024, 1, 1)


def roadmap(milestones: int, dependencies: int | None = None) -> Document:
    """A document with so many milestones and (three times as many) dependencies: required, options, gates, relative windows."""
    chance = random.Random(milestones)
    keys = [f"m-{number:04d}" for number in range(milestones)]
    data: list[dict] = [{"window": {}} for _key in keys]
    gates: list[dict] = []
    left = dependencies if dependencies is not None else 3 * milestones
    while left > 0:
        place = chance.randrange(2, milestones)
        near = [keys[chance.randrange(max(0, place - 60), place)] for _each in range(2)]
        left -= _depend(data[place], near, gates, keys[place], chance)
    for number, each in enumerate(data):
        if "not_before" not in each["window"] and chance.random() < 0.4:
            each["window"]["not_before"] = f"T0 + {number // 20}d"
        if "not_after" not in each["window"] and chance.random() < 0.4:
            each["window"]["not_after"] = f"T0 + {12 + number // 100}y"
    entries = [Entry("milestones", key, f"N-{key}", each) for key, each in zip(keys, data, strict=True)]
    exchange = Entry("exchanges", "steps", "E-01", {"mode": "gated", "commitments": gates})
    return Document({"key": "bench", "t0": T0.isoformat()}, {"milestones": entries, "exchanges": [exchange]})


def _depend(here: dict, near: list[str], gates: list[dict], key: str, chance: random.Random) -> int:
    """Let a milestone depend on one that comes before it, or on either of two. Returns how many dependencies that makes."""
    other, kind, window = near[0], chance.random(), here["window"]
    if kind < 0.12 and "not_before" not in window:
        window["not_before"] = f"{other} + {chance.choice(('1d', '3d', '1w', '1m'))}"
    elif kind < 0.24 and "not_after" not in window:
        window["not_after"] = f"{other} + {chance.choice(('18m', '2y', '900d'))}"
    elif kind < 0.32 and "requires_any" not in here and len(set(near)) == 2:
        here["requires_any"] = sorted(near)
        return 2
    elif kind < 0.38:
        gates.append({"milestone": key, "gate": other})
    elif other not in here.get("requires", ()):
        here.setdefault("requires", []).append(other)
    else:
        return 0
    return 1
