"""What is installed is locked by hash, from wherever the reader's package index is."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from ops.packages import SETS
from ops.places import REPO

REQUIREMENTS = REPO / "requirements"
LOCKS = sorted(path.name for path in REQUIREMENTS.glob("*.txt"))


def pins(name: str) -> set[str]:
    lines = (REQUIREMENTS / name).read_text().splitlines()
    return {line.split(" ")[0] for line in lines if "==" in line and not line.startswith(" ")}


def test_every_input_has_its_lock_file() -> None:
    assert [Path(name).with_suffix(".in").name for name in LOCKS] == sorted(path.name for path in REQUIREMENTS.glob("*.in"))


@pytest.mark.parametrize("name", LOCKS)
def test_each_package_has_a_hash_and_no_host_is_named(name: str) -> None:
    text = (REQUIREMENTS / name).read_text()
    assert "://" not in text
    assert "--index-url" not in text
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9.-]+==[^ ]+( ; .+)? \\\n {4}--hash=sha256:[0-9a-f]{64}", entry), entry


def test_the_larger_set_contains_the_smaller_one() -> None:
    for smaller, larger in pairwise(SETS):
        assert pins(f"{smaller}.txt") - pins(f"{larger}.txt") == set()


def test_the_front_ends_lock_names_no_registry() -> None:
    assert (REPO / ".npmrc").read_text() == "omit-lockfile-registry-resolved=true\n"
    packages = json.loads((REPO / "package-lock.json").read_text())["packages"]
    packages.pop("")
    assert packages
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert package["integrity"].startswith("sha512-"), name


def test_the_front_ends_versions_are_exact() -> None:
    manifest = json.loads((REPO / "package.json").read_text())
    for version in {**manifest["dependencies"], **manifest["devDependencies"]}.values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
