"""One's own page: name, language, password, factors, sessions, API tokens, data."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SIGNED_IN, access, actor_of
from accounts.domain import people
from accounts.domain.errors import Refused
from accounts.domain.my_data import data_about
from accounts.domain.second_factor import factor_kinds, requires_second_factor
from accounts.domain.tokens import make_token, revoke_token
from accounts.lookups import own_token
from accounts.models import ApiToken
from accounts.web.device import remember_language
from accounts.web.forms.profile import ProfileForm, TokenForm
from accounts.web.forms.refusal import add_refusal


@access(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    person = actor_of(request)
    form = ProfileForm(request.POST or None, initial={"display_name": person.display_name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        try:
            people.edit_profile(person=person, actor=person, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The changes have been saved."))
            return remember_language(request, redirect("profile"), person.language)
    context = {
        "form": form,
        "factor_kinds": factor_kinds(person),
        "is_factor_required": requires_second_factor(person),
        "memberships": person.memberships.select_related("group"),
    }
    return render(request, "accounts/profile/profile.html", context, status=400 if form.errors else 200)


@access(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    """The list and the form. A token's text is in the answer to the POST and nowhere else, so nothing is redirected."""
    form = TokenForm(request.POST or None)
    text, status = "", 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            name, expires_at = form.cleaned_data["name"], form.expires_at()
            try:
                _token, text = make_token(name=name, expires_at=expires_at, actor=actor_of(request))
            except Refused as refused:
                status = add_refusal(form, refused)
            else:
                form, status = TokenForm(), 201
    context = {"form": form, "text": text, "tokens": ApiToken.objects.filter(user=actor_of(request))}
    return render(request, "accounts/profile/tokens.html", context, status=status)


@access(SIGNED_IN, lookup=own_token)
@require_POST
def token_revoke(request: HttpRequest, token: ApiToken) -> HttpResponse:
    try:
        revoke_token(token=token, actor=actor_of(request))
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The token has been revoked."))
    return redirect("token_list")


@access(SIGNED_IN)
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """A file with all that is stored about the person."""
    options = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(data_about(actor_of(request)), json_dumps_params=options)
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response
