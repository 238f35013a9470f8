"""Other programmes' lines files give their tables: nothing here knows what a programme is about."""

from decimal import Decimal

import pytest

from modning.costs import Interval, lines_table, load_lines, named, of_phase, total
from speak import speak

GBP = {"currency": "GBP", "price_year": "2010"}


@pytest.fixture
def homework_cafe(lines_file):
    """A made-up homework café: volunteers, a coordinator and rent."""
    return load_lines(
        lines_file(
            {"line": "wage", "phase": "price", "unit": "hours", "low": "200.50"},
            {"line": "cafe.hours.coordinator", "unit": "hours", "quantity": 400,
             "priced_by": "wage", "item_en": "Coordinator", "item_da": "Koordinator"},
            {"line": "cafe.hours.overhead", "unit": "percent", "quantity": "7.5",
             "percent_of": "cafe.hours", "item_en": "Overhead", "item_da": "Overhead"},
            {"line": "cafe.rent", "quantity": 12, "unit": "months", "low": 3000, "high": 3500,
             "item_en": "Rent", "item_da": "Leje"},
            {"line": "start.books", "phase": "startup", "low": 15000},
        )
    )  # fmt: skip


def test_a_made_up_programme_has_its_table(homework_cafe):
    running = of_phase(homework_cafe, "running")
    table = running.set_index("line")
    assert table.loc["cafe.hours.coordinator", "amount"] == Interval.of("80200.00")
    assert table.loc["cafe.hours.overhead", "number"] == 30
    assert table.loc["cafe.rent", "amount"].high == 42_000
    # 80,200 + 6,015 + 36,000 to 42,000, to the øre.
    assert total(running) == Interval.of("122215.00", "128215.00")
    printed = speak("da", lines_table, running)["frame"]
    assert list(printed["Post"].map(lambda one: one["da"])) == [
        "Koordinator", "Overhead", "Leje", "I alt",
    ]  # fmt: skip
    assert printed["Beløb"].iloc[-1] == pytest.approx(125_215)
    assert printed["Andel"].iloc[-1] == pytest.approx(100)


# The Family Links Nurturing Programme, four sites in South Wales: table 6 of D. E. Simkiss et al.
# (2013), BMJ Open 3: e002851. Costs of implementation in GBP; 58 courses of 11 weeks, to each of
# which 13 parents were invited, 8 came and 6 stayed to the end.
FAMILY_LINKS = {
    "salaries": ("63002", "33341.4", "52772", "44423"),
    "training": ("5801.90", "4733.90", "5081.90", "5144"),
    "rooms": ("3883.89", "3003", "3000", "3000"),
    "materials": ("3750", "1625", "2250", "2250"),
    "creche": ("17862.66", "17097.96", "15000", "15000"),
}
COURSES = {"a": 15, "b": 13, "c": 15, "d": 15}


@pytest.fixture
def family_links(lines_file):
    return load_lines(
        lines_file(
            *(
                {"line": f"{site}.{name}", "municipality": site, "low": amounts[place], **GBP}
                for place, site in enumerate(COURSES)
                for name, amounts in FAMILY_LINKS.items()
            )
        )
    )


@pytest.mark.parametrize(
    ("site", "printed"), [("a", "94300.45"), ("b", "59801.26"), ("c", "78103.90")]
)
def test_a_published_table_adds_up_to_the_penny(family_links, site, printed):
    assert total(named(family_links, site)) == Interval.of(printed)


@pytest.mark.parametrize(
    ("site", "printed"), [("a", "6286.70"), ("b", "4600"), ("c", "5206.93"), ("d", "4654.47")]
)
def test_a_published_cost_per_course(family_links, site, printed):
    # Of site d the table prints a total of 69,827; its lines, and its cost per course, give 69,817.
    each = total(named(family_links, site)) / COURSES[site]
    assert each.mid == pytest.approx(Decimal(printed), abs=Decimal("0.11"))


@pytest.mark.parametrize(("persons", "printed"), [(8, "648.38"), (13, "399"), (6, "865")])
def test_a_published_cost_per_person(family_links, persons, printed):
    each = [total(named(family_links, site)) / n for site, n in COURSES.items()]
    course = sum(one.mid for one in each) / len(each)
    assert course == pytest.approx(Decimal("5187.03"), abs=Decimal("0.05"))
    assert course / persons == pytest.approx(Decimal(printed), abs=Decimal("0.6"))
