"""Parameterised notebooks as one book: runs, figures, pages, paper, preview, reconciliation."""
