"""What a reader meets of a notebook: sentences, hardly a condition, no paragraph twice."""

import ast
import re
from collections import defaultdict

from slicebook.book.messages import source_messages
from slicebook.runs.matrix import notebook_paths, read_notebook, source_of

# What is said only where the programme has the report's municipalities, or forms can be linked.
CONDITIONS = 9
# A figure's name, which is another wherever a paragraph is copied.
NAME = re.compile(r"[a-z_]\w*(\.\w+)+")


def test_conditions_are_rare():
    cells = [
        (path.stem, source_of(cell))
        for path in notebook_paths()
        for cell in read_notebook(path)["cells"]
        if cell["cell_type"] == "markdown"
    ]
    conditions = [name for name, text in cells for _ in re.findall(r"{%-? *(?:if|for)\b", text)]
    assert len(conditions) <= CONDITIONS, conditions


def test_no_paragraph_stands_twice():
    places = defaultdict(list)
    for blocks in source_messages().values():
        for block in blocks:
            if not block.text.startswith("#"):
                places[NAME.sub("x", block.text)].append(block.place)
    assert [where for where in places.values() if len(where) > 1] == []


def test_what_a_cell_records_at_its_end_is_not_shown_as_a_frame():
    for path in notebook_paths():
        for cell in read_notebook(path)["cells"]:
            source = source_of(cell).rstrip()
            if cell["cell_type"] == "code" and source and not source.endswith(";"):
                last = ast.parse(source).body[-1]
                recorded = ast.unparse(last).startswith("record_all(")
                assert not recorded, f"{path.stem}, {cell['id']}: end the cell with a semicolon"
