"""How the audit trail names what happens to roadmaps, and which rows hold what a reviewer said or is."""

from django.utils.translation import gettext_lazy as _

from accounts.domain.trail import Words, describe

VERBS: dict[str, Words] = {
    "create_roadmap": _("created a roadmap"),
    "edit_roadmap": _("changed a roadmap"),
    "add_item": _("added an item"),
    "edit_item": _("changed an item"),
    "confirm_translation": _("confirmed a translation"),
    "delete_item": _("deleted an item"),
    "restore": _("brought back an item"),
    "move_item": _("moved an item"),
    "duplicate_item": _("duplicated an item"),
    "import_document": _("imported a roadmap file"),
    "replace_draft": _("replaced the draft by a file"),
    "freeze_version": _("froze a version"),
    "prepare_round": _("prepared a round"),
    "change_round": _("changed a round"),
    "withhold_items": _("withheld items from a group"),
    "discard_round": _("discarded a round"),
    "open_round": _("opened a round"),
    "extend_round": _("extended a round"),
    "close_round": _("closed a round"),
    "_close_if_due": _("closed a round whose time was over"),
    "_remind": _("put reminders in the queue"),
    "invite_group": _("invited a group"),
    "withdraw_invitation": _("withdrew an invitation"),
    "issue_codes": _("made codes to hand over"),
    "issue_link": _("made a link"),
    "_make_links": _("made the links of invitations"),
    "use_link": _("opened an invitation"),
    "_come_in": _("came in by an invitation"),
    "ask_for_new_link": _("asked for a new link"),
    "resend_bounced": _("sent bounced mails again"),
    "claim_due": _("took mails out of the queue"),
    "deliver_outbox": _("sent mails"),
    "post_comment": _("posted a comment"),
    "save_draft": _("saved a comment's draft"),
    "edit_comment": _("changed a comment"),
    "withdraw_comment": _("withdrew a comment"),
    "discard_draft": _("discarded a comment's draft"),
    "take_position": _("took a position"),
    "finish": _("finished a review"),
    "reopen": _("went back into a review"),
    "answer_comment": _("answered a comment"),
    "note_comments": _("noted comments"),
    "release_answers": _("released the answers"),
    "assign": _("gave somebody a place on a roadmap"),
    "unassign": _("took somebody off a roadmap"),
    "add_theme": _("added a theme"),
    "edit_theme": _("changed a theme"),
    "remove_theme": _("removed a theme"),
    "request_export": _("asked for an export"),
    "claim_export": _("started an export"),
    "advance_export": _("went on with an export"),
    "release_export": _("put an export back into the queue"),
    "complete_export": _("finished an export"),
    "fail_export": _("gave up an export"),
}
TABLES: dict[str, Words] = {
    "roadmap_roadmap": _("Roadmap"),
    "roadmap_assignment": _("Assignment"),
    "roadmap_area": _("Area of control"),
    "roadmap_crossing": _("Crossing"),
    "roadmap_crossing_between": _("Crossing"),
    "roadmap_sector": _("Sector"),
    "roadmap_mandate": _("Mandate"),
    "roadmap_criterion": _("Criterion"),
    "roadmap_criterionstate": _("State of a criterion"),
    "roadmap_criterion_mandates": _("Criterion"),
    "roadmap_measure": _("Measure"),
    "roadmap_measurepart": _("Part of a measure"),
    "roadmap_measure_areas": _("Measure"),
    "roadmap_measure_crossings": _("Measure"),
    "roadmap_measure_criteria": _("Measure"),
    "roadmap_parkeditem": _("Parked item"),
    "roadmap_parkeditem_opens_when": _("Parked item"),
    "roadmap_section": _("Section"),
    "roadmap_version": _("Version"),
    "roadmap_round": _("Round"),
    "roadmap_roundgroup": _("Group in a round"),
    "roadmap_roundgroup_withheld": _("Withheld item"),
    "roadmap_invitation": _("Invitation"),
    "roadmap_invitationlink": _("Link of an invitation"),
    "roadmap_outboxmail": _("Mail"),
    "roadmap_theme": _("Theme"),
    "roadmap_comment": _("Comment"),
    "roadmap_position": _("Position"),
    "roadmap_response": _("Answer"),
    "roadmap_exportjob": _("Export"),
}
#: Rows that say what a reviewer wrote, or lead from a pseudonym to a person (design: Reviewers).
CONFIDENTIAL = frozenset(
    {
        "roadmap_invitation",
        "roadmap_invitationlink",
        "roadmap_outboxmail",
        "roadmap_comment",
        "roadmap_position",
    }
)
#: What only reviewers do: who did it stays unsaid, also once the person has another role.
OF_REVIEWERS = frozenset(
    {
        "use_link",
        "_come_in",
        "ask_for_new_link",
        "post_comment",
        "save_draft",
        "edit_comment",
        "withdraw_comment",
        "discard_draft",
        "take_position",
        "finish",
        "reopen",
    }
)


def register() -> None:
    describe(verbs=VERBS, tables=TABLES, confidential=CONFIDENTIAL, confidential_verbs=OF_REVIEWERS)
