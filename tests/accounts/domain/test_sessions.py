"""Sessions know their person, a coarse device and a day, and can be ended."""

import uuid

import pytest
from django.utils import timezone

from accounts.domain.sessions import device_word, end_other_sessions, end_session, signed_in_devices
from accounts.models import Session
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def test_the_list_shows_this_device_first_then_the_newest(cast: Cast) -> None:
    here = factories.signed_in(cast.reviewer)
    factories.signed_in(cast.reviewer)
    factories.signed_in(cast.rival)
    devices = signed_in_devices(person=cast.reviewer, current_key=here.session.session_key)
    assert [(one.is_current, one.since) for one in devices] == [(True, timezone.now().date()), (False, timezone.now().date())]


def test_a_session_keeps_its_uid_and_beginning_when_it_is_written_again(cast: Cast) -> None:
    client = factories.signed_in(cast.reviewer)
    before = Session.objects.values_list("uid", "created_at").get()
    session = client.session
    session["x"] = 1
    session.save()
    assert Session.objects.values_list("uid", "created_at").get() == before
    assert str(Session.objects.get()) == str(before[0])


def test_one_ends_only_ones_own(cast: Cast) -> None:
    factories.signed_in(cast.reviewer)
    own = Session.objects.get()
    assert not end_session(uid=own.uid, actor=cast.rival)
    assert not end_session(uid=uuid.uuid4(), actor=cast.reviewer)
    assert end_session(uid=own.uid, actor=cast.reviewer)
    assert not Session.objects.exists()


def test_all_others_end_and_this_one_stays(cast: Cast) -> None:
    here = factories.signed_in(cast.reviewer)
    factories.signed_in(cast.reviewer)
    factories.signed_in(cast.rival)
    assert end_other_sessions(current_key=here.session.session_key, actor=cast.reviewer) == 1
    assert sorted(Session.objects.values_list("user__email", flat=True)) == ["reviewer@example.org", "rival@example.org"]


@pytest.mark.parametrize(
    ("user_agent", "word"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148", "phone"),
        ("Mozilla/5.0 (Linux; Android 13; SM-A135F)", "phone"),
        ("Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X) Mobile/15E148", "tablet"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "computer"),
        ("", "computer"),
    ],
)
def test_a_browser_says_one_coarse_word(user_agent: str, word: str) -> None:
    assert device_word(user_agent) == word
