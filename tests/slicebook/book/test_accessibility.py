"""One page of each kind under the rules of accessibility, and by the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from book.small_book import COSTS, OUTCOMES
from slicebook.book import accessibility
from slicebook.book.accessibility import STILL, all_pages, survey
from slicebook.errors import InputError

KINDS = (
    "index", f"{OUTCOMES}/koge-2024", "reconciliation", "codebook/completion", "search",
    f"source/{OUTCOMES}",
)  # fmt: skip


def test_a_page_of_each_kind_breaks_no_rule(site):
    assert survey(site, [site / f"{name}.html" for name in KINDS]) == {}


def test_a_page_that_breaks_rules_is_found_out(site, tmp_path):
    page = tmp_path / "en" / COSTS / "bad.html"
    page.parent.mkdir(parents=True)
    (tmp_path / "_static").symlink_to(site.parent / "_static")
    (tmp_path / "en" / "_static").symlink_to(site / "_static")
    text = (site / f"{COSTS}/all-all.html").read_text(encoding="utf-8")
    loads = '<img src="https://example.org/a.png"><p style="width: 900px">wide</p></article>'
    dim = "<style>[data-theme=dark] .dim { color: #333 }</style><p class='dim'>dim</p>"
    page.write_text(text.replace("</article>", dim + loads), encoding="utf-8")
    found = " ".join(survey(tmp_path / "en", [page])[f"{COSTS}/bad.html"])
    assert "asks for https://example.org/a.png" in found
    assert "image-alt" in found
    assert "375 dark color-contrast" in found
    assert "light color-contrast" not in found
    assert "scrolls sideways at 320" in found


def test_a_page_that_cannot_be_looked_at_is_one_problem_and_the_others_go_on(site, tmp_path):
    for name in ("one", "two"):
        leaves = f'<script>addEventListener("load", () => location.replace("{name}.pdf"))</script>'
        (tmp_path / f"{name}.html").write_text(f"<body>{leaves}</body>", encoding="utf-8")
    told = []
    found = survey(tmp_path, sorted(tmp_path.glob("*.html")), lambda *one: told.append(one))
    assert sorted(found) == ["one.html", "two.html"]
    assert dict(told) == found


def test_a_machine_without_a_browser_is_told_so(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="no Chromium was found"):
        accessibility.chromium()


def test_the_building_blocks_of_the_theme_and_what_leads_on_are_no_pages(site):
    names = [path.relative_to(site.parent).as_posix() for path in all_pages(site.parent)]
    assert f"{site.name}/index.html" in names
    assert "index.html" not in names
    assert not [name for name in names if name.endswith("webpack-macros.html")]


FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return { what: one === document.body ? "" : one.outerHTML.slice(0, 80),
           ring: style.outlineStyle !== "none" || style.boxShadow !== "none",
           seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight };
}"""


def stops(page: Page) -> list[dict]:
    """Press Tab from the top of a page to its end; return what was reached on the way."""
    found = []
    for _ in range(400):
        page.keyboard.press("Tab")
        page.evaluate(STILL)
        stop = page.evaluate(FOCUSED)
        if not stop["what"] or (found and stop["what"] == found[0]["what"]):
            return found
        found.append(stop)
    raise AssertionError(f"no end: {found[-3:]}")


@pytest.mark.parametrize("width", [1280, 375])
def test_the_keyboard_goes_through_a_whole_page(opened, width):
    page = opened(f"{OUTCOMES}/koge-2024", width)
    found = stops(page)
    reached = " ".join(stop["what"] for stop in found)
    for part in ("#main-content", "koge-all.html", "<summary", "chart-live", "right-next"):
        assert part in reached
    unseen = [stop["what"] for stop in found if not (stop["seen"] and stop["ring"])]
    assert unseen == []


def test_the_first_stop_skips_to_the_text(opened):
    page = opened(f"{OUTCOMES}/koge-2024")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_arrow_keys_step_through_a_chart(opened):
    page = opened(f"{OUTCOMES}/koge-2024")
    chart = page.locator("figure.chart").first
    live = chart.locator(".chart-live")
    expect(live.locator("svg")).to_be_visible()
    live.focus()
    said = chart.get_by_role("status")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("2.5")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("1234.5")
    page.keyboard.press("ArrowLeft")
    expect(said).to_contain_text("2.5")


def test_a_table_is_a_stop_only_where_it_scrolls(opened):
    page = opened("reconciliation", 375)
    wide = page.locator(".table-scroll").last
    expect(wide).to_have_js_property("tabIndex", 0)
    head = wide.locator("tbody th[scope=row]").first
    before = head.bounding_box()["x"]
    wide.evaluate("box => { box.scrollLeft = 200; }")
    # What names the row stays in sight.
    assert head.bounding_box()["x"] == before
    page.set_viewport_size({"width": 2400, "height": 800})
    expect(wide).to_have_js_property("tabIndex", -1)
