"""The shape of the program: direction of knowledge, sizes, and what each table and route must carry."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
APPS = ["accounts", "roadmap", "milestones"]
LONGEST = 400


def rank(app: str) -> int:
    return APPS.index(app)


def sources(*suffixes: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    return [ROOT / name for name in listed if name.endswith(suffixes) and (ROOT / name).exists()]


def test_imports_point_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("app", APPS)
def test_relations_point_one_way(app: str) -> None:
    upward = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if field.related_model._meta.app_label in APPS and rank(field.related_model._meta.app_label) > rank(app)
    ]
    assert upward == []


def test_no_app_names_a_higher_one_in_strings() -> None:
    """String foreign keys and ``apps.get_model`` count as imports."""
    named = []
    for path in sources(".py"):
        app = path.relative_to(ROOT).parts[0]
        if app not in APPS or "migrations" in path.parts or "config" in path.parts or "commands" in path.parts:
            continue
        higher = APPS[rank(app) + 1 :]
        pattern = re.compile(rf"""["'](?:{"|".join(higher)})\.[A-Za-z_]+["']|^from (?:{"|".join(higher)})[. ]""", re.MULTILINE)
        if higher and (found := pattern.search(path.read_text(encoding="utf-8"))):
            named.append(f"{path.relative_to(ROOT)}: {found[0]}")
    permissions = re.compile(r'"roadmap\.[a-z_]+"$')
    assert [each for each in named if not permissions.search(each)] == []


def test_templates_include_downwards_only() -> None:
    upward = []
    for path in sources(".html", ".txt"):
        parts = path.relative_to(ROOT).parts
        if parts[0] != "templates" or parts[1] not in APPS:
            continue
        for target in re.findall(r"""{%\s*(?:include|extends)\s+["']([a-z]+)/""", path.read_text(encoding="utf-8")):
            if target in APPS and rank(target) > rank(parts[1]):
                upward.append(f"{path.relative_to(ROOT)} → {target}")
    assert upward == []


def test_files_stay_small() -> None:
    kept = [path for path in sources(".py", ".js", ".css", ".html") if "migrations" not in path.parts]
    long = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in kept}
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def test_nothing_inline_in_templates() -> None:
    """The content security policy allows neither inline scripts nor inline styles."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
    found = []
    for path in sources(".html"):
        if "emails" in path.parts or path.relative_to(ROOT).parts[0] != "templates":
            continue
        data_blocks = re.sub(r'<script[^>]*type="application/json"[^>]*>', "", path.read_text(encoding="utf-8"))
        found += [f"{path.relative_to(ROOT)}: {hit}" for hit in inline.findall(data_blocks)]
    assert found == []


def audited(model: type[models.Model]) -> bool:
    return any(trigger.name == "audit" for trigger in getattr(model._meta, "triggers", []))


def test_every_table_is_in_the_audit_trail() -> None:
    """Left out: the trail itself, what is append-only, what is technical, and addresses that anybody may have typed."""
    technical = {"MailRequest", "ExportFile", "AuditEntry", "AuditSeal", "Session", "VersionItem", "IdempotencyKey"}
    silent = {
        model.__name__
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if not audited(model) and not model._meta.auto_created
    }
    assert silent - technical == set()


def test_nothing_loads_from_another_site() -> None:
    foreign = re.compile(r"""(?:src|href|action|url\()\s*=?\s*["'(]?\s*(?:https?:)?//(?!www\.w3\.org)[a-z]""", re.IGNORECASE)
    found = []
    for path in sources(".html", ".css", ".js"):
        if path.relative_to(ROOT).parts[0] in {"templates", "static"}:
            found += [f"{path.relative_to(ROOT)}: {hit}" for hit in foreign.findall(path.read_text(encoding="utf-8"))]
    assert found == []
