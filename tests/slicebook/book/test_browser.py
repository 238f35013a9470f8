"""The book in a browser: from a file, without a network, with and without JavaScript."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from book.small_book import COSTS, OUTCOMES, SYNTHESIS, sheet
from modning.charts.costs.planner import planner_values, readings_at

PAGES = ("index", f"{OUTCOMES}/koge-2024", f"{COSTS}/all-all", f"{SYNTHESIS}/all-all",
         "reconciliation", "codebook/completion", "data", "search")  # fmt: skip
Opener = Callable[..., Page]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_scrolls_sideways(opened, name, width):
    page = opened(name, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("h1")).to_be_visible()


def test_a_chart_becomes_one_that_can_be_pointed_at(opened):
    page = opened(f"{OUTCOMES}/koge-2024")
    chart = page.locator("figure.chart").first
    chart.scroll_into_view_if_needed()
    live = chart.locator(".chart-live svg")
    expect(live).to_be_visible()
    expect(live).to_have_attribute("aria-label", 'A bar chart: "before" 2.5, after <3')
    expect(chart.locator(".chart-drawing")).to_be_hidden()
    chart.locator(".mark-rect path").first.hover()
    expect(page.locator("#vg-tooltip-element")).to_contain_text("Before")


def test_a_chart_is_a_drawing_without_javascript(opened):
    page = opened(f"{OUTCOMES}/koge-2024", javascript=False)
    drawing = page.get_by_role("img", name='A bar chart: "before" 2.5, after <3')
    expect(drawing).to_be_visible()
    expect(drawing.locator("svg")).to_be_visible()
    expect(page.locator("figure.chart details table")).to_be_hidden()
    page.locator("figure.chart summary").click()
    expect(page.locator("figure.chart details table")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_uncertainty_is_switched_off(opened, javascript):
    page = opened(f"{OUTCOMES}/koge-2024", javascript=javascript)
    chart = page.locator("figure.chart").first
    chart.scroll_into_view_if_needed()
    drawn = ".chart-live" if javascript else ".chart-drawing"
    intervals = chart.locator(f"{drawn} svg [class*=intervals_]")
    expect(intervals.locator("line")).to_have_count(2)
    expect(intervals).to_be_visible()
    chart.get_by_label("Show uncertainty").uncheck()
    expect(intervals).to_be_hidden()
    expect(chart.locator(f"{drawn} svg .mark-rect path").first).to_be_visible()
    chart.get_by_label("Show uncertainty").check()
    expect(intervals).to_be_visible()


def test_a_chart_without_intervals_has_no_switch(opened):
    page = opened(f"{SYNTHESIS}/all-all")
    expect(page.locator("figure.chart").first).to_be_visible()
    expect(page.get_by_label("Show uncertainty")).to_have_count(0)


def test_vega_is_loaded_only_where_there_is_a_chart(opened):
    with_chart, without = opened(f"{COSTS}/all-all"), opened("methods")
    expect(with_chart.locator(".chart-live svg").first).to_be_visible()
    assert without.evaluate("typeof window.vegaEmbed") == "undefined"


def test_two_charts_of_a_page_both_come_alive(opened):
    page = opened(f"{COSTS}/all-all")
    page.locator("figure.chart").last.scroll_into_view_if_needed()
    expect(page.locator("figure.chart[data-live]")).to_have_count(2)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_chart_fits_its_page(opened, width):
    page = opened(f"{OUTCOMES}/koge-2024", width)
    chart = page.locator("figure.chart").first
    chart.scroll_into_view_if_needed()
    live = chart.locator(".chart-live svg")
    expect(live).to_be_visible()
    box, frame = live.bounding_box(), chart.bounding_box()
    assert min(frame["width"], 760) - 12 <= box["width"] <= frame["width"] + 1


@pytest.mark.parametrize(("scheme", "is_dark"), [("dark", True), ("light", False)])
def test_a_chart_has_the_ground_of_its_page(opened, scheme, is_dark):
    page = opened(f"{OUTCOMES}/koge-2024", color_scheme=scheme)
    chart = page.locator("figure.chart").first
    chart.scroll_into_view_if_needed()
    live = chart.locator(".chart-live svg")
    expect(live).to_be_visible()
    shades = Image.open(BytesIO(live.screenshot())).convert("L").histogram()
    assert (sum(shades[:64]) > 0.6 * sum(shades)) == is_dark


def _read_to_the_end_of_it(page: Page) -> None:
    """Scroll as a person does, until the last heading stands in the upper half of the window."""
    heading = page.get_by_role("heading", name=re.compile("The end of it|Slutningen"))
    page.mouse.move(600, 500)
    for _ in range(60):
        if heading.bounding_box()["y"] < 300:
            page.wait_for_timeout(200)  # a chart that is drawn meanwhile moves it down again
            if heading.bounding_box()["y"] < 300:
                return
        page.mouse.wheel(0, 250)
        page.wait_for_timeout(30)
    pytest.fail("the heading never came")


def _click_where_it_is(page: Page, link: Locator) -> None:
    expect(link).to_be_in_viewport()
    box = link.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


@pytest.mark.parametrize("width", [1280, 375])
def test_the_switcher_stays_in_view_and_keeps_the_place(opened, width):
    page = opened(f"{OUTCOMES}/koge-2024", width)
    _read_to_the_end_of_it(page)
    link = page.get_by_role("navigation", name="Municipality and year").get_by_text("Odense")
    _click_where_it_is(page, link)
    page.wait_for_url("**/odense-2024.html#section-cell-8")
    expect(page.locator("h1")).to_contain_text("Gain: Odense, 2024")
    heading = page.get_by_role("heading", name="The end of it")
    expect(heading).to_be_in_viewport()
    below = page.get_by_role("navigation", name="Municipality and year").bounding_box()
    assert heading.bounding_box()["y"] >= below["y"] + below["height"]


def test_the_other_language_opens_at_the_same_place(opened):
    page = opened(f"{OUTCOMES}/koge-2024")
    _read_to_the_end_of_it(page)
    _click_where_it_is(page, page.locator("a.language"))
    page.wait_for_url("**/da/**/koge-2024.html#section-cell-8")
    expect(page.get_by_role("heading", name="Slutningen")).to_be_in_viewport()


def test_the_other_language_of_a_page_of_text_opens_at_the_same_heading(opened):
    page = opened("methods")
    heading = page.locator("article h2").nth(3)
    heading.evaluate("one => one.scrollIntoView()")
    page.locator("a.language").click()
    page.wait_for_url("**/da/methods.html#heading-*")
    expect(page.locator("article h2").nth(3)).to_be_in_viewport()


@pytest.mark.parametrize(
    ("asked", "opens"), [("en-GB", "en"), ("da-DK", "da"), ("de-DE", "da"), ("da", "da")]
)
def test_the_entrance_opens_in_the_language_that_the_browser_asks_for(opened, asked, opens):
    page = opened("../index", locale=asked)
    page.wait_for_url(f"**/{opens}/index.html")
    expect(page.locator("html")).to_have_attribute("lang", opens)


def test_code_is_behind_one_switch(opened):
    page = opened(f"{OUTCOMES}/koge-2024")
    code = page.locator("div.cell_input").first
    expect(code).to_be_hidden()
    expect(page.locator(".to-source").first).to_be_hidden()
    page.get_by_role("button", name="Show code").click()
    expect(code).to_be_visible()
    expect(page.locator(".to-source").first).to_be_visible()
    page.get_by_role("button", name="Hide code").click()
    expect(code).to_be_hidden()


def test_without_javascript_code_is_behind_each_result(opened):
    page = opened(f"{OUTCOMES}/koge-2024", javascript=False)
    expect(page.locator("details.hide").first).to_be_visible()


def test_the_switcher_follows_the_keyboard(opened):
    page = opened(f"{OUTCOMES}/koge-2024")
    nav = page.get_by_role("navigation", name="Municipality and year")
    nav.get_by_text("All years").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/koge-all.html")


def test_the_switcher_works_without_javascript(opened):
    page = opened(f"{OUTCOMES}/koge-2024", javascript=False)
    page.get_by_role("navigation", name="Municipality and year").get_by_text("Odense").click()
    page.wait_for_url("**/odense-2024.html")


def test_search_finds_a_word(opened):
    page = opened("index")
    page.goto(page.url.replace("index.html", "search.html?q=quizzacious"))
    results = page.locator("#search-results li")
    expect(results).to_have_count(1)  # the topic, and none of its slices
    results.first.get_by_role("link").first.click()
    expect(page.locator("h1")).to_contain_text("Gain")


def test_the_glass_of_the_search_page_stands_before_its_words(opened):
    page = opened("search")
    field = page.locator("input[type=search]:visible")
    glass = page.locator("form:has(input[type=search]:visible) :is(i, svg)").bounding_box()
    indent = field.evaluate("(one) => parseFloat(getComputedStyle(one).paddingLeft)")
    assert glass["x"] + glass["width"] <= field.bounding_box()["x"] + indent


def test_the_search_field_leads_to_the_results(opened):
    page = opened("index")
    page.keyboard.press("Control+k")
    page.keyboard.type("quizzacious")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=quizzacious")
    expect(page.locator("#search-results li").first).to_be_visible()


def test_the_contents_open_on_a_telephone(opened):
    page = opened(f"{OUTCOMES}/koge-2024", 390)
    contents = page.get_by_role("navigation", name="Contents", exact=True)
    expect(contents).not_to_be_in_viewport()
    page.locator("button.primary-toggle").click()
    expect(contents.get_by_text("Verdict")).to_be_visible()


LONG_NAMES = """names => {
  const spec = { data: { values: names.map((name) => ({ name, size: 1 })) }, mark: "bar",
    height: { step: 30 }, encoding: { y: { field: "name", type: "nominal", sort: null },
                                      x: { field: "size", type: "quantitative" } } };
  document.querySelector("figure.chart .chart-spec").textContent = JSON.stringify(spec);
}"""


def test_names_of_several_lines_stand_beside_their_own_rows_on_a_telephone(opened):
    page = opened(f"{OUTCOMES}/koge-2024", 390)
    names = ["Stays at a shelter, of all municipalities, of a month", "One more name of two lines"]
    page.evaluate(LONG_NAMES, names)
    chart = page.locator("figure.chart").first
    chart.scroll_into_view_if_needed()
    expect(chart).to_have_attribute("data-live", "yes")
    named = chart.locator(".chart-live .role-axis-label text").filter(has=page.locator("tspan"))
    first, second = (one.bounding_box() for one in named.all())
    assert first["y"] + first["height"] <= second["y"]


def test_on_paper_stand_title_text_and_whole_tables(opened):
    page = opened(f"{OUTCOMES}/koge-2024", 700)
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".synthetic")).to_be_visible()
    for hidden in (".switcher", "figure.chart details", ".book-contents", "div.cell details.hide"):
        expect(page.locator(hidden).first).to_be_hidden()
    scroller = page.locator("article .table-scroll").last
    assert scroller.evaluate("e => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(opened, scheme):
    page = opened(f"{OUTCOMES}/koge-2024", color_scheme=scheme)
    for selector in ("article p", ".switcher a", '.switcher [aria-current="page"]', ".synthetic",
                     "article h2", "article table td", "article table thead th", ".about-page dd",
                     "figcaption", ".book-contents a", "figure.chart summary"):  # fmt: skip
        ratio = page.locator(selector).first.evaluate(CONTRAST)
        assert ratio >= 4.5, f"{selector} in {scheme}: {ratio:.2f}"


# The contrast of WCAG 2 between an element's text and the first painted ground behind it.
CONTRAST = """element => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (rgb) => rgb.slice(0, 3)
    .map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  let ground = element;
  const painted = (e) => { const c = channels(getComputedStyle(e).backgroundColor);
                           return c.length < 4 || c[3] > 0.5; };
  while (ground.parentElement && !painted(ground)) ground = ground.parentElement;
  const [a, b] = [getComputedStyle(element).color, getComputedStyle(ground).backgroundColor]
    .map(channels).map(luminance).sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}"""


def shown_rows(page: Page) -> int:
    return page.locator(".filtered tbody tr:visible").count()


def test_the_printed_figures_have_tabs_and_can_be_searched(opened):
    page = opened("reconciliation")
    count, search = page.get_by_role("status"), page.get_by_label("Search the printed figures")
    differing = shown_rows(page)
    page.get_by_role("radio", name="All").check()
    every = shown_rows(page)
    assert 0 < differing < every
    expect(count).to_have_text(f"{every} of {every} figures shown")
    page.get_by_role("radio", name="Agrees").check()
    agreeing = shown_rows(page)
    assert 0 < agreeing < every - differing
    expect(count).to_have_text(f"{agreeing} of {every} figures shown")
    search.fill("forms filled in")
    found = shown_rows(page)
    assert 0 < found < every
    # A reader of the table of figures knows the name alone.
    search.fill("N.REGISTRATION")
    assert 0 < shown_rows(page) < found
    search.fill("no such figure")
    expect(count).to_have_text(f"0 of {every} figures shown")


def test_the_tabs_can_be_used_with_the_keyboard_alone(opened):
    page = opened("reconciliation")
    differing = shown_rows(page)
    page.locator(".row-filter input").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("h2:visible").first.text_content().startswith("Agrees")
    assert shown_rows(page) != differing
    page.keyboard.press("Tab")
    expect(page.get_by_label("Search the printed figures")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("reconciliation.html$"))


def test_a_link_to_a_printed_figure_shows_it_whatever_was_chosen(opened):
    page = opened("reconciliation")
    row = page.locator('[id="printed-n.registration"]')
    expect(row).to_be_hidden()
    page.evaluate("location.hash = 'printed-n.registration'")
    expect(row).to_be_in_viewport()


def test_without_javascript_every_printed_figure_is_there(opened):
    page = opened("reconciliation", javascript=False)
    assert shown_rows(page) > 100
    expect(page.get_by_label("Search the printed figures")).to_have_count(0)


def readings(page: Page) -> dict[str, str]:
    """Return what the planner's sheet reads: labels and their values."""
    labels, values = (page.locator(f".readings {one}").all_text_contents() for one in ("dt", "dd"))
    return dict(zip(labels, values, strict=True))


def read(**changed: float) -> dict[str, str]:
    """Return what it should read, where it begins or with other values."""
    sliders, formulas = sheet()
    return dict(readings_at(formulas, planner_values(sliders, **changed)).to_numpy())


def test_a_planner_moves_the_sliders_without_a_connection(opened):
    page = opened(f"{SYNTHESIS}/all-all")
    page.locator("figure.chart").scroll_into_view_if_needed()
    expected = read()
    expect(page.locator(".readings")).to_be_visible()
    assert readings(page) == expected
    inhabitants = page.get_by_label("Inhabitants", exact=False).first
    inhabitants.focus()
    page.keyboard.press("End")
    most = read(inhabitants=250_000)
    expect(page.locator(".chart-live")).to_contain_text(most["DKK per completer"])
    assert readings(page) == most != expected
    rate = page.get_by_label("DKK an hour")
    rate.focus()
    page.keyboard.press("ArrowRight")
    after = read(inhabitants=250_000, rate=450)
    expect(page.locator(".chart-live")).to_contain_text(after["Running cost a year (DKK)"])
    assert readings(page) == after


def test_on_a_telephone_the_readings_stay_in_sight_of_the_slider_that_moves_them(opened):
    page = opened(f"{SYNTHESIS}/all-all", width=375)
    page.locator("figure.chart").scroll_into_view_if_needed()
    values = page.locator(".readings dd")
    expect(values).to_have_count(len(read()))
    before = readings(page)
    page.get_by_label("DKK an hour").focus()
    page.keyboard.press("ArrowRight")
    expect(values.first).not_to_have_text(next(iter(before.values())))
    expect(values.first).to_be_in_viewport()
    for box in [one.bounding_box() for one in values.all()]:
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 375


def test_the_planner_warns_begins_elsewhere_and_keeps_its_settings_in_its_address(opened):
    page = opened(f"{SYNTHESIS}/all-all")
    page.locator("figure.chart").scroll_into_view_if_needed()
    expect(page.locator(".warning")).to_be_empty()
    page.get_by_role("button", name="Begin as in Odense").click()
    expect(page.locator(".warning")).to_contain_text("the queue grows")
    there = readings(page)
    assert "inhabitants=" in page.url
    page.reload()  # where the settings of an address are read
    expect(page.locator(".readings")).to_be_in_viewport()
    assert readings(page) == there


def test_the_planner_s_sheet_is_read_without_javascript(opened):
    page = opened(f"{SYNTHESIS}/all-all", javascript=False)
    page.locator("figure.chart summary").click()
    for label, value in read().items():
        row = page.locator("figure.chart details tr", has_text=label)
        expect(row).to_contain_text(value)


def test_the_sections_of_a_very_long_page_are_folded_on_a_telephone(opened):
    page = opened(f"{OUTCOMES}/all-all", width=375)
    closing = page.get_by_text("Quizzacious words close it.")
    expect(page.locator("button.fold")).to_have_count(0)
    page.set_viewport_size({"width": 375, "height": 60})  # twenty of these are less than the page
    page.reload()
    buttons = page.locator("button.fold")
    assert [one.get_attribute("aria-expanded") for one in buttons.all()] == [
        "true", "false", "false",
    ]  # fmt: skip
    assert page.locator(".about-page").is_visible()
    assert closing.evaluate("one => one.checkVisibility({contentVisibilityAuto: true})") is False
    page.get_by_role("button", name="The end of it").press("Enter")
    assert closing.evaluate("one => one.checkVisibility({contentVisibilityAuto: true})")
    page.goto(f"{page.url}#section-cell-7")
    assert buttons.nth(1).get_attribute("aria-expanded") == "true"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("[hidden=until-found]").count() == 0
