"""Every page of the demonstration, by who reaches it, and why some routes are no page to look at."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator

from accounts.models import Group, User
from milestones.models import Scenario
from roadmap.domain.rounds import prepare_round
from roadmap.models import Comment, Invitation, Round
from tests.architecture.routes import routes
from tests.roadmap.round_factories import posted_comment

DRAFT = "/roadmaps/scne-syria/"
MEMBER = "wab-1@example.org"
PUBLIC = [
    "/sign-in/",
    "/sign-in/inactive/",
    "/password/forgotten/",
    "/password/forgotten/sent/",
    "/password/new/done/",
    "/in/",
    "/in/again/",
    "/in/asked/",
    "/dev/mail/",
]
#: The first is the page that the navigation leads to.
PICTURES = ("timeline", "linkage", "ledger", "convergence", "progress")
#: Addresses that lead nowhere, and say so.
NOWHERE = ["/nothing-here/", f"/in/{'x' * 43}/", "/password/new/a-set-password/"]
#: By the name of the route: why it is not walked. Names that are missing both here and among the pages walked fail the test.
NOT_WALKED = {
    **dict.fromkeys(("healthz", "readyz", "export_file", "version_file", "draft_file", "roadmap_schema", "my_data"), "a file"),
    **{f"picture_{name}_{kind}": "a file" for name in PICTURES for kind in ("svg", "png", "pdf")},
    **dict.fromkeys(
        [
            "set_language",
            "quick_exit",
            "session_end",
            "session_end_others",
            "token_revoke",
            "person_reactivate",
            "person_send_password",
            "member_add",
            "member_focal_point",
            "restore",
            "item_move",
            "item_duplicate",
            "item_delete",
            "item_confirm",
            "version_freeze",
            "roadmap_from_file",
            "exchange_gate",
            "exchange_undo",
            "exchange_conflict",
            "exchange_subjects",
            "exchange_find",
            "exchange_take",
            "plan_scenario_rename",
            "plan_scenario_delete",
            "progress_area_undo",
            "round_invite",
            "round_resend",
            "answers_note",
            "review_finish",
            "roadmap_person",
        ],
        "takes a POST and leads to a page that is walked",
    ),
    **dict.fromkeys(
        ("review_item_comment", "review_whole_comment", "review_item_position", "review_whole_position"),
        "a GET leads to the item, which is walked",
    ),
    **dict.fromkeys(("item", "round_status"), "a part of a page that is walked, or leads to it"),
    **dict.fromkeys(("home", "invitation_link"), "leads to a page that is walked"),
    **dict.fromkeys(
        ("mfa_login_webauthn", "mfa_reauthenticate_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
        "needs a passkey: tests/e2e/test_passkeys.py",
    ),
    "account_set_password": "only before the first password",
    "account_reset_password_from_key": "its form needs a link out of a mail; the page of a spent link is walked",
    "caught_mail": "someone's mail, as it was sent",
    "audit_identities": "takes a POST; the trail with names is walked",
    "round_codes": "takes a POST; the slips are walked",
    "mfa_view_recovery_codes": "follows upon making new ones, which is walked",
}


def names_of_pages() -> set[str]:
    """Routes that answer a person, not a program; of the interface only its description."""
    return {each.name for each in routes() if not each.address.startswith("/api/v1/")} | {"api_docs"}


def prepared_round() -> Round:
    """A third round that is not yet open."""
    opened = Round.objects.select_related("version__roadmap").get(number=2)
    groups = list(Group.objects.filter(key="wab"))
    return prepare_round(
        version=opened.version,
        groups=groups,
        closes_at=opened.closes_at,
        remind_at=None,
        questions={},
        widest_visibility="group",
        show_group_names=False,
        actor=User.objects.get(email="lead@example.org"),
    )


def office_pages() -> Iterator[str]:
    yield from ("/roadmaps/", "/roadmaps/new/", DRAFT, f"{DRAFT}?area=gov&q=convoy")
    yield from (f"{DRAFT}{part}/" for part in ("settings", "deleted", "versions", "versions/1", "versions/1/exports", "import"))
    for ref in ("criteria/detention-clarity", "measures/patients-across", "milestones/passes-count-only"):
        yield f"{DRAFT}draft/{ref}/edit/"
    for part in ("", "new/", "new/?next=1&m=exam-centres-gov&m=exam-road-aanes", "ledger/", "packages/"):
        yield f"{DRAFT}exchanges/{part}"
    yield from (f"{DRAFT}add/exchanges/", f"{DRAFT}add/conflicts/")
    yield from (f"{DRAFT}add/areas/", f"{DRAFT}compare/?from=1&to=2", f"{DRAFT}rounds/", f"{DRAFT}rounds/new/")
    for part in ("", "extend/", "close/", "positions/", "answers/", "answers/release/"):
        yield f"{DRAFT}rounds/2/{part}"
    yield from (f"{DRAFT}convergence/", f"{DRAFT}convergence/?round=2&quiet=on")
    tried = Scenario.objects.get().uid
    looked = ("", "?by=exchange&scale=quarter&as_of=2024-03-01&forecast=on", "linkage/")
    asked = ("conflict/?m=passes-gov&m=no-conscription-gov", "what-if/", f"what-if/{tried}/", f"what-if/compare/?s={tried}")
    yield from (f"{DRAFT}plan/{part}" for part in (*looked, *asked))
    yield from (f"{DRAFT}pictures/{part}" for part in ("", "?scale=month&by=exchange", *(f"{name}/" for name in PICTURES[1:])))
    third = prepared_round()
    yield from (f"{DRAFT}rounds/{third.number}/{part}" for part in ("", "edit/", "discard/", "open/"))
    wab = Group.objects.get(key="wab").uid
    yield from (f"{DRAFT}rounds/2/groups/{wab}/{part}" for part in ("", "preview/"))
    yield f"{DRAFT}rounds/{third.number}/groups/{wab}/withhold/"
    member = Invitation.objects.get(round__number=2, user__email=MEMBER).uid
    yield f"{DRAFT}rounds/2/invitations/{member}/withdraw/"
    comment = Comment.objects.filter(round__number=1)[0].uid
    yield from (f"{DRAFT}rounds/1/answers/", f"{DRAFT}rounds/1/answers/{comment}/", "/groups/", f"/groups/{wab}/")
    yield from ("/profile/", "/profile/sessions/", "/profile/tokens/", "/password/", "/api/v1/docs/")
    yield from ("/factors/", "/factors/app/remove/", "/factors/passkeys/add/", "/factors/codes/new/")
    yield from ("/sign-in/again/", "/sign-in/again/code/", "/sign-out/")


def administrator_pages() -> Iterator[str]:
    member = User.objects.get(email=MEMBER).uid
    office = User.objects.get(pk=Authenticator.objects.exclude(user__email="administrator@example.org")[0].user_id).uid
    wab = Group.objects.get(key="wab").uid
    yield from (
        "/people/",
        "/people/add/",
        f"/people/{member}/",
        f"/people/{member}/deactivate/",
        f"/people/{office}/factors/remove/",
    )
    yield from ("/groups/add/", f"/groups/{wab}/", f"/groups/{wab}/edit/", f"/groups/{wab}/remove/")
    yield f"/groups/{wab}/members/{member}/remove/"
    invitation = Invitation.objects.get(round__number=2, user__email=MEMBER).uid
    yield f"{DRAFT}rounds/2/invitations/{invitation}/person/"
    drafter = User.objects.get(email="drafter@example.org").uid
    yield from (f"{DRAFT}people/", f"{DRAFT}people/{drafter}/remove/")
    yield from ("/themes/", "/themes/add/", "/themes/protection/edit/", "/themes/protection/remove/")


def review_pages() -> Iterator[str]:
    """What a focal point reaches with her telephone, in a closed round and in an open one."""
    closed, opened = Invitation.objects.filter(user__email=MEMBER).order_by("round__number")
    yield from ("/review/", "/factors/app/")
    for invitation in (closed, opened):
        start = f"/review/{invitation.uid}/"
        parts = [
            "",
            "items/",
            "items/measures/patients-across/",
            "items/criteria/detention-clarity/",
            "comments/",
            "whole/",
            "group/",
        ]
        yield from (start + part for part in parts)
    said = posted_comment(opened, ref="criteria/detention-clarity", receipt="AAAA-BBBB-CCCC")
    yield from (f"/review/{opened.uid}/comments/{said.uid}/{part}" for part in ("", "edit/", "withdraw/", "receipt/"))
