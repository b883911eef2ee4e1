"""Signing in and out, passwords: django-allauth's views, each mounted by us with a declared rule.

Nothing else of allauth has an address: no signing up, no adding of addresses, no signing in by code.
"""

from allauth.account import views as allauth
from django.urls import reverse_lazy

from accounts.access import PUBLIC, SIGNED_IN, TO_SET_UP, access, on_the_way
from accounts.web.entering import recorded

PROFILE = reverse_lazy("profile")

login = access(PUBLIC)(allauth.LoginView.as_view())
logout = access(PUBLIC)(allauth.LogoutView.as_view())
inactive = access(PUBLIC)(allauth.AccountInactiveView.as_view())
password_reset = access(PUBLIC)(allauth.PasswordResetView.as_view())
password_reset_done = access(PUBLIC)(allauth.PasswordResetDoneView.as_view())
password_reset_from_key = access(PUBLIC)(allauth.PasswordResetFromKeyView.as_view())
password_reset_from_key_done = access(PUBLIC)(allauth.PasswordResetFromKeyDoneView.as_view())
password_change = access(SIGNED_IN)(recorded("change_password")(allauth.PasswordChangeView.as_view(success_url=PROFILE)))
password_set = access(SIGNED_IN)(recorded("change_password")(allauth.PasswordSetView.as_view(success_url=PROFILE)))
reauthenticate = on_the_way(TO_SET_UP)(access(SIGNED_IN)(allauth.ReauthenticateView.as_view()))
