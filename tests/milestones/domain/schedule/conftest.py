import pytest

from milestones.domain.schedule.watch import Watch


@pytest.fixture
def moves(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The nodes that move while days are settled one by one, each as often as it moves."""
    found: list[int] = []
    note = Watch.note

    def noted(watch: Watch, node: int, *, untied: bool = False) -> list[int]:
        found.append(node)
        return note(watch, node, untied=untied)

    monkeypatch.setattr(Watch, "note", noted)
    return found
