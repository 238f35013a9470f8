"""The notebooks' prose reads as sentences: hardly a condition, and no paragraph twice."""

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
