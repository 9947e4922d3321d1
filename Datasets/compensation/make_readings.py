"""Writes sections.csv and water.csv: invented water of five invented sections, the same every time."""

import csv
import random

SECTIONS = [
    # code, name, upstream, downstream, target, type, dry, inflow
    ("R01", "青河源头", "青山市", "青山县", "II;COD=15;NH3N=0.5", "河流", "", ""),
    ("R02", "青河出境", "青山县", "白石县", "III", "河流", "", "R01"),
    ("R03", "白石桥", "白石县", "东岸县;西岸县", "III", "饮用水", "", "R02"),
    ("R04", "界河中段", "东岸县;西岸县", "河口县", "V;COD=50;NH3N=3", "河流", "", "R03"),
    ("R05", "旱沟", "西岸县", "河口县", "IV", "河流", "是", ""),
]
USUAL = {
    "R01": {"COD": 12, "NH3N": 0.25, "TP": 0.05, "F": 0.30},
    "R02": {"COD": 18, "NH3N": 0.70, "TP": 0.14, "F": 0.55},
    "R03": {"COD": 19, "NH3N": 0.85, "TP": 0.16, "F": 0.60},
    "R04": {"COD": 52, "NH3N": 2.60, "TP": 0.33, "F": 0.95},
}
DECIMALS = {"COD": 0, "NH3N": 2, "TP": 3, "F": 2}


def main() -> None:
    random.seed(20260101)
    with open("sections.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "upstream", "downstream", "target", "type", "dry", "inflow"])
        writer.writerows(SECTIONS)
    with open("water.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "time", *DECIMALS])
        for year in (2025, 2026):
            for month in range(1, 13):
                for code, usual in USUAL.items():
                    # A little cleaner in the second year.
                    trend = 1.0 if year == 2025 else 0.95
                    values = []
                    for item, decimals in DECIMALS.items():
                        value = usual[item] * trend * random.uniform(0.8, 1.2)
                        values.append(f"{value:.{decimals}f}")
                    if (code, year, month) == ("R01", 2026, 2):
                        values[1] = "0.05L"
                    writer.writerow([code, f"{year}-{month:02d}-05", *values])


if __name__ == "__main__":
    main()
