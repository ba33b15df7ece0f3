"""Run the examples of README.md as pasted: Python, SQL with DuckDB, and R where there is an Rscript with the package arrow.

Exit 1 if one fails or prints nothing. An example that cannot run here is named as skipped.
"""
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def commands():
    """How an example of each language is run; None when it cannot be."""
    has_arrow = shutil.which("Rscript") and not subprocess.run(
        ["Rscript", "-e", "library(arrow)"], capture_output=True
    ).returncode
    return {
        "python": lambda code: [sys.executable, "-c", code],
        "sql": lambda code: [sys.executable, "-c", f"import duckdb\nprint(duckdb.sql({code!r}))"],
        "r": (lambda code: ["Rscript", "-e", code]) if has_arrow else None,
    }


def main():
    failed, run, runs = 0, commands(), {}
    for language, code in re.findall(r"```(python|sql|r)\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S):
        if run[language] is None:
            print(f"{language} example: skipped (no Rscript with the package arrow here)\n")
            continue
        done = subprocess.run(run[language](code), cwd=ROOT, capture_output=True, text=True)
        good = done.returncode == 0 and done.stdout.strip()
        print(f"{language} example: {'runs' if good else 'fails'}\n{done.stdout or done.stderr}")
        failed += not good
        runs[language] = runs.get(language, 0) + 1
    print(", ".join(f"{n} {language}" for language, n in runs.items()), "examples were run")
    return bool(failed or not runs)


if __name__ == "__main__":
    sys.exit(main())
