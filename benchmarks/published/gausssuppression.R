# Writes gausssuppression.csv: tables that GaussSuppression and easySdcTable publish as examples (and
# one of sdcTable's tests), with the cells that GaussSuppression withholds in them.
#
#   Rscript gausssuppression.R     made with R 4.2.2, GaussSuppression 1.2.3 and SSBtools 1.8.6
library(GaussSuppression)

# Nought is shown and protects nothing, as in this project's rule.
protect <- function(example, data, formula, most) {
  found <- SuppressSmallCounts(
    data, formula = formula, freqVar = "freq", maxN = most, protectZeros = FALSE,
    printInc = FALSE, output = "publish_inner_x"
  )
  cells <- found$publish
  inner <- as.matrix(found$x) != 0
  names <- do.call(paste, c(cells[setdiff(names(cells), c("freq", "primary", "suppressed"))], sep = "/"))
  data.frame(
    example = example, most = most, cell = names, count = cells$freq,
    inner = apply(inner, 2, function(column) paste(which(column), collapse = " ")),
    withheld = as.integer(cells$suppressed)
  )
}

linked <- data.frame(
  cell = c("A", "B", "I", "J", "K", "L", "M", "N"), county = rep(c("county-1", "county-2"), each = 4),
  size = c(rep("small", 5), "big", "big", "small"), freq = c(2, 2, 8, 8, 3, 3, 3, 7)
)
singletons <- data.frame(
  row = rep(1:2, each = 5), column = c("A", "B", "H", "M", "W"), freq = c(1, 1, 7, 1, 0, 1, 0, 0, 2, 8)
)
tenth <- transform(SSBtools::SSBtoolsData("d2"), freq = round(freq / 10))
first <- SSBtools::SSBtoolsData("z1")
names(first)[names(first) == "ant"] <- "freq"

all <- rbind(
  protect("linked tables, together", linked, ~ cell + county + size, 3),
  protect("three singletons", singletons, ~ row * column, 2),
  protect("accidents by municipality", SSBtools::SSBtoolsData("mun_accidents"), ~ mun * inj, 3),
  protect("employment, linked by country and union", SSBtools::SSBtoolsData("example1"),
          ~ age * geo * year + eu * year, 1),
  protect("income by region", first, ~ region * hovedint, 3),
  protect("income by region, county and group", tenth,
          ~ main_income * k_group + main_income * county + main_income * region, 2)
)
write.csv(all, "gausssuppression.csv", row.names = FALSE, quote = TRUE)
