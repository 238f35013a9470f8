"""Numbers in prose: what a template may name and what a name without a value does."""

import pytest

from slicebook.book.names import names, tree
from slicebook.book.prose import COULD, ENDED, ROW, ProseError, fill
from slicebook.book.sentences import ABSENT, WHY
from slicebook.results import Figure
from speak import speak


def figure(name, value=None, low=None, high=None, n=None, unit="", shown=True):
    return Figure(name, "koge", "2024", value, low, high, n, unit, shown)


FIGURES = [
    figure("referral.declined", 12, n=67, unit="percent"),
    figure("startup.wages", 815000, unit="DKK"),
    figure("startup.wages.release", 200000, unit="DKK"),
    figure("running.total", 1250000, 1220500, 1382500, unit="DKK"),
    figure("duration.n", 61, unit="answers"),
    figure("duration", 4.25, n=60, unit="years"),
    figure("men.baseline", shown=False),
    figure("men.share", shown=False, unit="percent"),
    figure("recovery.gain", None, unit="scale points"),
    figure("violence.none", 0, n=30, unit="answers"),
]


def filled(template, language="en", **more):
    return speak(language, fill, template, names(FIGURES) | more)


@pytest.mark.parametrize(
    ("template", "english", "danish"),
    [
        ("{{ referral.declined }}", "12%", "12 %"),
        ("{{ startup.wages }}", "DKK 815,000", "815.000 kr."),
        ("{{ startup.wages.release }}", "DKK 200,000", "200.000 kr."),
        ("{{ running.total.low_text }}", "DKK 1,220,500", "1.220.500 kr."),
        ("{{ running.total.high_text }}", "DKK 1,382,500", "1.382.500 kr."),
        ("| {{ men.baseline }} |", "| withheld |", "| tilbageholdt |"),
        ("| {{ men.baseline.low_text }} |", "| withheld |", "| tilbageholdt |"),
        ("It is {{ running.total.low_text }}.", "It is DKK 1,220,500.", "It is 1.220.500 kr."),
        ("{{ startup.wages }}, or so ...", "DKK 815,000, or so ...", "815.000 kr., or so ..."),
        ("<dd>{{ recovery.gain }}</dd>", "<dd>–</dd>", "<dd>–</dd>"),
        ("no names, {braces} and 5 % {#anchor}", "no names, {braces} and 5 % {#anchor}", None),
    ],
)
def test_a_name_prints_its_figure_in_the_pages_language(template, english, danish):
    assert filled(template) == english
    assert filled(template, "da") == (danish or english)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ running.total.value }}", "1250000"),
        ("{{ running.total.high - running.total.low }}", "162000"),
        ("{{ referral.declined.n }}", "67"),
        ("{{ men.baseline.shown }}", "False"),
        # A figure's own name goes before the number of the figure above it.
        ("{{ duration.n }} {{ duration }}", "61 4.2"),
        ("{{ duration.value | round | int }}", "4"),
    ],
)
def test_numbers_of_a_figure(template, text):
    assert filled(template) == text


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("referral.declined", True),
        ("referral.declined > 10", True),
        ("referral.declined >= 12 and referral.declined <= 12", True),
        ("referral.declined == 12", True),
        ("referral.declined != 12", False),
        ("referral.declined < duration.n", True),
        ("duration.n == 61", True),
        ("violence.none", False),
        ("men.baseline", False),
        ("men.baseline.n", False),
        ("recovery.gain", False),
        ("referral.other is defined", False),
        ("nothing.at.all is defined", False),
    ],
)
def test_conditions_choose_a_sentence(condition, holds):
    assert filled("{% if " + condition + " %}yes{% else %}no{% endif %}") == ("no", "yes")[holds]


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{{ referral.other }}", "referral.other"),
        ("{{ referral }}", "referral"),
        ("{{ inspire_o.gain.low_text }}", "inspire_o.gain.low_text"),
        ("{% if inspire_o.gain %}x{% endif %}", "inspire_o.gain"),
        ("{% if startup %}x{% endif %}", "startup"),
        ("{% if inspire_o.gain.value > 3 %}x{% endif %}", "inspire_o.gain.value"),
        ("{{ odense.referral.declined }}", "odense.referral.declined"),
        ("{{ referral.declined.lo }}", "referral.declined.lo"),
        ("{{ referral.declind | about }}Many.", "referral.declind"),
    ],
)
def test_a_name_without_a_value_fails_naming_it_in_full(template, name):
    with pytest.raises(ProseError, match=f'^"{name}" has no value here$'):
        filled(template, odense=tree([], "odense"))


@pytest.mark.parametrize(
    "template", ["{{ referral.declined", "{% if %}", "{{ recovery.gain.value + 1 }}"]
)
def test_a_malformed_template_fails_with_a_reason(template):
    with pytest.raises(ProseError):
        filled(template)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ meals.warm }} were warm. They were few.", "They were few."),
        ("**In short:** {{ koge.meals.warm.low_text }} were.", "**In short:** Nothing was noted."),
        ("{{ meals.warm | about }}They were few.", "Nothing was noted."),
        ("{{ meals.warm | told('More.', 'Fewer.') }}", "Nothing was noted."),
        ("So many: {{ [('Køge', koge)] | inside('meals.warm') }}.", "Nothing was noted."),
        ("So many: {{ [('Køge', 'koge')] | within(meals) | inside('warm') }}.",
         "Nothing was noted."),
        ("{% if meals.warm > 3 %}Many.{% endif %}", "Nothing was noted."),
        ("{% if meals.warm is defined %}Many.{% else %}One.{% endif %}", "One."),
        ("| {{ meals.warm | rough }} | {{ referral.declined }} |", "| – | 12% |"),
    ],
)  # fmt: skip
def test_where_a_run_ended_a_name_nobody_recorded_is_taken_for_its_own(template, text):
    known = {ENDED: "Nothing was noted.", COULD: lambda path: True, "koge": tree([], "koge")}
    assert filled(template, **known) == text


MISSPELT = [
    ("{{ meals.wram }} were warm.", "meals.wram"),
    ("{{ koge.meals.wram.low_text }} were.", "koge.meals.wram"),
    ("{{ meals.wram | about }}They were few.", "meals.wram"),
    ("So many: {{ [('Køge', koge)] | inside('meals.wram') }}.", "meals.wram"),
    ("{% if meals.wram %}Many.{% endif %}", "meals.wram"),
    ("{{ meals.warm }} were warm, {{ meals.wram | rough }} not.", "meals.wram"),
]


@pytest.mark.parametrize(("template", "name"), MISSPELT)
def test_where_a_run_ended_a_name_that_could_not_be_recorded_fails(template, name):
    known = {ENDED: "Nothing was noted.", COULD: lambda path: path == "meals.warm"}
    with pytest.raises(ProseError, match=f'^"{name}" has no value here$'):
        filled(template, koge=tree([], "koge"), **known)


def test_what_other_places_have_is_nothing_to_tell_of_one_that_lacks_it():
    known = {COULD: lambda path: path == "koge.meals.warm", "koge": tree([], "koge")}
    assert filled("{{ koge.meals.warm }} were warm. They were few.", **known) == "They were few."
    assert filled("{{ koge.meals.warm }} were warm.", **known) == str(WHY[ABSENT])
    with pytest.raises(ProseError, match=r'"koge\.meals\.cold" has no value here'):
        filled("{{ koge.meals.cold }} were cold.", **known)


def test_a_later_figure_replaces_an_earlier_one():
    both = names([figure("a.b", 1), figure("a.b", 2)])
    assert fill("{{ a.b }}", both) == "2"


def test_another_municipalitys_figures():
    koge = tree(FIGURES, "koge")
    assert fill("{{ koge.referral.declined }}", {"koge": koge}) == "12%"


@pytest.mark.parametrize(
    "condition",
    ["recovery.gain > 0", "recovery.gain.low < 0", "0 > men.baseline.high", "men.share == 1",
     "men.share != 1", "referral.declined >= men.share"],
)  # fmt: skip
def test_a_sentence_chosen_by_a_figure_without_a_value_falls_away(condition):
    chosen = "One. {% if " + condition + " %}A rise.{% else %}None.{% endif %} Two."
    assert filled(chosen) == "One. Two."
    inside = "One{% if " + condition + " %}, a rise{% endif %}. Two."
    assert filled(inside) == "Two."


def test_a_condition_leaves_no_mark_in_the_next_text():
    filled("{% if men.share > 1 %}{% endif %}")
    assert filled("{{ referral.declined }}.") == "12%."


def address(one: Figure) -> str | None:
    """Give the row of a figure but that of the duration, which has none."""
    return None if one.figure == "duration" else f"#row-{one.figure}"


def link(name: str, text: str) -> str:
    return f'<a class="figure" href="#row-{name}">{text}</a>'


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("In {{ referral.declined }} it", f"In {link('referral.declined', '12%')} it"),
        ("# Of {{ referral.declined }}\n\nText", "# Of 12%\n\nText"),
        ("{{ duration }} years", "4.2 years"),
        (
            "{{ referral.declined }} in all. {{ men.baseline }} men.",
            f"{link('referral.declined', '12%')} in all.",
        ),
        ("{{ referral.declined.n }} of {{ 1 + 1 }}", "67 of 2"),
        ("{% if referral.declined > 10 %}more{% endif %}", "more"),
    ],
)
def test_a_figure_in_a_sentence_leads_to_its_row(template, said):
    assert filled(template, **{ROW: address}) == said


def test_an_amount_that_leads_to_its_row_ends_a_sentence_once():
    said = filled("Det er {{ startup.wages }}.", "da", **{ROW: address})
    assert said == f"Det er {link('startup.wages', '815.000 kr.')}"


def test_each_figure_of_a_list_leads_to_its_row():
    places = [("Køge", tree([figure("cost", 61_897, 34_000, 140_000, unit="DKK")]))]
    more = {"places": places, ROW: address}
    assert filled('{{ places | inside("cost") }}.', **more) == (
        f"{link('cost', 'DKK 61,897')} in Køge."
    )
    said = filled('{{ places | inside("cost", true) }}.', **more)
    assert said == f"{link('cost', 'DKK 34,000 to DKK 140,000')} in Køge."
