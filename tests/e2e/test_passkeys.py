"""Passkeys in a real browser, under the real content security policy."""

from playwright.sync_api import CDPSession, Page

from accounts.models import User
from tests import factories
from tests.e2e.system import System, expect


def give_authenticator(page: Page) -> CDPSession:
    """The browser gets a built-in authenticator that knows its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def sign_out(page: Page, system: System) -> None:
    page.goto(f"{system.url}/sign-out/")
    page.get_by_role("button", name="Sign out").last.click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_facilitator_sets_up_a_passkey_and_comes_in_with_it(system: System, page: Page) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    person = factories.user("facilitator", language="en")
    give_authenticator(page)

    # A passkey of nobody opens nothing, and the page says so.
    page.goto(f"{system.url}/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("No passkey was used.")).to_be_visible()

    system.sign_in(page, person)
    expect(page).to_have_url(f"{system.url}/factors/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of this passkey").fill("Laptop")
    page.get_by_label("Sign in with this passkey alone").check()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.locator("#codes li")).to_have_count(10)

    # As the second lock after the password.
    sign_out(page, system)
    system.sign_in(page, person)
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{system.url}/roadmaps/")

    # And alone, for it knows the finger.
    sign_out(page, system)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{system.url}/roadmaps/")
    page.goto(f"{system.url}/profile/")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    assert refused == []
    assert User.objects.get(pk=person.pk).last_login is not None
