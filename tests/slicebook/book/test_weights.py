"""The scales themselves: they find what is too heavy, and count what a page loads for itself."""

from book.weights import PAGE, own_weights, too_heavy


def test_a_book_within_its_limits_is_not_too_heavy(site):
    book = site.parent
    assert too_heavy(book) == {}
    assert own_weights(book)["en/index.html"] == (site / "index.html").stat().st_size


def test_a_heavy_picture_counts_to_its_page_and_a_shared_script_does_not(tmp_path):
    (tmp_path / "_static").mkdir()
    for name in ("_static/shared.js", "picture.png"):
        (tmp_path / name).write_bytes(b"0" * PAGE)
    text = '<script src="_static/shared.js"></script>'
    (tmp_path / "light.html").write_text(text)
    (tmp_path / "heavy.html").write_text(text + '<img alt="" src="picture.png">')
    assert list(too_heavy(tmp_path)) == ["heavy.html"]
