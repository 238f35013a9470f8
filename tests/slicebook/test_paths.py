from slicebook import paths


def test_the_project_is_the_nearest_folder_with_a_programme(tmp_path, monkeypatch):
    monkeypatch.delenv("MODNING_PROJECT", raising=False)
    (tmp_path / "programme.yml").touch()
    inside = tmp_path / "notebooks" / "01_intake"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert paths.root() == tmp_path


def test_a_named_project_goes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    assert paths.build("data") == tmp_path / "build" / "data"
