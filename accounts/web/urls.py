"""Addresses of signing in, people and groups. Every view declares its rule; nothing of allauth is mounted wholesale."""

from django.urls import path, re_path

from accounts.web import audit, device, factors, groups, health, people, profile, signin

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("language/", device.set_language, name="set_language"),
    path("leave/", device.quick_exit, name="quick_exit"),
    # Signing in
    path("sign-in/", signin.login, name="account_login"),
    path("sign-out/", signin.logout, name="account_logout"),
    path("sign-in/inactive/", signin.inactive, name="account_inactive"),
    path("sign-in/code/", factors.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", factors.login_passkey, name="mfa_login_webauthn"),
    path("sign-in/again/", signin.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", factors.reauthenticate_passkey, name="mfa_reauthenticate_webauthn"),
    # Passwords
    path("password/", signin.password_change, name="account_change_password"),
    path("password/first/", signin.password_set, name="account_set_password"),
    path("password/forgotten/", signin.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", signin.password_reset_done, name="account_reset_password_done"),
    path("password/new/done/", signin.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        signin.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    # Second factors
    path("factors/", factors.index, name="mfa_index"),
    path("factors/app/", factors.activate_app, name="mfa_activate_totp"),
    path("factors/app/remove/", factors.deactivate_app, name="mfa_deactivate_totp"),
    path("factors/passkeys/add/", factors.add_passkey, name="mfa_add_webauthn"),
    path("factors/passkeys/<int:pk>/", factors.rename_passkey, name="mfa_edit_webauthn"),
    path("factors/passkeys/<int:pk>/remove/", factors.remove_passkey, name="mfa_remove_webauthn"),
    path("factors/codes/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path("factors/codes/new/", factors.new_recovery_codes, name="mfa_generate_recovery_codes"),
    # One's own page
    path("profile/", profile.profile, name="profile"),
    path("profile/data/", profile.my_data, name="my_data"),
    path("profile/sessions/", device.session_list, name="session_list"),
    path("profile/sessions/end-others/", device.session_end_others, name="session_end_others"),
    path("profile/sessions/<uuid:uid>/end/", device.session_end, name="session_end"),
    path("profile/tokens/", profile.token_list, name="token_list"),
    path("profile/tokens/<uuid:uid>/revoke/", profile.token_revoke, name="token_revoke"),
    # People and groups
    path("people/", people.person_list, name="person_list"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/<uuid:uid>/", people.person_edit, name="person_edit"),
    path("people/<uuid:uid>/deactivate/", people.person_deactivate, name="person_deactivate"),
    path("people/<uuid:uid>/reactivate/", people.person_reactivate, name="person_reactivate"),
    path("people/<uuid:uid>/password/", people.person_send_password, name="person_send_password"),
    path("people/<uuid:uid>/factors/remove/", people.person_remove_factors, name="person_remove_factors"),
    path("groups/", groups.group_list, name="group_list"),
    path("groups/add/", groups.group_add, name="group_add"),
    path("groups/<uuid:uid>/", groups.group_detail, name="group_detail"),
    path("groups/<uuid:uid>/edit/", groups.group_edit, name="group_edit"),
    path("groups/<uuid:uid>/remove/", groups.group_remove, name="group_remove"),
    path("groups/<uuid:uid>/members/", groups.member_add, name="member_add"),
    path("groups/<uuid:uid>/members/<uuid:member>/focal-point/", groups.member_focal_point, name="member_focal_point"),
    path("groups/<uuid:uid>/members/<uuid:member>/remove/", groups.member_remove, name="member_remove"),
    # Audit
    path("audit/", audit.audit_list, name="audit_list"),
    path("audit/identities/", audit.audit_identities, name="audit_identities"),
]
