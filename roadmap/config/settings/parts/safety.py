"""Content security, lock-out and second factors (design rules: nothing third-party, nothing inline)."""

from datetime import timedelta
from urllib.parse import urlsplit

from roadmap.config.environment import env

#: Where the quick-exit key leads: a page that tells nothing about the person.
QUICK_EXIT_URL: str = env.str("QUICK_EXIT_URL", default="https://www.wikipedia.org/")
_QUICK_EXIT = urlsplit(QUICK_EXIT_URL)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        # A browser holds the redirect after a form to this list as well.
        "form-action": ["'self'", f"{_QUICK_EXIT.scheme}://{_QUICK_EXIT.netloc}"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

#: Proxies in front of the application whose X-Forwarded-For is believed.
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", default=0)
LOCK_OUT_WINDOW = timedelta(minutes=30)
AXES_HANDLER = "accounts.lockout.LockOutHandler"
AXES_USERNAME_CALLABLE = "accounts.lockout.account_mark"
AXES_CLIENT_IP_CALLABLE = "accounts.lockout.address_mark"
AXES_LOCKOUT_CALLABLE = "accounts.lockout.locked_out"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = LOCK_OUT_WINDOW
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_USERNAME_FORM_FIELD = "login"
AXES_VERBOSE = False

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
_FORMS = "accounts.web.forms.signin"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.SignInForm",
    "reset_password": f"{_FORMS}.AskForPasswordForm",
    "reset_password_from_key": f"{_FORMS}.NewPasswordForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
    "reauthenticate": f"{_FORMS}.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.CodeForm",
    "reauthenticate": f"{_FORMS}.CodeAgainForm",
    "activate_totp": f"{_FORMS}.FirstCodeForm",
    "add_webauthn": f"{_FORMS}.AddPasskeyForm",
    "edit_webauthn": f"{_FORMS}.RenamePasskeyForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 a path
PASSWORD_RESET_TIMEOUT = int(timedelta(days=2).total_seconds())
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A phone's clock may be half a minute off; a code still works once only.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Roadmap"

# The check looks for Django's own class by name; accounts.csrf.CsrfMiddleware extends it.
SILENCED_SYSTEM_CHECKS = ["security.W003"]
