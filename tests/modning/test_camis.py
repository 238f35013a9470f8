"""What R and SAS agree on by the CAMIS project (github.com/PSIAIMS/CAMIS), where methods overlap.

Each value stands in the page of that repository that its test names, and so do the data.
"""

import pytest

from modning.compare import compare
from modning.compare.effects import ranks
from modning.compare.paired import paired
from modning.proportions import wilson

PLACEBO = [94, 12, 26, 89, 88, 96, 85, 130, 75, 54, 112, 69, 104, 95, 53, 21]
TREATED = [45, 62, 96, 128, 120, 99, 28, 50, 109, 115, 39, 96, 87, 100, 76, 80]
BEFORE = [120, 124, 130, 118, 140, 128, 140, 135, 126, 130, 126, 127]
AFTER = [128, 131, 131, 127, 132, 125, 141, 137, 118, 132, 129, 135]
# Birth weights of mothers who smoke and who do not (Kirkwood and Sterne, table 30.4); with ties.
SMOKES = [3.18, 2.74, 2.9, 3.27, 3.65, 3.42, 3.23, 2.86, 3.6, 3.65, 3.69, 3.53, 2.38, 2.34]
SMOKES_NOT = [3.99, 3.89, 3.6, 3.73, 3.31, 3.7, 4.08, 3.61, 3.83, 3.41, 4.13, 3.36, 3.54, 3.51,
              2.71]  # fmt: skip


def test_welchs_test():
    """Comp/r-sas_ttest_2Sample.qmd, data of R/ttest_2Sample.qmd; there the placebo comes first."""
    found = compare(PLACEBO, TREATED)
    assert -found.t == pytest.approx(-0.6969002, abs=1e-7)
    assert found.df == pytest.approx(29.69359, abs=1e-5)
    assert found.p == pytest.approx(0.4912856, abs=1e-7)


def test_the_paired_test():
    """Comp/r-sas_ttest_Paired.qmd; there it is before less after."""
    found = paired(BEFORE, AFTER)
    assert -found.t == pytest.approx(-1.089648, abs=1e-6)
    assert found.p == pytest.approx(0.2992, abs=1e-4)


def test_the_rank_test_with_ties_is_exact_in_small_groups():
    """Comp/r-sas-wilcoxon-ranksum_hl.qmd: SAS 0.0082 and R's coin 0.008181."""
    assert ranks(SMOKES, SMOKES_NOT)[0] == pytest.approx(0.008181, abs=1e-6)


def test_wilsons_interval():
    """SAS/ci_for_prop.qmd: 36 of 154, to the five decimals that are reckoned there."""
    assert wilson(36, 154) == pytest.approx((17.390, 30.659), abs=0.001)
