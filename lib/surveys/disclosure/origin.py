"""Which answers a notebook has read: whatever it makes afterwards may be made from them."""

_read: set[str] = set()


def note_read(form: str) -> None:
    """Note that a form's answers were read."""
    _read.add(form)


def forget_read() -> None:
    """Begin anew: a notebook starts."""
    _read.clear()


def forms_read() -> frozenset[str]:
    """Return the forms whose answers were read since the notebook started."""
    return frozenset(_read)
