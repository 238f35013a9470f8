# The statistics of the outcomes by R, to compare the library with. Writes outcomes.csv:
#
#     apt-get install r-base-core r-cran-psych r-cran-effectsize r-cran-mass
#     Rscript tests/reference/outcomes.R > tests/reference/outcomes.csv
#
# Every data set is one of R's own. The names are those by which the tests ask for a value.

suppressPackageStartupMessages({
  library(psych)
  library(effectsize)
  library(MASS)
})
values <- list()
keep <- function(name, numbers) {
  numbers <- as.numeric(unlist(numbers))
  names <- if (length(numbers) > 1) paste(name, seq_along(numbers), sep = ".") else name
  values[names] <<- numbers
}

# Cronbach's alpha, its interval by Feldt and what each item contributes: the example of ?alpha.
scale <- suppressMessages(suppressWarnings(alpha(attitude)))
keep("alpha", scale$total$raw_alpha)
keep("alpha.feldt", c(scale$feldt$lower.ci, scale$feldt$upper.ci))
keep("alpha.without", scale$alpha.drop$raw_alpha)
keep("alpha.rest", scale$item.stats$r.drop)
keep("alpha.sd", sapply(attitude, sd))

# Two groups: Welch's test, Hedges' g, Mann and Whitney's test; the example of ?t.test.
one <- sleep$extra[sleep$group == 1]
two <- sleep$extra[sleep$group == 2]
welch <- t.test(two, one)
keep("welch.t", welch$statistic)
keep("welch.df", welch$parameter)
keep("welch.p", welch$p.value)
keep("welch.interval", welch$conf.int)
g <- hedges_g(two, one)
keep("hedges.g", g$Hedges_g)
# effectsize finds the ends of the interval by optim(), to six digits; the same equations to twelve.
t <- g$Hedges_g / (J <- exp(lgamma(9) - lgamma(8.5) - log(9) / 2)) / sqrt(0.2)
below <- function(shift) integrate(function(q) dchisq(q, 18) * pnorm(t * sqrt(q / 18) - shift),
                                   0, Inf, rel.tol = 1e-12, subdivisions = 1000)$value
end <- function(tail) uniroot(function(x) below(x) - tail, t + c(-9, 9), tol = 1e-13)$root
keep("hedges.interval", c(end(0.975), end(0.025)) * sqrt(0.2) * J)
stopifnot(all.equal(values$hedges.interval.1, g$CI_low, tolerance = 1e-5),
          all.equal(values$hedges.interval.2, g$CI_high, tolerance = 1e-5))
ranks <- suppressWarnings(wilcox.test(two, one))
keep("rank.superiority", ranks$statistic / 100)
# The rank test without ties, which R has exact, and with ties over all ways to draw the groups.
keep("rank.untied", wilcox.test(c(1.1, 2.2, 3.3, 9.1, 0.4), c(2.1, 5.5, 6.1, 7.7))$p.value)
permuted <- function(x, y) {
  ranks <- rank(c(x, y))
  sums <- combn(length(ranks), length(x), function(i) sum(ranks[i]))
  even <- length(x) * mean(ranks)
  mean(abs(sums - even) >= abs(sum(ranks[seq_along(x)]) - even) - 1e-9)
}
keep("rank.p", permuted(one, two))
keep("rank.tied", permuted(c(1, 2, 2, 5, 1), c(3, 4, 4, 2, 5, 1, 3)))

# Holm's adjustment, over six Welch tests of those who rate `attitude` above 65 against the others.
high <- attitude$rating > 65
each <- sapply(attitude[-1], function(x) t.test(x[high], x[!high])$p.value)
keep("holm", p.adjust(each, "holm"))
keep("discovery", p.adjust(each, "BH"))

# The odds of a higher answer by proportional odds: pain after either of two treatments, the example
# of Brunner and Munzel (2000).
pain <- list(c(1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1), c(3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4))
late <- rep(0:1, lengths(pain))
odds <- polr(factor(unlist(pain)) ~ late, Hess = TRUE, control = list(reltol = 1e-14))
error <- sqrt(diag(vcov(odds)))[["late"]]
keep("odds", exp(coef(odds) + c(0, -1, 1) * qnorm(0.975) * error))
# Brunner and Munzel's chance of a higher answer, ties half, written from the same paper: the ranks
# among all less those within the group, their variances, and Satterthwaite's degrees of freedom.
above <- split(rank(unlist(pain)) - unlist(lapply(pain, rank)), late)
sizes <- lengths(pain)
chance <- mean(above[[2]]) / sizes[1]
parts <- sapply(above, var) / sizes / rev(sizes)^2
df <- sum(parts)^2 / sum(parts^2 / (sizes - 1))
keep("order.chance", chance)
keep("order.interval", chance + c(-1, 1) * qt(0.975, df) * sqrt(sum(parts)))
keep("order.df", df)
keep("order.p", 2 * pt(-abs(chance - 0.5) / sqrt(sum(parts)), df))
# Whether an item moved with the others (Zumbo 1999): satisfaction with the housing by its order
# (MASS's `housing`), the contact with neighbours for the two times, at the same influence.
fit <- polr(Sat ~ Cont + as.numeric(Infl), housing, weights = Freq, Hess = TRUE,
            control = list(reltol = 1e-14))
error <- sqrt(diag(vcov(fit)))[["ContHigh"]]
keep("moved", exp(coef(fit)[["ContHigh"]] + c(0, -1, 1) * qnorm(0.975) * error))
keep("same.total.p", 2 * pnorm(-abs(coef(fit)[["ContHigh"]]) / error))
counts <- table(unlist(pain), late)
free <- sum(counts * log(prop.table(counts, 2)), na.rm = TRUE)
keep("parallel", pchisq(2 * (free - logLik(odds)), 3, lower.tail = FALSE))

# Omega of one factor by maximum likelihood.
factor1 <- factanal(attitude, 1, control = list(opt = list(factr = 10)))
loaded <- factor1$loadings[, 1] * sapply(attitude, sd)
keep("omega", sum(loaded)^2 / (sum(loaded)^2 + sum(factor1$uniquenesses * sapply(attitude, var))))

# Courses as the units: chickens' weights at birth and after twelve days (R's ChickWeight), the four
# diets for courses; their resemblance by analysis of variance.
early <- subset(ChickWeight, Time == 0)
grown <- subset(ChickWeight, Time == 12)
means <- function(data) tapply(data$weight, data$Diet, mean)
course <- t.test(means(grown), means(early), paired = TRUE)
keep("course.interval", course$conf.int)
squares <- anova(lm(weight ~ Diet, grown))[["Mean Sq"]]
sizes <- table(grown$Diet)
typical <- (sum(sizes) - sum(sizes^2) / sum(sizes)) / 3
keep("course.correlation", (squares[1] - squares[2]) / (squares[1] + (typical - 1) * squares[2]))

# Each person with herself: the paired test on the same ten.
paired <- t.test(two, one, paired = TRUE)
keep("paired.t", paired$statistic)
keep("paired.p", paired$p.value)
keep("paired.interval", paired$conf.int)
keep("paired.correlation", cor(one, two))

# Analysis of covariance: rating by complaints and by whether the row's number is even.
place <- (seq_len(nrow(attitude)) + 1) %% 2
fit <- lm(rating ~ complaints + place, attitude)
keep("ancova.difference", coef(fit)["place"])
keep("ancova.slope", coef(fit)["complaints"])
keep("ancova.interval", confint(fit)["place", ])
keep("ancova.p", summary(fit)$coefficients["place", "Pr(>|t|)"])

# Two one-sided Welch tests that drug 2 differs from drug 1 by less than 4 hours.
keep("same.p", max(t.test(two, one, mu = 4, alternative = "less")$p.value,
                   t.test(two, one, mu = -4, alternative = "greater")$p.value))

# Partially overlapping samples with unequal variances: the statistic T(new2) of Derrick, Russ,
# Toher and White (2017), written from the paper; ten paired hours of sleep, `extra` and five and
# three more that stand alone.
before <- c(one, 1.1, -0.4, 2.5, 0.3, 1.8)
after <- c(two, 2.2, 3.9, 0.6)
na <- 5; nb <- 3; nc <- 10; n1 <- 15; n2 <- 13
se <- sqrt(var(before) / n1 + var(after) / n2 -
             2 * cor(one, two) * sd(before) * sd(after) * nc / (n1 * n2))
gamma <- (var(before) / n1 + var(after) / n2)^2 /
  ((var(before) / n1)^2 / (n1 - 1) + (var(after) / n2)^2 / (n2 - 1))
df <- (nc - 1) + ((gamma - nc + 1) / (na + nb + 2 * nc)) * (na + nb)
keep("overlap.df", df)
keep("overlap.p", 2 * pt(-abs(mean(after) - mean(before)) / se, df))
keep("overlap.interval", mean(after) - mean(before) + c(-1, 1) * qt(0.975, df) * se)

# Power of 8 points by a spread of 18.5 with 70 persons a time, unlinked and linked (r = 0.5), and
# of a trial of 2 x 14 groups of 7 (intraclass correlation 0.05) adjusted for the score before.
keep("power.unlinked", power.t.test(70, 8, 18.5, strict = TRUE)$power)
keep("power.linked", power.t.test(70, 8, 18.5, type = "paired", strict = TRUE)$power)
# The groups' means: 28 less three coefficients, and a slope to estimate (Cox and McCullagh 1982).
variance <- 18.5^2 * (1 - 0.5^2) * (1 + 6 * 0.05) / (14 * 7) * (1 + 1 / 24)
critical <- qt(0.975, 25)
keep("power.groups", pt(critical, 25, 8 / sqrt(2 * variance), lower.tail = FALSE) +
       pt(-critical, 25, 8 / sqrt(2 * variance)))

# Wilson's interval of 14 in 21, and Newcombe's of the difference 14 in 21 less 10 in 24.
wilson <- function(count, n) prop.test(count, n, correct = FALSE)$conf.int
keep("wilson", wilson(14, 21))
a <- wilson(14, 21); b <- wilson(10, 24); p <- 14 / 21; q <- 10 / 24
keep("newcombe", p - q + c(-sqrt((p - a[1])^2 + (b[2] - q)^2), sqrt((a[2] - p)^2 + (q - b[1])^2)))

cat(sprintf("# R %s, psych %s\n", getRversion(), packageVersion("psych")))
cat("name,value\n")
for (name in names(values)) cat(sprintf("%s,%.12g\n", name, values[[name]]))
