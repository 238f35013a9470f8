"""`modning new`: a project of one's own that builds at once, written from files in `template/`."""

from modning.new.project import Wanted, write_project
