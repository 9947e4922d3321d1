# gstat on the same stations, targets and cases: kriging, variograms, fits, leave-one-out.
#
#     Rscript kriging.R FOLDER
#
# FOLDER/stations.csv: x, y, z, d; targets.csv: x, y, d; cases.csv: one case of kriging a row.
# Writes kriged.csv, variograms.csv, fits.csv and left_out.csv with 17 digits.
suppressMessages({library(sp); library(gstat)})
options(digits = 17, warn = 1)
folder <- commandArgs(TRUE)[1]
read <- function(name) read.csv(file.path(folder, name), stringsAsFactors = FALSE)
write <- function(rows, name)
  write.csv(format(rows, digits = 17, trim = TRUE), file.path(folder, name), row.names = FALSE,
            quote = FALSE)
stations <- read("stations.csv"); coordinates(stations) <- ~x+y
targets <- read("targets.csv"); coordinates(targets) <- ~x+y

model_of <- function(case) {
  nugget <- if (case$filtered) vgm(case$nugget, "Err", 0) else vgm(case$nugget, "Nug", 0)
  vgm(case$psill, case$kind, case$range, anis = c(case$angle, case$ratio), kappa = case$kappa,
      add.to = nugget)
}

kriged <- do.call(rbind, lapply(split(cases <- read("cases.csv"), seq_len(nrow(cases))), function(case) {
  options <- list(as.formula(case$formula), stations, targets, model = model_of(case),
                  nmax = if (case$nmax == 0) Inf else case$nmax,
                  maxdist = if (case$maxdist == 0) Inf else case$maxdist, debug.level = 0)
  if (!is.na(case$beta)) options$beta <- case$beta
  if (case$block > 0) options$block <- c(case$block, case$block)
  result <- do.call(krige, options)
  data.frame(case = case$name, target = seq_along(result$var1.pred) - 1,
             estimate = result$var1.pred, variance = result$var1.var)
}))
write(kriged, "kriged.csv")

trends <- c(constant = "z~1", linear = "z~x+y", external = "z~d")
write(do.call(rbind, lapply(names(trends), function(name) {
  v <- variogram(as.formula(trends[[name]]), stations)
  data.frame(trend = name, pairs = v$np, distance = v$dist, semivariance = v$gamma)
})), "variograms.csv")

v <- variogram(z~1, stations)
shapes <- data.frame(kind = c("Sph", "Exp", "Gau", "Mat"), kappa = c(0.5, 0.5, 0.5, 1.5))
write(do.call(rbind, lapply(seq_len(nrow(shapes)), function(i) {
  start <- vgm(mean(tail(v$gamma, 5)), shapes$kind[i], max(v$dist) / 3, mean(head(v$gamma, 3)),
               kappa = shapes$kappa[i])
  fit <- suppressWarnings(fit.variogram(v, start))
  data.frame(kind = shapes$kind[i], nugget = fit$psill[1], psill = fit$psill[2],
             range = fit$range[2], squares = attr(fit, "SSErr"))
})), "fits.csv")

left <- krige.cv(z~1, stations, model_of(cases[1, ]), verbose = FALSE, debug.level = 0)
write(data.frame(estimate = left$var1.pred, variance = left$var1.var, z = left$zscore),
      "left_out.csv")
