"""How many: typed as each language writes numbers, and asked again where it could be two of them."""

import pytest

from milestones.models import Evidence
from tests.milestones.web.progress.conftest import Place
from tests.milestones.web.progress.test_recording import ON_LISTS, typed
from tests.roadmap.web.desk.conftest import Page


def wrong(page: Page) -> str:
    assert page.status == 400
    return " ".join(page.one("//*[@id='id_quantity_error']").text_content().split())


@pytest.mark.parametrize("written", ["132.000", "6.500"])
def test_what_could_be_two_numbers_is_asked_again(place: Place, written: str) -> None:
    """132.000 is 132,000 to many who report; nothing is recorded until they say which they mean."""
    page = place.monitor.post(ON_LISTS, typed(place, quantity=written))
    assert f"“{written}” can be read in two ways: write it without a sign between thousands." in wrong(page)
    assert not Evidence.objects.exists()


def test_a_comma_in_the_wrong_place_is_no_thousand(place: Place) -> None:
    assert "Write a number, such as 476 or 2,500." in wrong(place.monitor.post(ON_LISTS, typed(place, quantity="6,5")))
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("written", ["9" * 17, "9" * 400, "1,000,000,000,000,000,000"])
def test_a_number_that_is_too_large_is_called_so(place: Place, written: str) -> None:
    told = wrong(place.monitor.post(ON_LISTS, typed(place, quantity=written)))
    assert told == "The number must be at most 9,007,199,254,740,991."
