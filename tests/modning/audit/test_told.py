"""What the pages tell of the answers behind their means, as it is read."""

from modning.audit.told import codes_of


def test_the_codes_of_an_answer_are_those_it_names():
    assert list(codes_of("5")) == [5]
    assert list(codes_of("1–4")) == [1, 2, 3, 4]
    assert not list(codes_of("none")) + list(codes_of("5+"))
