"""What `make lab` tells JupyterLab: jupyter lab --config jupyter_lab_config.py."""

from pathlib import Path

c = get_config()  # noqa: F821
c.LabApp.default_url = "/lab/tree/notebooks"
# So the list of municipalities and years below a notebook's first cells can change its slice.
c.LabApp.expose_app_in_browser = True
# It asks nobody about news, and looks for no newer version.
c.LabApp.app_settings_dir = str(Path.cwd() / ".jupyter")
