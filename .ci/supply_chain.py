"""What comes into the program by its dependencies, held against deny.toml; and that builds are the same everywhere.

* licences (SPDX expressions), forbidden crates, wildcards, sources, as cargo-deny reads them; over the crates that are built
  on any platform (`cargo tree`), not all that Cargo.lock knows. Where cargo-deny is installed it is asked too.
* `rust-version` is stated, is what README.md says, and no dependency asks for a newer one.
* every cargo command in .ci, README.md, CONTRIBUTING.md, docs and the templates of `isnad init` that builds something says
  --locked.

Each check is tried on a seeded violation first: one that cannot fail is no check. Exit 1 if anything is wrong."""

import copy
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
CRATES_IO = "/rust-lang/crates.io-index"


# ---- licences -------------------------------------------------------------------------------------------------------


def allowed(expression, allow):
    """Whether an SPDX expression can be met with the licences in `allow`. `/` is an old way to write OR."""
    words = re.findall(r"\(|\)|[^\s()]+", expression.replace("/", " OR "))

    def term():
        if words and words[0] == "(":
            words.pop(0)
            value = either()
            if not words or words.pop(0) != ")":
                raise ValueError(expression)
            return value
        name = words.pop(0)
        if words and words[0] == "WITH":
            name += " " + words.pop(0) + " " + words.pop(0)
        return name in allow

    def both():
        value = term()
        while words and words[0] == "AND":
            words.pop(0)
            value &= term()
        return value

    def either():
        value = both()
        while words and words[0] == "OR":
            words.pop(0)
            value |= both()
        return value

    try:
        value = either()
    except (IndexError, ValueError):
        return False
    return value and not words


def licences(deny, crates):
    rules = deny["licenses"]
    special = {}
    for exception in rules.get("exceptions", []):
        special.setdefault(exception["crate"], set()).update(exception["allow"])
    general = set(rules["allow"])

    def good(crate, allow):
        return allowed(crate["license"] or "", allow | special.get(crate["name"], set()))

    for crate in crates:
        if not good(crate, general):
            yield f"{crate['name']} {crate['version']} has the licence {crate['license']}, which deny.toml does not allow"
    for name in sorted(general):
        if all(good(crate, general - {name}) for crate in crates):
            yield f"deny.toml allows {name}, but nothing needs it"
    for name, allow in sorted(special.items()):
        of_name = [crate for crate in crates if crate["name"] == name]
        if not of_name or all(allowed(crate["license"] or "", general) for crate in of_name):
            yield f"deny.toml has an exception for {name} ({', '.join(sorted(allow))}), but nothing needs it"


# ---- crates and where they come from --------------------------------------------------------------------------------


def bans(deny, crates):
    forbidden = {ban["crate"]: ban.get("reason", "") for ban in deny["bans"]["deny"]}
    for crate in crates:
        if crate["name"] in forbidden:
            yield f"{crate['name']} {crate['version']} is forbidden: {forbidden[crate['name']]}"


def sources(crates, root):
    for crate in crates:
        if crate["id"] != root["id"] and not (crate["source"] or "").endswith(CRATES_IO):
            yield f"{crate['name']} {crate['version']} is not from crates.io but from {crate['source'] or 'a path'}"
    for dependency in root["dependencies"]:
        if dependency["req"].strip() in ("", "*"):
            yield f"Cargo.toml takes any version of {dependency['name']}"
        if not (dependency["source"] or "").endswith(CRATES_IO):
            yield f"Cargo.toml takes {dependency['name']} from {dependency['source'] or 'a path'}"


def versions(crates):
    """Not wrong, but to be seen."""
    of_name = {}
    for crate in crates:
        of_name.setdefault(crate["name"], set()).add(crate["version"])
    return {name: sorted(found) for name, found in sorted(of_name.items()) if len(found) > 1}


# ---- the toolchain and the lock file --------------------------------------------------------------------------------


def toolchain(root, crates, readme):
    stated = root["rust_version"]
    if not stated:
        yield "Cargo.toml states no rust-version"
        return
    told = re.findall(r"Rust (\d+\.\d+)", readme)
    if not told:
        yield "README.md says nothing about the version of Rust"
    for other in sorted(set(told) - {stated}):
        yield f"README.md says Rust {other}, Cargo.toml {stated}"
    number = lambda version: tuple(int(part) for part in version.split("."))
    for crate in crates:
        if crate["rust_version"] and number(crate["rust_version"])[:2] > number(stated)[:2]:
            yield f"{crate['name']} {crate['version']} needs Rust {crate['rust_version']}, Cargo.toml states {stated}"


def unlocked(texts):
    """Cargo commands that build something and could take other versions than Cargo.lock has."""
    command = re.compile(r"\bcargo (?:\"?\+\S+ )?(?:bench|build|check|clippy|doc|install|run|test)\b(?=\s+[-$]|\s*$|\s+isnad|[`'\")])")
    for name, text in texts.items():
        for number, line in enumerate(text.replace("\\\n", " ").splitlines(), 1):
            if command.search(line) and "--locked" not in line:
                yield f"{name}, line {number}: no --locked: {line.strip()}"


def documents():
    paths = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / ".ci/run", *sorted((ROOT / "docs").glob("*.md"))]
    paths += sorted((ROOT / "src/cli/init").iterdir())
    return {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8") for p in paths}


# ---- all of it ------------------------------------------------------------------------------------------------------


def problems(deny, crates, root, texts):
    return [
        *licences(deny, crates),
        *bans(deny, crates),
        *sources(crates, root),
        *toolchain(root, crates, texts["README.md"]),
        *unlocked(texts),
    ]


def try_the_checks(*sound):
    """Seeds one violation at a time; every one must be found."""
    assert allowed("(MIT OR Apache-2.0) AND Unicode-3.0", {"MIT", "Unicode-3.0"})
    assert not allowed("(MIT OR Apache-2.0) AND Unicode-3.0", {"MIT", "Apache-2.0"})
    assert allowed("Apache-2.0 WITH LLVM-exception OR MIT", {"MIT"}) and allowed("Unlicense/MIT", {"MIT"})
    assert not allowed("Apache-2.0 WITH LLVM-exception", {"Apache-2.0"}) and not allowed("", {"MIT"})
    assert not allowed("MIT AND", {"MIT"}) and not allowed("(MIT", {"MIT"}) and not allowed("MIT MIT", {"MIT"})

    def crate(**fields):
        seeded = {**sound[1][0], "name": "seeded", "id": "seeded", "license": "MIT", "source": "registry+x" + CRATES_IO}
        return lambda deny, crates, root, texts: crates.append({**seeded, **fields})

    def dependency(**fields):
        seeded = {"name": "seeded", "req": "^1", "source": "registry+x" + CRATES_IO}
        return lambda deny, crates, root, texts: root["dependencies"].append({**seeded, **fields})

    def text(name, line):
        return lambda deny, crates, root, texts: texts.update({name: texts[name] + line + "\n"})

    seeds = [
        ("a licence that is not allowed", crate(license="GPL-3.0-only")),
        ("an MPL crate that is no exception", crate(license="MPL-2.0")),
        ("no licence", crate(license=None)),
        ("a licence that nobody needs", lambda deny, crates, root, texts: deny["licenses"]["allow"].append("ISC")),
        ("an exception that nobody needs", lambda deny, crates, root, texts: deny["licenses"]["exceptions"].append({"crate": "snap", "allow": ["MPL-2.0"]})),
        ("a forbidden crate", crate(name="reqwest")),
        ("a crate from git", crate(source="git+https://example.org/seeded")),
        ("a crate from a path", crate(source=None)),
        ("any version", dependency(req="*")),
        ("a dependency from git", dependency(source="git+https://example.org/seeded")),
        ("a crate that needs a newer Rust", crate(rust_version="9.0")),
        ("no rust-version", lambda deny, crates, root, texts: root.update(rust_version=None)),
        ("another rust-version than the README's", lambda deny, crates, root, texts: root.update(rust_version="9.1")),
        ("a README without the lock file", text("README.md", "    cargo test --release")),
        ("CI without the lock file", text(".ci/run", "cargo +nightly build --release")),
        ("docs without the lock file", text("CONTRIBUTING.md", "`cargo doc --no-deps`, `cargo bench`")),
        ("a check without the lock file", text(".ci/run", 'cargo "+$RUST_VERSION" check --all-targets')),
        ("a template without the lock file", text("src/cli/init/workflow.yml", "run: cargo install isnad")),
    ]
    missed = []
    for what, seed in seeds:
        world = copy.deepcopy(sound)
        seed(*world)
        if len(problems(*world)) == len(problems(*sound)):
            missed.append(what)
    print(f"{len(seeds)} seeded violations, {len(seeds) - len(missed)} found")
    return [f"a seeded violation is not found: {what}" for what in missed]


def cargo(*arguments):
    done = subprocess.run(["cargo", *arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"cannot run cargo {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def main():
    deny = tomllib.loads((ROOT / "deny.toml").read_text(encoding="utf-8"))
    known = json.loads(cargo("metadata", "--locked", "--format-version", "1"))
    tree = cargo("tree", "--locked", "--target", "all", "--edges", "normal,build,dev", "--prefix", "none", "--format", "{p}")
    built = {tuple(line.split()[:2]) for line in tree.splitlines() if line}
    crates = [crate for crate in known["packages"] if (crate["name"], "v" + crate["version"]) in built]
    root = next(crate for crate in known["packages"] if crate["id"] == known["resolve"]["root"])
    assert len(crates) == len(built), "cargo tree and cargo metadata name other crates"

    world = (deny, crates, root, documents())
    wrong = try_the_checks(*world) + problems(*world)
    for name, found in versions(crates).items():
        print(f"note: {name} is built in {len(found)} versions: {', '.join(found)}")
    if shutil.which("cargo-deny"):
        done = subprocess.run(["cargo", "deny", "--locked", "check", "licenses", "bans", "sources"], cwd=ROOT)
        wrong += ["cargo-deny finds something"] if done.returncode else []
    else:
        print("note: cargo-deny is not installed; deny.toml was read by this script alone")
    print(*wrong, f"{len(crates)} crates: " + ("something is wrong" if wrong else "licences, bans, sources, Rust version and lock file hold"), sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
