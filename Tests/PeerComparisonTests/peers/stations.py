"""Station values of a run, made again from the files of readings with pandas alone.

    python stations.py OUT DATASET

The rules, said here a second time: a day's hours are the labels 1 to 23 and the next day's 0. A daily
mean needs 20 of them; the daily maximum of ozone's 8-hour means, those that end at 8 to 24, needs 14,
unless it is above 160. A month needs 27 such days, February 25, and a period every one of its months.
"""
import glob
import os
import sys

import numpy as np
import pandas as pd
from pyproj import Transformer

import sample
from verdict import Verdict, number, rows

out, dataset = sys.argv[1:]
verdict = Verdict()
HOURS, EIGHT_HOUR_MEANS, OZONE_LIMIT = 20, 14, 160
DAYS, DAYS_OF_FEBRUARY = 27, 25
# What tables write where there is no value.
NO_VALUE = ["-99", "-999", "-9999", "—", "NA", ""]


def archive():
    """Hourly readings: time of the label, kind, station, value."""
    frames = [pd.read_csv(path) for path in sorted(glob.glob(os.path.join(dataset, "air", "*.csv")))]
    table = pd.concat(frames).melt(["date", "hour", "type"], var_name="id").dropna()
    table["ends"] = pd.to_datetime(table.date.astype(str)) + pd.to_timedelta(table.hour, unit="h")
    # The hour that ends at midnight belongs to the day before, as its 24th.
    table["day"] = (table.ends - pd.Timedelta(hours=1)).dt.normalize()
    table["hour_of_day"] = table.hour.where(table.hour > 0, 24)
    return table


def daily_means(hourly):
    """PM2.5 of the national stations: the mean of a day of at least 20 hours."""
    days = hourly[hourly.type == "PM2.5"].groupby(["id", "day"]).value.agg(["mean", "count"])
    return days[days["count"] >= HOURS]["mean"]


def daily_maxima(hourly):
    """O3_8h: the largest 8-hour mean of a day."""
    used = hourly[(hourly.type == "O3_8h") & (hourly.hour_of_day >= 8)]
    days = used.groupby(["id", "day"]).value.agg(["max", "count"])
    return days[(days["count"] >= EIGHT_HOUR_MEANS) | (days["max"] > OZONE_LIMIT)]["max"]


def micro_days():
    """Daily PM2.5 of the micro-stations, as the table gives it."""
    table = pd.read_csv(os.path.join(dataset, "micro_readings.csv"), dtype=str, keep_default_na=False)
    table = table[~table.value.isin(NO_VALUE)]
    table["day"] = pd.to_datetime(table.time)
    table["value"] = table.value.astype(float)
    return table.set_index(["id", "day"]).value


def value(days, station, months, statistic):
    """The statistic over whole months and the number of days; None where a month has too few."""
    if station not in days.index.get_level_values("id"):
        return None, 0
    own = days[station]
    month = own.index.to_period("M")
    counts = [int((month == wanted).sum()) for wanted in months]
    needed = [DAYS_OF_FEBRUARY if wanted.month == 2 else DAYS for wanted in months]
    used = own[month.isin(months)]
    if any(count < need for count, need in zip(counts, needed)):
        return None, len(used)
    # NumPy's default percentile is the definition of HJ 663: between neighbours, linear in rank.
    return (used.mean() if statistic == "mean" else float(np.percentile(used, 90))), len(used)


def months(label, years_back=0):
    first, last = (label.split("..") * 2)[:2]
    return list(pd.period_range(first, last, freq="M") - 12 * years_back)


hourly = archive()
pm25 = pd.concat([daily_means(hourly), micro_days()])
ozone = daily_maxima(hourly)
places = {}
for file in ("stations.csv", "micro.csv"):
    for row in rows(os.path.join(dataset, file)):
        places[row["code"]] = (number(row["lon"]), number(row["lat"]))
to_plane = Transformer.from_crs("EPSG:4490", sample.WORKING_CRS, always_xy=True)

for period in sample.periods(out):
    table = rows(os.path.join(out, "tables", f"stations_{period}.csv"))
    verdict.same("every station has a row", period, [row["id"] for row in table], list(places))
    for row in table:
        station = row["id"]
        place = f"{station} {period}"
        x, y = to_plane.transform(*places[station])
        # Absolute, in metres: both use PROJ.
        verdict.compare("position", place, number(row["x"]), x, scale=1)
        verdict.compare("position", place, number(row["y"]), y, scale=1)
        is_national = row["network"] == "national"
        surfaces = [("PM2.5", "mean", pm25)] + ([("O3_8h", "p90", ozone)] if is_national else [])
        for parameter, statistic, days in surfaces:
            surface = f"{parameter}_{statistic}"
            now, valid = value(days, station, months(period), statistic)
            before, _ = value(days, station, months(period, years_back=1), statistic)
            verdict.compare(surface, place, number(row[surface]), now)
            verdict.compare(surface + "_before", place, number(row[surface + "_before"]), before)
            verdict.same("valid days", place, int(row[surface + "_valid_days"] or 0), valid)
            change = (now - before) / before * 100 if now is not None and before is not None else None
            verdict.compare("change in percent", place, number(row[surface + "_change_percent"]), change,
                            scale=100)
            verdict.holds("a missing value has its reason", place,
                          now is not None or parameter in row["note"], f"note is {row['note']!r}")
        if not is_national:
            verdict.same("ozone of micro-stations", place, row["O3_8h_p90"], "")
verdict.write()
