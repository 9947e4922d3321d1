"""How far two tables of zone statistics are apart."""
import csv


def rows_by_id(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return {row["zone_id"]: row for row in csv.DictReader(file)}


def value(text):
    return None if text in (None, "", "nan") else float(text)


def agreement(ours, theirs, prefixes, names):
    """The largest relative difference of each statistic over zones that have cells on either side.

    Columns are a prefix (one a raster) and the statistic's name."""
    found, other = rows_by_id(ours), rows_by_id(theirs)
    result = {"zones": len(found), "zones_of_one_side_only": len(set(found) ^ set(other))}
    result["statistics"] = {name: compared(found, other, prefixes, name) for name in names}
    return result


def compared(found, other, prefixes, name):
    worst, place, count, single = 0.0, "", 0, 0
    for prefix in prefixes:
        for zone in found.keys() & other.keys():
            if not any(value(rows[zone].get(prefix + "count")) for rows in (found, other)):
                continue
            a, b = (value(rows[zone].get(prefix + name)) for rows in (found, other))
            if a is None or b is None:
                single += (a is None) != (b is None)
                continue
            count += 1
            difference = 0.0 if a == b else abs(a - b) / max(abs(a), abs(b))
            if difference > worst:
                worst, place = difference, f"{prefix}{zone}: {a!r} and {b!r}"
    return {"compared": count, "largest_relative": worst, "at": place, "on_one_side_only": single}


def same_bytes(left, right):
    with open(left, "rb") as a, open(right, "rb") as b:
        return a.read() == b.read()
