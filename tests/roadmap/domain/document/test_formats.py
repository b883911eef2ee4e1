"""A number reads the same whether we write it or Django does."""

import pytest
from django.template.defaultfilters import filesizeformat, floatformat
from django.utils import translation

from roadmap.domain.document.local import local_number


@pytest.mark.parametrize("language", ["en", "ar", "ku"])
def test_django_writes_numbers_as_the_document_does(language: str) -> None:
    with translation.override(language):
        assert floatformat(1234.5, "1g") == local_number(1234.5, language)
        assert filesizeformat(1_600_000).split("\xa0")[0] == local_number(1.5, language)
