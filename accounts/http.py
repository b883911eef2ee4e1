"""Requests as views know them."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """What a view gets whose declared rule is not PUBLIC: there is always a person."""

    user: User  # the declared rule has turned everybody else away
