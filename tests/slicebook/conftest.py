from book.one_book import site, small_project  # noqa: F401
