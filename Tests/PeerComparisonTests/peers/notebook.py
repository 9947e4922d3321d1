"""Runs the code cells of a notebook, in order, as one program; prints what they print.

    python notebook.py NOTEBOOK

Also that it was committed as it should be: format 4, no outputs, no counts.
"""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    notebook = json.load(file)
if notebook["nbformat"] != 4:
    sys.exit(f"format {notebook['nbformat']}, expected 4")
names = {"__name__": "__main__"}
for number, cell in enumerate(notebook["cells"]):
    if cell["cell_type"] != "code":
        continue
    if cell["outputs"] or cell["execution_count"] is not None:
        sys.exit(f"cell {number} has outputs: strip them")
    exec(compile("".join(cell["source"]), f"cell {number}", "exec"), names)
