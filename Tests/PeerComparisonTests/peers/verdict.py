"""What a peer script says: how far BasinGrid's numbers are from the peer's, as one JSON object.

    {"agreements": {quantity: {"compared": n, "worst": difference, "place": where}}, "faults": [...]}

The limits are not here but in the Swift tests, beside the sentences that say what must hold.
"""
import csv
import json
import math
import sys


def rows(path):
    """The rows of a CSV table as dictionaries of text."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    """The number in a cell; None for an empty cell."""
    return float(text) if text not in ("", None) else None


class Verdict:
    def __init__(self):
        self.agreements = {}
        self.faults = []

    def compare(self, quantity, place, found, expected, scale=None):
        """Relative difference of two numbers; absolute ones of `scale` (in its units) when given.

        A number on one side only is a fault."""
        found = None if found is None or math.isnan(found) else float(found)
        expected = None if expected is None or math.isnan(expected) else float(expected)
        if found is None or expected is None:
            if found is not expected:
                self.fault(f"{quantity} at {place}: found {found}, expected {expected}")
            self.note(quantity, place, 0.0)
            return
        size = scale or max(abs(found), abs(expected))
        difference = 0.0 if found == expected else abs(found - expected) / size
        self.note(quantity, f"{place}: found {found!r}, expected {expected!r}", difference)

    def same(self, quantity, place, found, expected):
        """Equality of two values; a difference is a fault."""
        if found != expected:
            self.fault(f"{quantity} at {place}: found {found!r}, expected {expected!r}")
        self.note(quantity, place, 0.0)

    def holds(self, quantity, place, is_true, otherwise=""):
        """A statement that must be true; `otherwise` says what was found."""
        if not is_true:
            self.fault(f"{quantity} at {place}: {otherwise or 'does not hold'}")
        self.note(quantity, place, 0.0)

    def note(self, quantity, place, difference):
        entry = self.agreements.setdefault(quantity, {"compared": 0, "worst": 0.0, "place": ""})
        entry["compared"] += 1
        if difference > entry["worst"] or not entry["place"]:
            entry["worst"], entry["place"] = difference, place

    def fault(self, text):
        self.faults.append(text)

    def write(self):
        shown = self.faults[:12]
        if len(self.faults) > len(shown):
            shown.append(f"and {len(self.faults) - len(shown)} more")
        json.dump({"agreements": self.agreements, "faults": shown}, sys.stdout, ensure_ascii=False)
