"""The package's wheel in an environment without surveys and books."""

import re
import subprocess

import wheels


def test_the_readmes_table_is_suppressed_by_the_wheel_alone(tmp_path):
    scripts = wheels.installed_alone("cellguard", tmp_path)
    read = (wheels.ROOT / "lib/cellguard/README.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", read, flags=re.DOTALL)
    done = subprocess.run([scripts / "python", "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert [line.split()[-1] for line in done.stdout.splitlines()[1:]] == [
        "<NA>", "177", "<NA>", "220",
    ]  # fmt: skip
    assert wheels.is_whole("cellguard", scripts)
    there = {path.name for path in scripts.parent.glob("lib/python*/site-packages/*")}
    assert not there & {"surveys", "slicebook", "modning", "warmkernel"}
