"""Texts in several languages, and the small things that rows say about themselves."""

import pytest
from django.utils import translation

from accounts.models import AuditEntry, Membership, Session
from accounts.models.text import in_language, language_of
from accounts.sessions import SessionStore
from tests.conftest import Cast


@pytest.mark.parametrize(
    ("text", "wanted", "found", "language"),
    [
        ({"en": "Safe", "ar": "آمن"}, "ar", "آمن", "ar"),
        ({"en": "Safe", "ar": "آمن"}, "ku", "Safe", "en"),
        ({"ku": "Ewle"}, "en", "Ewle", "ku"),
        ({}, "ku", "", "ku"),
    ],
)
def test_a_text_answers_in_the_language_wanted_or_the_first_that_it_has(
    text: dict[str, str], wanted: str, found: str, language: str
) -> None:
    assert (in_language(text, wanted), language_of(text, wanted)) == (found, language)
    with translation.override(wanted):
        assert (in_language(text), language_of(text)) == (found, language)


@pytest.mark.django_db
def test_rows_say_what_they_are(cast: Cast) -> None:
    membership = Membership.objects.get(user=cast.rival)
    assert str(membership) == f"{cast.rival_group.pk}:{cast.rival.pk}"
    entry = AuditEntry.objects.filter(table="accounts_user").earliest("id")
    assert str(entry) == f"INSERT accounts_user {entry.row}"
    assert (str(cast.lead), cast.lead.is_staff, cast.lead.is_administrator) == ("Lead", False, False)
    cast.lead.display_name = ""
    assert str(cast.lead) == "lead@example.org"
    assert Session.get_session_store_class() is SessionStore
