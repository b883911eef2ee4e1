"""Coming in by a link or a code (safety: GET on a link changes nothing; used up by a POST)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Session
from roadmap.domain.links import issue_link, use_link
from roadmap.enums import LinkKind, MailKind
from roadmap.models import Invitation, OutboxMail
from tests import factories
from tests.conftest import Cast
from tests.roadmap.domain.test_comments import place
from tests.roadmap.round_factories import opened_round

TABLES_OF_VISITS = {"accounts_session"}


@pytest.fixture
def mine(cast: Cast) -> Invitation:
    return place(opened_round(cast), cast.reviewer)


def link(invitation: Invitation, kind: str = LinkKind.LINK) -> str:
    return issue_link(invitation=invitation, kind=kind, expires_at=timezone.now() + timedelta(hours=1))


def whole_database() -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = {}
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')  # noqa: S608 names of our own tables
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


def test_looking_at_a_link_changes_nothing(client: Client, mine: Invitation) -> None:
    url = reverse("invitation_link", args=[link(mine)])
    before = whole_database()
    for _scanner in range(3):
        assert client.get(url).status_code == 200
        assert client.head(url).status_code == 200
        assert Client(HTTP_USER_AGENT="scanner").options(url).status_code == 405
    assert whole_database() == before
    assert client.post(url).status_code == 302


def test_the_page_of_a_link_tells_nothing(client: Client, cast: Cast, mine: Invitation) -> None:
    """Unknown, used and good links give the same page, but for the language of the member who holds a good one."""
    used = link(mine)
    use_link(token=used)
    client.cookies["django_language"] = "ar"
    pages = set()
    for token in (link(mine), used, "A" * 43):
        response = client.get(reverse("invitation_link", args=[token]))
        html = response.content.decode().replace(token, "TOKEN")
        pages.add("".join(part for part in html.splitlines() if "csrfmiddlewaretoken" not in part))
        for secret in ("small roadmap", "خريطة", "Homs", "حمص", cast.reviewer.email, cast.reviewer.display_name):
            assert secret not in html
    assert len(pages) == 1


def test_a_good_link_speaks_to_its_holder(client: Client, cast: Cast, mine: Invitation) -> None:
    cast.reviewer.language = "ku"
    cast.reviewer.save()
    url = reverse("invitation_link", args=[link(mine)])
    assert client.get(url, headers={"Accept-Language": "en"}).headers["Content-Language"] == "ku"


def test_pressing_the_button_signs_in_once(cast: Cast, mine: Invitation) -> None:
    url = reverse("invitation_link", args=[link(mine)])
    first, second = Client(), Client()
    assert first.post(url).headers["Location"] == reverse("review", args=[mine.uid])
    assert first.get(reverse("review", args=[mine.uid])).status_code == 200
    refused = second.post(url)
    assert (refused.status_code, "_auth_user_id" in second.session) == (422, False)
    session = Session.objects.get(user=cast.reviewer)
    lasting = session.expire_date - timezone.now()
    assert timedelta(hours=11, minutes=55) < lasting <= timedelta(hours=12)


def test_a_refused_link_does_not_say_why(cast: Cast, mine: Invitation) -> None:
    used = link(mine)
    use_link(token=used)
    answers = set()
    for token in (used, "A" * 43, "short"):
        response = Client().post(reverse("invitation_link", args=[token]))
        lines = [line for line in response.content.decode().replace(token, "").splitlines() if "csrf" not in line]
        answers.add((response.status_code, "".join(lines)))
    assert len(answers) == 1


def test_a_session_gets_a_new_key_when_one_comes_in(cast: Cast, mine: Invitation) -> None:
    client = Client()
    client.session.save()
    before = client.session.session_key
    client.post(reverse("invitation_link", args=[link(mine)]))
    assert client.session.session_key != before


def test_a_code_handed_over_in_person_opens_the_door(cast: Cast, mine: Invitation) -> None:
    code = link(mine, LinkKind.CODE)
    client = Client()
    answer = client.post(reverse("invitation_code"), {"code": f"  {code.lower()} "})
    assert answer.headers["Location"] == reverse("review", args=[mine.uid])


def test_attempts_at_codes_are_limited_by_address(cast: Cast, mine: Invitation) -> None:
    url = reverse("invitation_code")
    answers = [Client().post(url, {"code": "AAAAA-AAAAA-AAAAA-AAAAA"}).status_code for _attempt in range(20)]
    assert set(answers) == {422}
    code = link(mine, LinkKind.CODE)
    assert Client().post(url, {"code": code}).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").post(url, {"code": code}).status_code == 302


def test_the_address_is_not_kept_in_the_cache(cast: Cast, mine: Invitation) -> None:
    Client(REMOTE_ADDR="192.0.2.77").post(reverse("invitation_code"), {"code": "wrong"})
    assert not [key for key in cache._cache if "192.0.2.77" in key]


def test_everyone_gets_the_same_answer_to_asking_for_a_link(cast: Cast, mine: Invitation) -> None:
    answers = set()
    for email in ("reviewer@example.org", "nobody@example.org", "lead@example.org"):
        client = Client()
        response = client.post(reverse("invitation_again"), {"email": email})
        page = client.get(response.headers["Location"]).content.decode()
        answers.add((response.status_code, response.headers["Location"], page.split("csrfmiddlewaretoken")[0]))
    assert len(answers) == 1
    assert OutboxMail.objects.filter(kind=MailKind.NEW_LINK).count() == 1


def test_asking_for_links_is_limited_silently(cast: Cast, mine: Invitation) -> None:
    url = reverse("invitation_again")
    for number in range(20):
        assert Client().post(url, {"email": f"n{number}@example.org"}).status_code == 302
    assert Client().post(url, {"email": "reviewer@example.org"}).status_code == 302
    assert not OutboxMail.objects.filter(kind=MailKind.NEW_LINK).exists()


def test_what_is_not_an_address_is_said_so(client: Client, db: None) -> None:
    assert client.post(reverse("invitation_again"), {"email": "no"}).status_code == 400
    assert client.post(reverse("invitation_code"), {"code": ""}).status_code == 400


@pytest.mark.parametrize("name", ["profile", "token_list", "my_data", "session_list", "account_set_password", "mfa_index"])
def test_who_came_by_a_link_reaches_nothing_of_the_account(cast: Cast, mine: Invitation, name: str) -> None:
    """Whoever holds the phone for an hour makes no token and sets no password; by the own password all is there."""
    by_link = Client()
    by_link.post(reverse("invitation_link", args=[link(mine)]))
    assert by_link.get(reverse(name)).status_code == 403
    assert by_link.post(reverse(name)).status_code == 403
    assert factories.signed_in(cast.reviewer).get(reverse(name)).status_code in {200, 302}


def test_who_came_by_a_link_reaches_the_review_and_nothing_of_the_interface_for_programs(cast: Cast, mine: Invitation) -> None:
    by_link = Client()
    by_link.post(reverse("invitation_link", args=[link(mine)]))
    assert by_link.get(reverse("home")).headers["Location"] == reverse("invitations")
    assert by_link.get(reverse("invitations")).status_code == 200
    answer = by_link.get("/api/v1/me/")
    assert (answer.status_code, answer.json()["code"]) == (403, "invited-only")
