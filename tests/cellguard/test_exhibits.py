"""Every number that a page shows, as its reader has it."""

from cellguard.exhibits import DATA, DOWNLOAD, TABLE, Exhibit, in_text

PAGE = """
<figure class="chart"><figcaption><strong class="finding">Half.</strong> Who came</figcaption>
<script class="chart-spec">
{"datasets": {"a": [{"n": 0.125, "who": "x"}, {"who": null}, {"n": 3}], "b": []}}
</script>
<a href="data:text/csv;charset=utf-8,who%2Cn%0Ax%2C%221%2C5%22">CSV</a></figure>
<table><tr><th scope="col">Who &amp; how</th><th>n</th></tr>
<tr><td><b>x</b>  y</td><td></td></tr></table>
"""


def test_a_page_shows_its_charts_data_their_downloads_and_its_tables():
    assert list(in_text(PAGE, "p")) == [
        Exhibit("p", DATA, "Who came", ("n", "who"), (("0.125", "x"), ("", ""), ("3", ""))),
        Exhibit("p", DATA, "Who came", (), ()),
        Exhibit("p", DOWNLOAD, "Who came", ("who", "n"), (("x", "1,5"),)),
        Exhibit("p", TABLE, "", ("Who & how", "n"), (("x y", ""),)),
    ]


def test_a_table_without_rows_is_one_of_nothing():
    assert list(in_text("<table><caption>None</caption></table>", "p")) == [
        Exhibit("p", TABLE, "None", (), ())
    ]
