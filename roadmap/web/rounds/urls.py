"""Addresses of review rounds, of the answer desk, and of the mails caught while developing."""

from django.urls import path

from roadmap.web.rounds import answers, answers_all, caught_mail, convergence, groups, identities, rounds, stands, steps

_ROUNDS = "roadmaps/<slug:key>/rounds/"
_ROUND = f"{_ROUNDS}<int:number>/"
_GROUP = f"{_ROUND}groups/<uuid:group>/"
_INVITATION = f"{_ROUND}invitations/<uuid:uid>/"
_ANSWERS = f"{_ROUND}answers/"

urlpatterns = [
    path(_ROUNDS, rounds.index, name="rounds"),
    path("roadmaps/<slug:key>/convergence/", convergence.show, name="convergence"),
    path(f"{_ROUNDS}new/", rounds.new, name="round_new"),
    path(_ROUND, rounds.show, name="round"),
    path(f"{_ROUND}status/", rounds.status, name="round_status"),
    path(f"{_ROUND}edit/", rounds.edit, name="round_edit"),
    path(f"{_ROUND}discard/", rounds.discard, name="round_discard"),
    path(f"{_ROUND}open/", steps.open_, name="round_open"),
    path(f"{_ROUND}close/", steps.close, name="round_close"),
    path(f"{_ROUND}extend/", steps.extend, name="round_extend"),
    path(f"{_ROUND}positions/", stands.index, name="round_positions"),
    path(f"{_ROUND}invite/", steps.invite, name="round_invite"),
    path(_GROUP, groups.show, name="round_group"),
    path(f"{_GROUP}preview/", groups.preview, name="round_preview"),
    path(f"{_GROUP}withhold/", groups.withhold, name="round_withhold"),
    path(f"{_GROUP}codes/", groups.codes, name="round_codes"),
    path(f"{_GROUP}resend/", steps.resend, name="round_resend"),
    path(f"{_INVITATION}withdraw/", groups.withdraw, name="round_withdraw"),
    path(f"{_INVITATION}person/", identities.read, name="round_identity"),
    path("roadmaps/<slug:key>/answers/", answers_all.latest, name="answers"),
    path(_ANSWERS, answers.desk, name="answers"),
    path(f"{_ANSWERS}note/", answers_all.note, name="answers_note"),
    path(f"{_ANSWERS}release/", answers_all.release, name="answers_release"),
    path(f"{_ANSWERS}<uuid:uid>/", answers.one, name="answer"),
    path("dev/mail/", caught_mail.index, name="caught_mails"),
    path("dev/mail/<slug:name>/", caught_mail.show, name="caught_mail"),
]
