"""What the pages that list something share."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


def listing(request: HttpRequest, form: forms.Form, rows: QuerySet[Any]) -> dict[str, Any]:
    """Context of a list page: ``form`` (checked) that narrowed ``rows`` down, the ``page`` asked for, and whether it did.

    A page that does not exist is the nearest that does.
    """
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return {"form": form, "page": page, "is_filtered": any(form.cleaned_data.values())}
