"""Of which commit a book and its report are."""

import os
import subprocess
from datetime import UTC, datetime

from slicebook.book.citation import UNDATED, committed


def test_a_report_is_of_the_last_commit_and_its_day(tmp_path, monkeypatch):
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    assert committed() == ("", UNDATED)
    then = datetime(2026, 1, 31, 12, tzinfo=UTC)
    person = ["-c", "user.name=A person", "-c", "user.email=a@example.org"]
    for words in (["init", "--quiet"], ["commit", "--quiet", "--allow-empty", "-m", "Begin"]):
        said = os.environ | {"GIT_COMMITTER_DATE": then.isoformat()}
        subprocess.run(["git", *person, *words], cwd=tmp_path, check=True, env=said)
    name, when = committed()
    assert (len(name) >= 7, when) == (True, then)
