"""The package's wheel in an environment without analyses: a form, an export, its answers."""

import shutil

import wheels

READ = """
from pathlib import Path
from slicebook.programme import load_programme
from surveys.answers import read_answers
from surveys.codebook import load_codebook
from surveys.intake import take_in
from surveys.synthetic import draw_form

programme = load_programme()
drawn = draw_form(load_codebook(programme)["enrolment"], programme)
drawn.to_csv("exports/enrolment.csv", index=False)
counted = take_in([Path("exports")]).total
assert counted.accepted == counted.read == len(drawn) > 0, counted
print((drawn["gender"] == 1).sum() == (read_answers("enrolment")["gender"] == 1).sum())
"""


def test_an_export_is_read_by_the_wheel_alone(tmp_path):
    scripts = wheels.installed_alone("surveys", tmp_path / "environment")
    project = tmp_path / "project"
    (project / "exports").mkdir(parents=True)
    (project / "instruments").mkdir()
    wheels.own_programme(project, ["enrolment"])
    form = "instruments/enrolment.yml"
    shutil.copy(wheels.ROOT / "examples/minimal" / form, project / form)
    said = wheels.run(scripts, READ, project)
    assert said == "True\n"
    assert wheels.is_whole("surveys", scripts)
    there = {path.name for path in scripts.parent.glob("lib/python*/site-packages/*")}
    assert "modning" not in there
