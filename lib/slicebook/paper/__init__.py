"""The book on paper: a report and its annex, each as PDF and DOCX, from the assembled pages."""

from slicebook.paper.build import build_paper
