"""What a caption must say besides what is shown: whether the answers are synthetic, how far."""

from slicebook.programme import ALL, load_programme
from slicebook.shown.house import Notice, nothing
from slicebook.slices import Slice
from slicebook.text import _
from surveys.partitions import manifest
from surveys.synthetic import basis

_BASIS = {
    "report": _("Synthetic answers; the distribution is the report's."),
    "partly": _(
        "Synthetic answers; of the report's figure only the numbers in its text were at hand, the "
        "rest is assumed."
    ),
    "assumed": _(
        "Synthetic answers; no number of the distribution is in the report's text, it is assumed."
    ),
    "form": _("Synthetic answers, drawn from the form alone."),
}


WHOLE_ONLY = _("How these answers fall is shown of all municipalities and years together only.")

MANY = _("All municipalities are taken together.")

RARE = _(
    "Of a single year, rare answers are shown with others or left out; of all years together each "
    "is shown."
)


def nothing_apart(here: Slice | None, answers: float) -> Notice:
    """Return what stands in the place of a chart of so many answers that only the whole shows."""
    few = answers < load_programme().threshold
    return nothing(answers) if few or here == Slice(ALL, ALL) else Notice(str(WHOLE_ONLY))


def after_form() -> str:
    """Return the form that is filled in after the programme."""
    return load_programme().form("after")


def basis_note(form: str, item: str) -> str:
    """Say how far the shape of an item's answers is the report's; "" where they are real."""
    if not manifest()["synthetic"]:
        return ""
    return str(_BASIS[basis(form, item)])


def with_basis(caption: str, form: str, item: str) -> str:
    """Return a caption with the item's `basis_note` after it."""
    return f"{caption} {basis_note(form, item)}".strip()
