"""How long the two pages take that people wait for: the whole roadmap, and posting a comment.

Start the demonstration with `make run`, then `make bench` (or `.venv/bin/python -m bench.pages URL`). Requests go one after
another to the running web server; sessions are made in its database. The comments that are posted are withdrawn again.
"""

import http.client
import os
import re
import statistics
import sys
import time
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

ROUNDS = 40
WARM_UP = 3


@dataclass
class Visitor:
    """A person with a session, and one kept-alive connection."""

    netloc: str
    cookies: str

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(self.netloc)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes, str, float]:
        """Status, body, Location and milliseconds."""
        headers = {"Cookie": self.cookies, "Sec-Fetch-Site": "same-origin"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        self.connection.request(method, path, body=urlencode(form) if form else None, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        return answer.status, body, answer.getheader("Location") or "", (time.perf_counter() - begun) * 1000


def visitor(netloc: str, email: str) -> Visitor:
    """A signed-in person of the demonstration, past the second factor."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from accounts.middleware import PROVEN
    from accounts.models import User
    from accounts.sessions import SessionStore

    person = User.objects.get(email=email)
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
            HASH_SESSION_KEY: person.get_session_auth_hash(),
            PROVEN: person.pk,
        }
    )
    session.create()
    token = uuid.uuid4().hex
    return Visitor(netloc, f"sessionid={session.session_key}; csrftoken={token}; django_language=en")


def spread(name: str, times: list[float], size: int) -> None:
    times = sorted(times)
    p95 = times[int(len(times) * 0.95) - 1]
    print(f"{name:<28} p50 {statistics.median(times):6.1f} ms   p95 {p95:6.1f} ms   {size / 1000:7.1f} KB   n={len(times)}")


def roadmap_page(netloc: str) -> None:
    reader = visitor(netloc, "lead@example.org")
    answers = [reader.ask("GET", "/roadmaps/scne-syria/") for _each in range(ROUNDS + WARM_UP)]
    if {status for status, *_rest in answers} != {200}:
        raise SystemExit(f"the roadmap page answered {answers[0][0]} {answers[0][2]}")
    spread("roadmap page", [each[3] for each in answers[WARM_UP:]], len(answers[-1][1]))


def posting(netloc: str) -> None:
    from roadmap.domain.comments import withdraw_comment
    from roadmap.models import Comment, Invitation

    invitation = Invitation.objects.get(user__email="wab-1@example.org", round__state="open")
    writer = visitor(netloc, "wab-1@example.org")
    item = f"/review/{invitation.uid}/items/criteria/detention-clarity/"
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', writer.ask("GET", item)[1])
    if token is None:
        raise SystemExit("the reviewer's page has no form")
    times = []
    for number in range(ROUNDS + WARM_UP):
        form = {
            "csrfmiddlewaretoken": token[1].decode(),
            "kind": "concern",
            "visibility": "office",
            "client_key": str(uuid.uuid4()),
        }
        status, _body, _place, took = writer.ask("POST", f"{item}comment/", {**form, "text": f"bench {number}"})
        if status != 302:
            raise SystemExit(f"posting answered {status}")
        times.append(took)
    spread("posting a comment", times[WARM_UP:], 0)
    for comment in Comment.objects.filter(invitation=invitation, text__startswith="bench ", state="posted"):
        withdraw_comment(comment=comment, actor=invitation.user)


def main(address: str) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadmap.config.settings.dev")
    django.setup()
    netloc = urlsplit(address).netloc
    roadmap_page(netloc)
    posting(netloc)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
