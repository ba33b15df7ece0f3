"""Run the scorers of ../shared/score on the built program and hold their figures against .ci/floors.tsv.

A floor is raised when a score rises and never lowered. Prints every figure beside its floor; exit 1 if one is below."""

import csv
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"


def output(command, printed={}):
    """What a scorer prints; each command runs once."""
    if command not in printed:
        done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=HERE.parent)
        printed[command] = done.stdout + done.stderr
        print(f"\n$ {command}\n{printed[command].rstrip()}", flush=True)
    return printed[command]


def main():
    low = []
    with open(HERE / "floors.tsv", encoding="utf-8") as file:
        rows = [r for r in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if r and not r[0].startswith("#")]
    for name, command, pattern, floor, kind in rows:
        text = output(command.replace("SHARED", str(SHARED)))
        found = re.search(pattern, text, re.S)
        value = float(found[1]) if found else None
        good = value is not None and (value >= float(floor) if kind == "min" else value <= float(floor))
        if not good:
            low.append(f"{name}: {value} is not {'at least' if kind == 'min' else 'at most'} {floor}")
    print("\n" + ("\n".join(low) if low else f"all {len(rows)} figures hold their floors"))
    return bool(low)


if __name__ == "__main__":
    sys.exit(main())
