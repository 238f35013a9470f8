"""The package's wheel in an environment without surveys and books."""

import re

import wheels


def test_the_readmes_table_is_suppressed_by_the_wheel_alone(tmp_path):
    scripts = wheels.installed_alone("cellguard", tmp_path)
    read = (wheels.ROOT / "lib/cellguard/README.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", read, flags=re.DOTALL)
    said = wheels.run(scripts, code, tmp_path)
    assert [line.split()[-1] for line in said.splitlines()[1:]] == [
        "<NA>", "177", "<NA>", "220",
    ]  # fmt: skip
    assert wheels.is_whole("cellguard", scripts)
    there = {path.name for path in scripts.parent.glob("lib/python*/site-packages/*")}
    assert not there & {"surveys", "slicebook", "modning", "warmkernel"}
