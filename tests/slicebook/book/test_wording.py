"""What a sentence says in words by a figure, and that it falls away without one."""

from dataclasses import replace

import pytest

from slicebook.book.names import names, tree
from slicebook.book.prose import fill
from slicebook.book.sentences import ABSENT, KEPT_BACK, UNANSWERED, UNSURE, WHY
from slicebook.results import Figure
from slicebook.slices import SIDE_BY_SIDE
from speak import speak

NOTHING, WITHHELD, NOBODY, ALIKE = (
    str(WHY[mark]) for mark in (ABSENT, KEPT_BACK, UNANSWERED, UNSURE)
)


def figure(name, value=None, low=None, high=None, n=40, unit="", shown=True):
    return Figure(name, "koge", "2024", value, low, high, n, unit, shown)


FIGURES = [
    figure("rise", 1.5, 0.5, 2.5),
    figure("fall", -1.5, -2.5, -0.5),
    figure("neither", 0.5, -0.5, 1.5),
    figure("touching", 0.5, 0, 1),
    figure("alone", 1.5, n=15),
    figure("nobody", n=0),
    figure("withheld", n=None, shown=False),
    figure("absent", n=None),
    figure("points", 18.6, 10.4, 26.5, unit="percent"),
    figure("n.before", 14, n=None, unit="forms"),
    figure("n.after", 5, n=None, unit="forms"),
    figure("n.later", 0, n=None, unit="forms"),
    figure("n.secret", n=None, unit="forms", shown=False),
]


def filled(template, language="en", **more):
    return speak(language, fill, template, names(FIGURES) | more)


@pytest.mark.parametrize(
    ("name", "words", "arrow"),
    [
        ("rise", "a rise beyond what chance gives", "up"),
        ("fall", "a fall beyond what chance gives", "down"),
        ("neither", "a difference that chance may give", "level"),
        ("touching", "a difference that chance may give", "level"),
    ],
)
def test_words_for_a_change_come_from_its_interval(name, words, arrow):
    assert filled("{{ " + name + " | change }}") == words
    assert filled("{{ " + name + ' | told("up", "down", "level") }}') == arrow
    clear = "level" if arrow == "level" else "clear"
    assert filled("{{ " + name + ' | told("clear", "level") }}') == clear


@pytest.mark.parametrize(
    ("name", "why"),
    [("alone", ALIKE), ("withheld", WITHHELD), ("nobody", NOBODY), ("absent", NOTHING)],
)
def test_without_an_interval_the_sentence_falls_away(name, why):
    change = "It is {{ NAME | change }}."
    sentence = '{{ NAME | told("Up.", "Down.", "Level.") }}'
    part = 'It is{{ NAME | told(", so up", "") }}.'
    for template in (change, sentence, part):
        text = template.replace("NAME", name)
        assert filled(text) == why
        assert filled(f"One. {text} Two.") == "One. Two."


@pytest.mark.parametrize(
    ("than", "text"),
    [
        ("0.4", "above"), ("0.5", "around"), ("2.5", "around"), ("2.6", "below"),
        ("rise", "around"), ("fall", "above"), ("(-0.4, 0.4)", "above"), ("(-3, 3)", "around"),
        ("(3, 4)", "below"),
    ],
)  # fmt: skip
def test_an_interval_is_told_against_a_number_or_two(than, text):
    assert filled('{{ rise | told("above", "below", "around", than=' + than + ") }}") == text


def test_an_interval_told_against_a_missing_number_falls_away():
    for than in ("withheld", "(withheld, rise)", "(0, withheld.value)"):
        assert filled('{{ rise | told("A.", "B.", "C.", than=' + than + ") }} D.") == "D."


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ('{{ rise | sized("more", "less", "same") }}', "more"),
        ('{{ rise | sized("more", "less", "same", than=1.5) }}', "same"),
        ('{{ alone | sized("more", "less", "same", than=2) }}', "less"),
        ('{{ alone | sized("more", "not more", than=1.5) }}', "not more"),
        ('One. {{ withheld | sized("More.", "Less.") }} Two.', "One. Two."),
        ('{{ rise | sized("It is " ~ rise ~ " more.", "") }}', "It is 1.5 more."),
        ('{{ rise | sized("It is " ~ absent ~ " more.", "") }} Two.', "Two."),
    ],
)
def test_words_for_a_value_come_from_its_size(template, text):
    assert filled(template) == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ rise | about }}A rise means this. And that.", "A rise means this. And that."),
        ("{{ withheld | about }}A rise means this. And that.", "And that."),
        ("{{ nobody | about }}A rise means this.", NOBODY),
        ("{{ withheld | about(n.before, n.later) }}A rise.", NOBODY),
        ("{{ withheld | about(n.before, n.secret) }}A rise.", WITHHELD),
        ("{{ rise | about(n.before, n.later) }}A rise.", "A rise."),
        (
            "{{ withheld | about(n.before, n.after) }}A rise.",
            WITHHELD.replace("here", "here, where there are 14 and 5 forms", 1),
        ),
        # Forms on both sides and a figure that is shown: nobody answered this, or it cannot be had.
        ("{{ nobody | about(n.before, n.after) }}A rise.", NOBODY),
        ("{{ absent | about(n.before, n.after) }}A rise.", NOTHING),
    ],
)
def test_a_sentence_about_a_figure_falls_away_with_it(template, text):
    assert filled(template) == text


def test_how_many_forms_there_are_is_said_in_each_language():
    text = filled("{{ withheld | about(n.before, n.after) }}A rise.", "da")
    assert text.startswith("Tallet er tilbageholdt her, hvor der er 14 og 5 skemaer: ")


def test_an_interval_stands_behind_its_figure_where_it_may_be_shown():
    assert filled("{{ rise }}{{ rise | interval }}") == "1.5 (0.5 to 2.5)"
    assert filled("{{ rise }}{{ rise | interval }}", "da") == "1,5 (0,5 til 2,5)"
    assert filled("{{ alone }}{{ alone | interval }}") == "1.5"
    assert filled("{{ withheld | interval }}") == ""


def test_a_figure_in_whole_numbers_has_no_unit():
    assert filled("{{ points | whole }}{{ points | whole | interval }}") == "19 (10 to 26)"
    assert filled("{{ alone | whole }}{{ alone | whole | interval }}") == "2"
    assert filled("One {{ withheld | whole }}. Two.") == "Two."


def test_a_rough_amount_has_two_significant_digits():
    assert filled("{{ points | rough }}{{ points | rough | interval }}") == "19% (10% to 26%)"
    assert filled("One {{ withheld | rough }}. Two.") == "Two."
    costs = {"Køge": figure("cost", 61_905, 59_524, 64_286, unit="DKK")}
    places = [(name, speak("en", tree, [one])) for name, one in costs.items()]
    said = filled('{{ places | inside("cost", roughly=true) }}', places=places)
    assert said == "DKK 62,000 in Køge"
    said = filled('{{ places | inside("cost", true, roughly=true) }}', places=places)
    assert said == "DKK 60,000 to DKK 64,000 in Køge"


def test_a_figure_is_told_by_municipality_the_largest_first():
    shares = {"Køge": 8, "Odense": 33, "Aarhus": None, "Ribe": 20}
    places = [
        (name, speak("da", tree, [figure("channel.social_media", value, unit="percent")]))
        for name, value in shares.items()
    ]
    places.append(("Vejle", speak("da", tree, [])))
    within = filled('Det er {{ places | inside("channel.social_media") }}.', "da", places=places)
    assert within == "Det er 33 % i Odense, 20 % i Ribe og 8 % i Køge."
    assert filled('{{ places | ranked("channel.social_media") }}', places=places) == str(
        ["Odense", "Ribe", "Køge"]
    )


def test_of_many_municipalities_a_sentence_names_the_highest_and_the_lowest():
    for many, said in {
        SIDE_BY_SIDE: "6% in T6, 5% in T5, 4% in T4, 3% in T3, 2% in T2, and 1% in T1",
        SIDE_BY_SIDE + 1: "7% in T7 (highest) and 1% in T1 (lowest)",
    }.items():
        places = [
            (f"T{at}", speak("en", tree, [figure("share", at, unit="percent")]))
            for at in range(1, many + 1)
        ]
        assert filled('{{ places | inside("share") }}', places=places) == said


def test_a_list_of_nothing_takes_its_sentence_along():
    places = [("Køge", tree(FIGURES)), ("Odense", tree([]))]
    assert filled('By place: {{ places | inside("elsewhere") }}.', places=places) == NOTHING
    assert filled('By place: {{ places | inside("absent") }}.', places=places) == NOTHING
    assert filled('By place: {{ places | inside("nobody") }}.', places=places) == NOBODY
    assert filled('It is {{ places | inside("withheld") }}.', places=places) == WITHHELD
    mixed = [("Køge", tree([figure("a", n=0)])), ("Odense", tree([figure("a", shown=False)]))]
    assert filled('By place: {{ places | inside("a") }}.', places=mixed) == WITHHELD


def test_an_invented_figure_is_marked_in_a_sentence_and_chooses_its_own_words():
    made, real = figure("made", 33, 28, 39, unit="percent"), figure("real", 8, unit="percent")
    known = names([replace(made, kind="invented"), replace(real, kind="printed")])
    choice = '{{ made | made_up("By the report.", "Here.") }} {{ real | made_up("No.", "Here.") }}'
    assert filled(choice, **known) == "By the report. Here."
    mark = '<span class="invented">{}</span>'.format
    said = filled("{{ made }}{{ made | interval }} and {{ real }}.", **known)
    assert said == f"{mark('33%')} ({mark('28%')} to {mark('39%')}) and 8%."
