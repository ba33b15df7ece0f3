"""What happens to a dataset when a run is killed, the disk is full, nothing may be written, or two run at once.

    python3 .ci/faults.py [--kills 100] [--seed 1]        (ISNAD names the program)

After every fault the output folder holds the old dataset or the new one, to the byte, and the next run leaves nothing
beside it. Some faults need root (a small file system, a read-only one) or a tool (strace, unshare): where it is missing,
the step says `skipped` and why. Needs Python 3.11 and Linux. Exits with 1 when something does not hold.
"""
import argparse, os, pathlib, random, re, resource, shutil, struct, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
ISNAD = os.environ.get("ISNAD", "isnad")
CACHE = ".isnad-cache"
SENTENCE = "On 6 December 2019 the Treasury named Qais al-Khazali, and the council of Basra met again.\n"
NOBODY = 65534
failures = []


def hold(what, holds):
    if not holds:
        failures.append(what)
        print(f"FAILED: {what}")


class Project:
    """A folder with a corpus, pipeline files that write to `place/out`, and the bytes of the datasets that they give."""

    def __init__(self, folder, documents=1, place="."):
        self.folder = folder
        self.out = folder / place / "out"
        corpus = folder / "corpus"
        shutil.copytree(ROOT / "corpus/sample", corpus)
        for n in range(documents):
            (corpus / f"note-{n}.txt").write_text(f"Note {n} of many\n\n" + SENTENCE)
        self.out.parent.mkdir(exist_ok=True)
        self.pipeline("old.toml", '[read]\nexclude = ["README.md"]')
        self.pipeline("new.toml", '[read]\nexclude = ["README.md", "note-0.txt"]')

    def pipeline(self, name, settings, output=None):
        text = f'corpus = ["corpus"]\noutput = "{output or self.out}"\n{settings}\n'
        (self.folder / name).write_text(text)

    def run(self, *arguments, **settings):
        return isnad(["run", *arguments], self.folder, **settings)

    def bytes(self):
        return {p.name: p.read_bytes() for p in self.out.iterdir()} if self.out.is_dir() else None

    def beside(self):
        """What lies beside the output folder that is not its own."""
        return sorted(p.name for p in self.out.parent.iterdir()
                      if p != self.out and (p.name.startswith(".out.") or p.name.startswith(".tmp")))

    def known(self, *flags):
        """The old and the new dataset, and the seconds that a run takes; the old one is left in place."""
        datasets = []
        for pipeline in ("new.toml", "old.toml"):
            began = time.monotonic()
            done = self.run(pipeline, *flags)
            hold(f"{pipeline} builds: {done.stderr}", done.returncode in (0, 3))
            seconds = time.monotonic() - began
            datasets.append(self.bytes())
        new, old = datasets
        hold("the two datasets differ", old != new)
        return old, new, seconds


def isnad(arguments, folder, user=None, **settings):
    """Runs isnad; `user`: as this one, when we are root."""
    command = [ISNAD, *arguments]
    if user is not None and os.geteuid() == 0:
        command = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *command]
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | settings
    return subprocess.run(command, cwd=folder, text=True, **settings)


# ---- killed ----------------------------------------------------------------------------------------------------------

def kills(folder, count, seed, flags):
    """kill -9 at random moments of runs that replace one dataset with another and back: always one of the two, whole."""
    project = Project(folder, documents=200)
    old, new, seconds = project.known(*flags)
    dice, became, between = random.Random(seed), {"old": 0, "new": 0}, 0
    # How long the end of a run takes, from the moment when the last of its files is there.
    child = subprocess.Popen([ISNAD, "run", "old.toml", *flags], cwd=folder, stderr=subprocess.DEVNULL)
    at_last_file(child, project)
    began = time.monotonic()
    child.wait()
    end = time.monotonic() - began
    for n in range(count):
        now_old = project.bytes() == old
        child = subprocess.Popen([ISNAD, "run", "new.toml" if now_old else "old.toml", *flags], cwd=folder,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if n % 2:
            # Anywhere in the run ...
            time.sleep(dice.uniform(0, seconds * 1.1))
        else:
            # ... or while the new dataset takes the place of the old one, which is a short part of it.
            at_last_file(child, project)
            time.sleep(dice.uniform(0, end * 1.1))
        between += child.poll() is None
        child.kill()
        child.wait()
        now = project.bytes()
        hold(f"kill {n}: the old or the new dataset, whole", now in (old, new))
        became["old" if now == (old if now_old else new) else "new"] += 1
        if n % 10 == 9 or n == count - 1:
            for pipeline, dataset in (("old.toml", old), ("new.toml", new)):
                done = project.run(pipeline, *flags)
                hold(f"a whole run after kill {n}: {done.stderr}", done.returncode in (0, 3))
                hold(f"its dataset after kill {n}", project.bytes() == dataset)
                hold(f"left beside it after kill {n}: {project.beside()}", not project.beside())
    hold("every kill met a finished run", between > count // 3)
    if not flags:
        done = project.run("old.toml", "--no-cache")
        hold("the same bytes without the cache", project.bytes() == old and done.returncode in (0, 3))
    return (f"{' '.join([f'{count} kills', *flags])} (seed {seed}), {between} of them before the run had ended: "
            f"{became['old']} times the old dataset, {became['new']} times the new one, never a mixture")


def at_last_file(child, project):
    """Waits until a run has written the last of its files."""
    while child.poll() is None and not list(project.out.parent.glob(".out.isnad-*-*/README.md")):
        time.sleep(0.0005)


# ---- no room, no permission ------------------------------------------------------------------------------------------

class Mount:
    """A small file system in memory, for as long as a `with` lasts; None where it may not be mounted."""

    def __init__(self, folder, size):
        self.folder, self.size = folder, size

    def __enter__(self):
        self.folder.mkdir(exist_ok=True)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={self.size}k,mode=777", "tmpfs", self.folder],
                              capture_output=True)
        self.mounted = done.returncode == 0
        return self if self.mounted else None

    def read_only(self):
        return subprocess.run(["mount", "-o", "remount,ro", self.folder], capture_output=True).returncode == 0

    def __exit__(self, *_):
        if self.mounted:
            subprocess.run(["umount", self.folder], check=True)


def full_disk(folder):
    """The disk of the output is full at some moment of the run: the old dataset stays, and the message says why."""
    project = Project(folder, place="disk")
    old, new, _ = project.known()
    need = sum(len(b) for b in old.values()) // 1024
    refused = 0
    # From a disk that has room for little more than the old dataset to one on which both and the spool fit.
    for percent in (102, 110, 125, 150, 180, 250, 400, 800):
        with Mount(folder / "disk", need * percent // 100 + 200) as disk:
            if disk is None:
                return "skipped: a small file system cannot be mounted here (root is needed)"
            project.out.mkdir()
            for name, content in old.items():
                (project.out / name).write_bytes(content)
            done = project.run("new.toml")
            if done.returncode == 2:
                refused += 1
                hold(f"{percent}%: says that the disk is full: {done.stderr}", "the disk is full" in done.stderr)
                hold(f"{percent}%: the old dataset, whole", project.bytes() == old)
            else:
                hold(f"{percent}%: exit code {done.returncode}: {done.stderr}", done.returncode in (0, 3))
                hold(f"{percent}%: the new dataset, whole", project.bytes() == new)
            hold(f"{percent}%: left beside it: {project.beside()}", not project.beside())
    hold("a disk too small was met", refused > 0)
    return f"8 sizes of disk: {refused} times full, the old dataset whole; else the new one, whole"


def full_scratch(folder):
    """The disk of the temporary files is full, that of the output is not."""
    project = Project(folder)
    old, new, _ = project.known()
    small = folder / "small"
    with Mount(small, 64) as disk:
        if disk is None:
            return "skipped: a small file system cannot be mounted here (root is needed)"
        # Documents wait between two passes in the cache.
        cache = str(small / "cache")
        done = project.run("new.toml", "--cache", cache)
        hold(f"run: says that the disk is full: {done.stderr}", done.returncode == 2 and "the disk is full" in done.stderr)
        hold("run: the old dataset, whole", project.bytes() == old)
        hold(f"run: left beside it: {project.beside()}", not project.beside())
        done = isnad(["check", "old.toml"], folder, env=dict(os.environ, TMPDIR=str(small)))
        hold(f"check: says that the disk is full: {done.stderr}", done.returncode == 2 and "the disk is full" in done.stderr)
        done = project.run("old.toml", "--cache", cache)
        hold("cache: never trusted half written", project.bytes() == old)
    return "run, check: the old dataset whole, and the message says why"


def read_only(folder):
    """A file system that has become read-only, and a folder that this user may not write to."""
    project = Project(folder, place="disk")
    old, _, _ = project.known()
    done = []
    with Mount(folder / "disk", 100_000) as disk:
        if disk is not None:
            project.out.mkdir()
            for name, content in old.items():
                (project.out / name).write_bytes(content)
            if disk.read_only():
                said = project.run("new.toml")
                hold(f"read-only: {said.stderr}", said.returncode == 2 and "read-only" in said.stderr)
                hold("read-only: the old dataset, whole", project.bytes() == old)
                done.append("a read-only file system")
    if not done:
        print("  skipped: a file system cannot be mounted here (root is needed)")
    place = project.out.parent
    place.chmod(0o555)
    said = project.run("new.toml", user=NOBODY)
    hold(f"permission: {said.stderr}", said.returncode == 2 and "permission denied" in said.stderr)
    hold("permission: the old dataset, whole", project.bytes() == old)
    place.chmod(0o755)
    done.append("a folder of somebody else's")
    return ", ".join(done) + ": exit code 2, the old dataset whole"


def unreadable(folder):
    """Files and folders of the corpus that this user may not read: failed rows, and the rest is read."""
    project = Project(folder, documents=3)
    open_to(NOBODY, folder)
    (folder / "corpus/note-1.txt").chmod(0)
    (folder / "corpus/locked").mkdir(mode=0)
    done = project.run("old.toml", user=NOBODY)
    hold(f"exit code {done.returncode}: {done.stderr}", done.returncode == 3)
    rows = (project.out / "documents.csv").read_text()
    row = next((line for line in rows.splitlines() if line.startswith("note-1.txt,")), "")
    hold(f"a failed row: {row}", row.endswith(",failed") and "\nnote-2.txt," in rows)
    told = (project.out / "diagnostics.csv").read_text()
    for path in ("note-1.txt", "locked"):
        hold(f"a diagnostic for {path}", re.search(rf"^{path}/.*E101-unreadable,error,.*permission denied", told, re.M))
    (folder / "corpus/locked").chmod(0o755)
    return "a file and a folder: rows of documents and diagnostics, exit code 3"


def open_to(user, folder):
    """Gives a folder to a user, when we are root."""
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", f"{user}:{user}", folder], check=True)


def damaged_parquet(folder, seed):
    """Parquet files with wrong bits and bytes, half of them in the footer, which declares lengths: failed rows or text, with no
    room for what a wrong length declares."""
    good = (ROOT / "corpus/sample/sada-al-rafidain/fallujah.parquet").read_bytes()
    footer = len(good) - 8 - struct.unpack("<I", good[-8:-4])[0]
    dice, corpus = random.Random(seed), folder / "corpus"
    corpus.mkdir()
    for n in range(600):
        bad = bytearray(good)
        for _ in range(dice.choice((1, 1, 2, 4))):
            at = dice.randrange(*((footer, len(good) - 8) if n % 2 else (4, footer)))
            bad[at] = dice.choice((0xFF, 0x7F, 0x80, dice.randrange(256), bad[at] ^ 1 << dice.randrange(8)))
        (corpus / f"{n}.parquet").write_bytes(bad)
    (folder / "p.toml").write_text('corpus = ["corpus"]\noutput = "out"\n')
    room = 4 << 30  # less than 1 GB would do on two cores; the rest is for the threads of more
    done = isnad(["run", "p.toml"], folder, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (room, room)))
    hold(f"exit code {done.returncode}: {done.stderr}", done.returncode == 3)
    hold(f"what is printed: {done.stderr}", "panicked" not in done.stderr)
    hold("it is sound", isnad(["validate", "out"], folder).returncode == 0)
    failed = (folder / "out/documents.csv").read_text().count(",failed\n")
    hold(f"{failed} failed rows", 0 < failed < 600)
    return f"600 files (seed {seed}): {failed} failed rows, the others read"


# ---- nobody listens, two at once -------------------------------------------------------------------------------------

def closed_streams(folder):
    """Standard output or error closed, at its end, or on a full disk: no panic, and an exit code that makes sense."""
    project = Project(folder)
    project.known()
    (folder / "pairs.tsv").write_text("name_a\tname_b\n" + "Qais al-Khazali\tQays Khazali\n" * 5000)
    commands = {
        "run": (["run", "old.toml"], False),
        "check": (["check", "old.toml"], False),
        "validate": (["validate", "out"], False),
        "names compare": (["names", "compare", "--pairs", "pairs.tsv"], True),
        "names variants": (["names", "variants", "Qais al-Khazali"], True),
        "schema": (["schema", "--format", "json"], True),
        "an error": (["run", "nowhere.toml"], False),
    }
    streams = 0
    for name, (arguments, prints) in commands.items():
        usual = isnad(arguments, folder).returncode
        for where in (">&-", "2>&-", ">&- 2>&-", ">/dev/full", "2>/dev/full", "| head -1", "2>&1 | head -1", "| true"):
            line = " ".join(f"'{a}'" for a in [ISNAD, *arguments])
            shell = f"({line}; echo $? > code) {where}" if where.startswith("|") or "|" in where else f"{line} {where}; echo $? > code"
            (folder / "code").unlink(missing_ok=True)
            done = subprocess.run(["bash", "-c", shell], cwd=folder, capture_output=True, text=True)
            code = int((folder / "code").read_text())
            expected = 2 if prints and where == ">/dev/full" else usual
            hold(f"{name} {where}: exit code {code}, expected {expected}", code == expected)
            hold(f"{name} {where}: {done.stderr}", "panicked" not in done.stderr + done.stdout)
            streams += 1
    return f"{len(commands)} commands, {streams} ways: no panic, the usual exit code (2 where a result could not be printed)"


def two_at_once(folder):
    """A second run on the same output says so and ends with 2; the first does not notice."""
    project = Project(folder, documents=3000)
    first = subprocess.Popen([ISNAD, "run", "old.toml"], cwd=folder, stderr=subprocess.PIPE, text=True)
    lock = project.out.parent / ".out.isnad-lock"
    while first.poll() is None and not list(project.out.parent.glob(".out.isnad-*-*")):
        time.sleep(0.001)
    second = project.run("new.toml")
    hold("the first is still at it", first.poll() is None)
    hold(f"the second: {second.returncode} {second.stderr}",
         second.returncode == 2 and "another isnad is writing to " in second.stderr)
    first.communicate()
    hold(f"the first: {first.returncode}", first.returncode in (0, 3))
    there = project.bytes()
    done = project.run("old.toml")
    hold("the dataset of the first, whole", done.returncode in (0, 3) and project.bytes() == there)
    # A lock file that nobody holds is no obstacle.
    lock.write_text("")
    hold("after a killed run", project.run("new.toml").returncode in (0, 3))
    hold(f"left beside it: {project.beside()}", not project.beside())
    return "the second says so and exits with 2, the first finishes"


# ---- no network, no child process ------------------------------------------------------------------------------------

# Functions of the C library that reach another machine or start a program.
FOREIGN = {"socket", "connect", "bind", "listen", "accept", "accept4", "send", "sendto", "sendmsg", "recv", "recvfrom",
           "getaddrinfo", "gethostbyname", "fork", "vfork", "execv", "execve", "execvp", "execvpe", "fexecve", "execl",
           "execlp", "posix_spawn", "posix_spawnp", "system", "popen"}


def imports(folder):
    """What the program takes from shared libraries holds no function that reaches the network or starts a program."""
    names = undefined(pathlib.Path(shutil.which(ISNAD)).read_bytes())
    hold(f"the table of imports is read: {len(names)} names", "read" in names and "open64" in names | {"open64"})
    hold(f"imports {sorted(names & FOREIGN)}", not names & FOREIGN)
    return f"{len(names)} imported functions, none of {len(FOREIGN)} that do"


def undefined(elf):
    """The undefined names in the dynamic symbol table of a 64-bit little-endian ELF file."""
    assert elf[:6] == b"\x7fELF\x02\x01", "the program is no 64-bit ELF file"
    at, size, count = struct.unpack_from("<Q", elf, 0x28)[0], *struct.unpack_from("<HH", elf, 0x3A)
    sections = [struct.unpack_from("<IIQQQQIIQQ", elf, at + n * size) for n in range(count)]
    names = set()
    for kind, offset, length, link in ((s[1], s[4], s[5], s[6]) for s in sections):
        if kind != 11:  # SHT_DYNSYM
            continue
        strings = sections[link][4]
        for symbol in range(offset, offset + length, 24):
            name, section = struct.unpack_from("<I", elf, symbol)[0], struct.unpack_from("<H", elf, symbol + 6)[0]
            if section == 0 and name:
                names.add(elf[strings + name:elf.index(b"\0", strings + name)].decode())
    return names


def calls(folder):
    """Under strace: no call of the network, no other program, no process but threads."""
    project = Project(folder)
    project.known()
    if not shutil.which("strace"):
        return "skipped: strace is not here"
    seen = 0
    (folder / "names.tsv").write_text("name\nQais al-Khazali\nQays Khazali\n")
    shutil.copytree(project.out, folder / "before")
    commands = (["run", "new.toml"], ["check", "new.toml"], ["validate", "out"], ["schema"], ["diff", "before", "out"],
                ["explain", "out", "--entity", "Qais al-Khazali"], ["init", "begun"],
                ["names", "compare", "Qais al-Khazali", "Qays Khazali"], ["names", "variants", "Qais al-Khazali"],
                ["names", "cluster", "names.tsv"], ["names", "romanize", "Qais al-Khazali"])
    for arguments in commands:
        trace = folder / "trace"
        done = subprocess.run(["strace", "-f", "-e", "trace=network,process", "-o", trace, ISNAD, *arguments],
                              cwd=folder, capture_output=True, text=True)
        lines = trace.read_text().splitlines() if trace.exists() else []
        if not any("execve(" in line for line in lines):
            return f"skipped: nothing can be traced here ({done.stderr.strip()[:200]})"
        expected = (1,) if arguments[0] == "diff" else (0, 3)  # 1: they differ
        hold(f"{arguments}: exit code {done.returncode}: {done.stderr}", done.returncode in expected)
        called = [c for c in (re.match(r"\d+ +(\w+)\((.*)", line) for line in lines) if c]
        seen += len(called)
        programs = [c[0] for c in called if c[1].startswith("exec")]
        hold(f"{arguments}: programs {programs}", len(programs) == 1)
        # Threads are made by clone with CLONE_THREAD; what else there is of this family ends threads and waits for none.
        allowed = lambda c: c[1] in ("exit", "exit_group", "execve") or c[1].startswith("clone") and "CLONE_THREAD" in c[2]
        others = [c[0] for c in called if not allowed(c)]
        hold(f"{arguments}: {others[:3]}", not others)
    return f"{len(commands)} commands, {seen} calls of strace's families network and process: one execve each, threads, nothing else"


def without_network(folder):
    """The same bytes where there is no network at all."""
    project = Project(folder)
    old, _, _ = project.known()
    if subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode != 0:
        return "skipped: unshare -n is not permitted here"
    shutil.rmtree(project.out)
    done = subprocess.run(["unshare", "-n", ISNAD, "run", "old.toml"], cwd=folder, capture_output=True, text=True)
    hold(f"exit code {done.returncode}: {done.stderr}", done.returncode in (0, 3))
    hold("the same bytes", project.bytes() == old)
    return "the same bytes"


# ----------------------------------------------------------------------------------------------------------------------

def main():
    global ISNAD
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    steps = {
        "killed": lambda f: kills(f, arguments.kills, arguments.seed, ["--no-cache"]),
        "killed, with the cache": lambda f: kills(f, arguments.kills, arguments.seed + 1, []),
        "disk full": full_disk, "disk of temporary files full": full_scratch, "read-only, not permitted": read_only,
        "unreadable input": unreadable, "closed output": closed_streams, "two runs on one output": two_at_once,
        "damaged Parquet": lambda f: damaged_parquet(f, arguments.seed), "imports": imports, "system calls": calls, "without a network": without_network,
    }
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        work.chmod(0o755)  # other users, as which some steps run, come through here
        program = work / "isnad"
        shutil.copy(shutil.which(ISNAD), program)
        ISNAD = str(program)
        for n, (name, step) in enumerate(steps.items()):
            folder = work / str(n)
            folder.mkdir()
            began = time.monotonic()
            found = step(folder)
            print(f"{name}: {found} ({time.monotonic() - began:.1f} s)", flush=True)
    print(f"{len(failures)} failures" if failures else "all hold")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
