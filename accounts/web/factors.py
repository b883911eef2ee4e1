"""Second factors: authenticator app, passkeys and recovery codes, on django-allauth's views."""

from typing import Any

from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpResponse
from django.urls import reverse_lazy

from accounts.access import PUBLIC, SIGNED_IN, TO_PROVE, TO_SET_UP, access, on_the_way
from accounts.domain.second_factor import may_remove_factor, requires_second_factor
from accounts.web.entering import PROVEN, recorded


class FactorsView(base.IndexView):  # type: ignore[misc]
    def get_context_data(self, **options: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**options)
        context["is_required"] = requires_second_factor(self.request.user)
        return context


class SetUpAppView(totp.ActivateTOTPView):  # type: ignore[misc]
    """The code that was typed proves the factor for this session."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session[PROVEN] = self.request.user.pk
        return response


class AddPasskeyView(webauthn.AddWebAuthnView):  # type: ignore[misc]
    """Making the passkey proves it for this session. A form that comes back is shown with its errors."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session[PROVEN] = self.request.user.pk
        return response

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        # The view that this one extends drops the bound form, and with it the name that was typed.
        context: dict[str, Any] = super().get_context_data()
        return context | options


class RemovePasskeyView(webauthn.RemoveWebAuthnView):  # type: ignore[misc]
    """The office keeps at least one factor: the last one cannot be removed."""

    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        if not may_remove_factor(self.request.user, self.object):
            context = self.get_context_data(form=form, is_last=True)
            return self.render_to_response(context, status=409)  # type: ignore[no-any-return]
        return super().form_valid(form)  # type: ignore[no-any-return]


set_up = recorded("set_up_second_factor")
remove = recorded("remove_second_factor")

authenticate = access(PUBLIC)(base.AuthenticateView.as_view())
login_passkey = access(PUBLIC)(webauthn.LoginWebAuthnView.as_view())
reauthenticate = on_the_way(TO_PROVE)(access(SIGNED_IN)(base.ReauthenticateView.as_view()))
reauthenticate_passkey = on_the_way(TO_PROVE)(access(SIGNED_IN)(webauthn.ReauthenticateWebAuthnView.as_view()))
index = on_the_way(TO_SET_UP)(access(SIGNED_IN)(FactorsView.as_view()))
activate_app = on_the_way(TO_SET_UP)(access(SIGNED_IN)(set_up(SetUpAppView.as_view())))
deactivate_app = access(SIGNED_IN)(remove(totp.DeactivateTOTPView.as_view()))
recovery_codes = access(SIGNED_IN)(codes.ViewRecoveryCodesView.as_view())
new_recovery_codes = access(SIGNED_IN)(recorded("make_recovery_codes")(codes.GenerateRecoveryCodesView.as_view()))
add_passkey = on_the_way(TO_SET_UP)(access(SIGNED_IN)(set_up(AddPasskeyView.as_view())))
rename_passkey = access(SIGNED_IN)(
    recorded("rename_passkey")(webauthn.EditWebAuthnView.as_view(success_url=reverse_lazy("mfa_index")))
)
remove_passkey = access(SIGNED_IN)(remove(RemovePasskeyView.as_view()))
