"""What the reviewer's pages cost: queries, bytes, and how the work grows."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roadmap.domain.queries.threads import COUNTED, PAGE, first_page
from roadmap.enums import CommentState, Visibility
from roadmap.models import Comment, Invitation
from tests import factories
from tests.conftest import Cast
from tests.roadmap.domain.test_comments import EXAMS, place, post
from tests.roadmap.domain.test_positions import take
from tests.roadmap.round_factories import opened_round

ITEM = EXAMS.split("/")


@pytest.fixture
def mine(cast: Cast) -> Invitation:
    return place(opened_round(cast, widest_visibility=Visibility.ROUND, show_group_names=True), cast.reviewer)


def queries(client: Client, url: str) -> int:
    """Of a page that this process has shown before: a version is read once."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


#: Queries of each page; the session and its person are two, the place in the round one, what is withheld one.
COUNTS: dict[str, tuple[int, Callable[[Invitation], str]]] = {
    "rounds": (3, lambda mine: reverse("invitations")),
    "first page": (8, lambda mine: reverse("review", args=[mine.uid])),
    "items": (7, lambda mine: reverse("review_items", args=[mine.uid])),
    "item": (11, lambda mine: reverse("review_item", args=[mine.uid, *ITEM])),
    "whole": (10, lambda mine: reverse("review_whole", args=[mine.uid])),
    "my comments": (5, lambda mine: reverse("review_comments", args=[mine.uid])),
}


@pytest.mark.parametrize("which", COUNTS)
def test_a_page_costs_the_same_with_one_row_and_with_three(cast: Cast, mine: Invitation, which: str) -> None:
    count, url_of = COUNTS[which]
    rivals = place(mine.round, cast.rival)
    client = factories.signed_in(cast.reviewer)
    for rows in (1, 2):
        for _row in range(rows):
            for ref in (EXAMS, None):
                first = post(mine, ref, visibility="round")
                post(rivals, None, first, visibility="round")
                theirs = post(rivals, ref, visibility="round")
                post(mine, None, theirs, visibility="round")
        take(mine, "support" if rows == 1 else "none")
        assert queries(client, url_of(mine)) == count


def test_the_focal_points_page_costs_the_same_with_more_positions(cast: Cast, mine: Invitation) -> None:
    focal = place(mine.round, cast.focal_point)
    client = factories.signed_in(cast.focal_point)
    for refs in ([EXAMS], ["criteria/no-shelling", "parked/constitution"]):
        for ref in refs:
            take(focal, item_ref=ref)
            take(focal, item_ref=ref, for_group=True)
        assert queries(client, reverse("review_group", args=[focal.uid])) == 8


def test_posting_costs_a_known_number_of_queries(cast: Cast, mine: Invitation) -> None:
    client = factories.signed_in(cast.reviewer)
    url = reverse("review_item_comment", args=[mine.uid, *ITEM])
    client.get(reverse("review_item", args=[mine.uid, *ITEM]))
    with CaptureQueriesContext(connection) as captured:
        client.post(
            url, {"kind": "concern", "visibility": "office", "text": "x", "client_key": "6f0a3c1e-5d3b-4d1c-9d53-2f0f4f6a7b10"}
        )
    assert Comment.objects.count() == 1
    assert len(captured) == 13


def test_the_first_fifty_threads_are_found_by_an_index(cast: Cast, mine: Invitation) -> None:
    """However many there are: the database reads as many rows as it shows, not all of them."""
    many_comments(cast, mine, 3000, EXAMS, "text")
    item = mine.round.version.items.get(ref=EXAMS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE roadmap_comment")
    plan = first_page(mine, item).explain(format="json", analyze=True)
    assert "comment_by_thread" in plan
    assert '"Sort Key"' not in plan


def many_comments(cast: Cast, mine: Invitation, count: int, ref: str | None, text: str) -> None:
    """Comments of a rival, as many as one likes, without the domain's checks."""
    rivals = place(mine.round, cast.rival)
    item = mine.round.version.items.get(ref=ref) if ref else None
    Comment.objects.bulk_create(
        Comment(
            round=mine.round,
            invitation=rivals,
            round_group=rivals.round_group,
            item=item,
            visibility=Visibility.ROUND,
            state=CommentState.POSTED,
            posted_at=timezone.now(),
            text=f"{number} {text}",
        )
        for number in range(count)
    )


def test_a_page_holds_fifty_threads_and_leads_on(cast: Cast, mine: Invitation) -> None:
    many_comments(cast, mine, 2 * PAGE + 3, EXAMS, "text")
    client = factories.signed_in(cast.reviewer)
    url, seen = reverse("review_item", args=[mine.uid, *ITEM]), []
    after: object = ""
    while after is not None:
        response = client.get(url, {"after": str(after)})
        seen.append([said.comment.pk for said in response.context["others"]])
        after = response.context["threads"].after
    assert [len(page) for page in seen] == [PAGE, PAGE, 3]
    assert len({pk for page in seen for pk in page}) == 2 * PAGE + 3


def test_counting_stops(cast: Cast, mine: Invitation) -> None:
    many_comments(cast, mine, COUNTED + 5, EXAMS, "text")
    html = factories.signed_in(cast.reviewer).get(reverse("review_item", args=[mine.uid, *ITEM])).content.decode()
    assert f"more than {COUNTED}" in html


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_full_page_of_long_comments_is_light(cast: Cast, mine: Invitation, language: str) -> None:
    """Fifty threads of the longest comments stay under 150 KB as they are, and 40 KB compressed with all styles."""
    many_comments(cast, mine, PAGE + 10, EXAMS, "نص طويل يتكلم عن كل شيء ولا ينتهي. " * 250)
    client = factories.signed_in(cast.reviewer)
    client.cookies["django_language"] = language
    html = client.get(reverse("review_item", args=[mine.uid, *ITEM])).content
    assert len(html) < 150_000
    assert len(gzip.compress(html)) + styles() < 40_000


def test_every_other_page_is_light(cast: Cast, mine: Invitation) -> None:
    client = factories.signed_in(cast.reviewer)
    client.cookies["django_language"] = "ar"
    for _count, url_of in COUNTS.values():
        html = client.get(url_of(mine)).content
        assert len(html) < 30_000
        assert len(gzip.compress(html)) + styles() < 20_000


def test_no_page_asks_anything_of_another_site_or_needs_a_script(cast: Cast, mine: Invitation) -> None:
    client = factories.signed_in(cast.reviewer)
    post(mine)
    for _count, url_of in COUNTS.values():
        html = client.get(url_of(mine)).content.decode()
        assert "http://" not in html.replace("http://www.w3.org/", "")
        assert html.count("https://") == html.count("https://www.wikipedia.org/")  # where leaving leads to
        assert html.count("<script") == 1
        assert "onclick" not in html
        assert "hx-" not in html


def styles() -> int:
    """The style sheet, compressed, where the front end was built."""
    path = Path(settings.BASE_DIR) / "static" / "dist" / "reviewer.css"
    return len(gzip.compress(path.read_bytes())) if path.exists() else 10_000
