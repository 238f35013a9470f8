"""The book: pages filled with the figures of their slice, and a site that needs no network."""

from slicebook.book.build import build_book
