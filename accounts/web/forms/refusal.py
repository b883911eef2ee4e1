"""A refusal of the domain, beside what was typed."""

from django import forms

from accounts.domain.errors import Refused


def add_refusal(form: forms.BaseForm, refused: Refused) -> int:
    """Put each problem beside its field, the rest at the top; answers the HTTP status for the page."""
    for problem in refused.problems:
        field = problem.path if problem.path in form.fields else None
        form.add_error(field, str(problem.message))
    if refused.message not in [problem.message for problem in refused.problems]:
        form.add_error(None, str(refused.message))
    return refused.status
