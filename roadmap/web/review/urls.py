"""Addresses of the reviewer's pages. They name nothing that one could guess or that says what it is about."""

from django.urls import path

from roadmap.web.review import comments, entering, positions, reading, rounds

_ITEM = "review/<uuid:uid>/items/<slug:kind>/<slug:key>/"
_COMMENT = "review/<uuid:uid>/comments/<uuid:comment>/"

urlpatterns = [
    path("in/", entering.invitation_code, name="invitation_code"),
    path("in/again/", entering.invitation_again, name="invitation_again"),
    path("in/asked/", entering.invitation_asked, name="invitation_asked"),
    path("in/<str:token>/", entering.invitation_link, name="invitation_link"),
    path("review/", rounds.invitations, name="invitations"),
    path("review/<uuid:uid>/", rounds.review, name="review"),
    path("review/<uuid:uid>/finish/", rounds.finish_review, name="review_finish"),
    path("review/<uuid:uid>/items/", reading.items, name="review_items"),
    path("review/<uuid:uid>/whole/", reading.whole, name="review_whole"),
    path("review/<uuid:uid>/whole/comment/", comments.post_on_whole, name="review_whole_comment"),
    path("review/<uuid:uid>/whole/position/", positions.take_on_whole, name="review_whole_position"),
    path(_ITEM, reading.item, name="review_item"),
    path(f"{_ITEM}comment/", comments.post_on_item, name="review_item_comment"),
    path(f"{_ITEM}position/", positions.take_on_item, name="review_item_position"),
    path("review/<uuid:uid>/comments/", comments.mine, name="review_comments"),
    path(_COMMENT, comments.thread, name="review_comment"),
    path(f"{_COMMENT}edit/", comments.edit, name="review_comment_edit"),
    path(f"{_COMMENT}withdraw/", comments.withdraw, name="review_comment_withdraw"),
    path(f"{_COMMENT}receipt/", comments.receipt, name="review_receipt"),
    path("review/<uuid:uid>/group/", positions.group, name="review_group"),
]
