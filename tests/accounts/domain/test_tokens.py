"""API tokens: a hash is kept, the text is shown once, and an end is an end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.domain.errors import Conflict, Invalid
from accounts.domain.tokens import hash_of, make_token, person_with_token, revoke_token
from accounts.models import ApiToken
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def make(cast: Cast, days: float = 1, name: str = "script") -> tuple[ApiToken, str]:
    return make_token(name=name, expires_at=timezone.now() + timedelta(days=days), actor=cast.lead)


def test_only_a_hash_is_kept(cast: Cast) -> None:
    token, text = make(cast)
    assert text.startswith("scne_")
    assert len(text) == 5 + 43
    assert bytes(ApiToken.objects.get().token_hash) == hash_of(text)
    assert str(token) == "script"
    assert not token.has_expired


def test_a_token_opens_for_its_owner_and_notes_the_day_once(cast: Cast, django_assert_num_queries: object) -> None:
    token, text = make(cast)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert person_with_token(text) == (cast.lead, token)
    with django_assert_num_queries(1):  # type: ignore[operator]
        person_with_token(text)
    token.refresh_from_db()
    assert token.last_used_on == timezone.now().date()


def test_expired_revoked_unknown_and_deactivated_are_nobody(cast: Cast) -> None:
    expired, expired_text = make(cast)
    ApiToken.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    revoked, revoked_text = make(cast)
    revoke_token(token=revoked, actor=cast.lead)
    _, live_text = make(cast)
    assert [person_with_token(text) for text in (expired_text, revoked_text, "scne_x")] == [None] * 3
    cast.lead.is_active = False
    cast.lead.save()
    assert person_with_token(live_text) is None


def test_a_token_is_revoked_once(cast: Cast) -> None:
    token, _ = make(cast)
    revoke_token(token=token, actor=cast.lead)
    with pytest.raises(Conflict):
        revoke_token(token=token, actor=cast.lead)


@pytest.mark.parametrize(("days", "name", "field"), [(-1, "x", "expires_at"), (400, "x", "expires_at"), (1, " ", "name")])
def test_a_token_has_a_name_and_ends_within_a_year(cast: Cast, days: float, name: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        make(cast, days, name)
    assert [problem.path for problem in refused.value.problems] == [field]
