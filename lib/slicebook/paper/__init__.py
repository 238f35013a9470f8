"""The book on paper: its main pages as one PDF and one DOCX, from the assembled pages."""

from slicebook.paper.build import DOCX, PDF, build_paper

__all__ = ["DOCX", "PDF", "build_paper"]
