"""`isnad init` as a newcomer meets it: what it writes runs, is current, and its YAML files are what GitHub and pre-commit read.

Needs PyYAML and $ISNAD (default: isnad). Exit 1 if something is not as it should be."""

import os
import pathlib
import subprocess
import sys
import tempfile

import yaml

ISNAD = os.environ.get("ISNAD", "isnad")


def main():
    wrong = []

    def run(expected, *command):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode != expected:
            wrong.append(f"{' '.join(command)} exits with {done.returncode}, not {expected}: {done.stderr}")

    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work)
        run(0, ISNAD, "init", ".")
        hooks = yaml.safe_load((folder / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
        hook = hooks["repos"][0]["hooks"][0]
        workflow = yaml.safe_load((folder / ".github/workflows/isnad.yml").read_text(encoding="utf-8"))
        # YAML 1.1 reads the key `on` as true.
        if set(workflow) != {"name", True, "permissions", "env", "jobs"}:
            wrong.append(f"the workflow has the keys {list(workflow)}")
        steps = [step["run"] for step in workflow["jobs"]["dataset"]["steps"] if "run" in step]
        checks = [step for step in steps if step.startswith("isnad ")]
        if len(checks) != 2 or not any("--locked" in step for step in steps):
            wrong.append(f"the workflow runs {steps}")
        # Before the first run the dataset is not current; after it, the workflow and the hook are content.
        commands = [*checks, hook["entry"]]
        for command in commands[0], commands[-1]:
            run(1, ISNAD, *command.split()[1:])
        run(0, ISNAD, "run", "pipelines/articles.toml")
        for command in commands:
            run(0, ISNAD, *command.split()[1:])
        run(2, ISNAD, "init", ".")
    print(*wrong, "isnad init: " + ("something is wrong" if wrong else f"what it writes works ({', '.join(commands)})"), sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
