"""Forms of the drafting desk, made from the document registry."""

from roadmap.web.desk.forms.item_form import DraftForm

__all__ = ["DraftForm"]
