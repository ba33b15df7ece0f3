"""Run the examples of README.md as pasted: the Python blocks, and the SQL blocks with DuckDB. Exit 1 if one fails."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    failed = 0
    blocks = re.findall(r"```(python|sql)\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    for language, code in blocks:
        program = code if language == "python" else f"import duckdb\nprint(duckdb.sql({code!r}))"
        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
        good = done.returncode == 0 and done.stdout.strip()
        print(f"{language} example: {'runs' if good else 'fails'}\n{done.stdout or done.stderr}")
        failed += not good
    return bool(failed or not blocks)


if __name__ == "__main__":
    sys.exit(main())
