//! Runs that are killed, disturbed, listened to by nobody or given what they may not read: the dataset is the old one or
//! the new one, and nothing panics. (`.ci/faults.py` does more of it, where it may mount small disks and trace calls.)
#![cfg(unix)]

mod program;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use program::Project;

const ARTICLE: &str = "Basra council meets over water\n\nThe provincial council of Basra met on 5 March 2019 to discuss the water \
supply. Governor Asaad al-Eidani said that the new plant would open in June.\n\nCouncillors asked for a date.\n";

/// A project whose `p.toml` reads one article and whose `many.toml` reads so many more as well; both write to `out`.
fn project(more: usize) -> Project {
    let project = Project::new();
    let lines: String = (0..more)
        .map(|n| format!("{{\"id\": {n}, \"text\": {ARTICLE:?}}}\n"))
        .collect();
    project.file("a.txt", ARTICLE).file("many.jsonl", lines);
    project.pipeline("");
    fs::rename(project.path("p.toml"), project.path("many.toml")).unwrap();
    project.pipeline("[read]\nexclude = [\"many.jsonl\"]");
    project
}

/// `many.toml`, started and heard by nobody.
fn started(project: &Project) -> Child {
    project
        .command(&["run", "many.toml"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// What a run keeps beside its output while it lives.
fn beside(project: &Project) -> Vec<String> {
    let names = fs::read_dir(project.path("")).unwrap();
    names
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with(".out.") || name.starts_with(".tmp"))
        .collect()
}

#[test]
fn a_killed_run_leaves_the_old_dataset_or_the_new_one_whole() {
    let project = project(2000);
    project.isnad(&["run", "many.toml"]).exits(0);
    let new = project.output();
    project.isnad(&["run", "p.toml"]).exits(0);
    let old = project.output();
    assert_ne!(old, new);
    let mut news = Vec::new();
    // The last one is killed as soon as the new dataset is there.
    for milliseconds in [Some(20), Some(60), Some(120), Some(240), Some(400), None] {
        let mut run = started(&project);
        let began = Instant::now();
        match milliseconds {
            Some(n) => std::thread::sleep(Duration::from_millis(n)),
            None => {
                while fs::read(project.path("out/run.json")).unwrap() == old["run.json"] {
                    assert!(began.elapsed() < Duration::from_secs(60), "the run never published");
                }
            }
        }
        run.kill().unwrap();
        run.wait().unwrap();
        let now = project.output();
        assert!(
            now == old || now == new,
            "after {milliseconds:?} ms: neither the old nor the new dataset"
        );
        news.push(now == new);
        if now == new {
            project.isnad(&["run", "p.toml"]).exits(0);
        }
    }
    assert!(
        news.contains(&false) && news.last() == Some(&true),
        "both were seen: {news:?}"
    );
    project.isnad(&["run", "many.toml"]).exits(0);
    assert_eq!(project.output(), new);
    assert_eq!(beside(&project), [""; 0], "what killed runs left");
}

#[test]
fn a_second_run_on_one_output_says_so_and_the_first_finishes() {
    let project = project(3000);
    let mut first = started(&project);
    let began = Instant::now();
    while beside(&project).len() < 2 {
        assert!(began.elapsed() < Duration::from_secs(20), "the first run never began");
        std::thread::sleep(Duration::from_millis(1));
    }
    project
        .isnad(&["run", "p.toml"])
        .exits(2)
        .says(&["another isnad is writing to out", "let it finish"]);
    assert_eq!(
        first.try_wait().unwrap(),
        None,
        "the first run had ended before the second"
    );
    assert!(first.wait().unwrap().success());
    project.isnad(&["check", "many.toml"]).exits(0);
    assert_eq!(beside(&project), [""; 0]);
}

#[test]
fn nobody_listens() {
    let project = project(0);
    fs::write(
        project.path("pairs.tsv"),
        format!("name_a\tname_b\n{}", "Qais al-Khazali\tQays Khazali\n".repeat(3000)),
    )
    .unwrap();
    for (arguments, code) in [
        (&["run", "p.toml"][..], 0),
        (&["check", "p.toml"], 0),
        (&["run", "nowhere.toml"], 2),
        (&["names", "compare", "--pairs", "pairs.tsv"], 0),
        (&["schema"], 0),
    ] {
        let mut command = project.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().unwrap().code(), Some(code), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_printed_is_an_error() {
    let project = Project::new();
    for arguments in [&["schema"][..], &["names", "variants", "Qais al-Khazali"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let done = project.command(arguments).stdout(full).output().unwrap();
        let stderr = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{stderr}");
        assert!(
            stderr.contains("cannot print") && stderr.contains("the disk is full"),
            "{stderr}"
        );
    }
}

#[test]
fn a_file_that_may_not_be_read_is_a_failed_row() {
    let project = project(0);
    let locked = project.path("corpus/b.txt");
    fs::write(&locked, ARTICLE).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&locked).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    project.isnad(&["run", "p.toml"]).exits(3).says(&["1 of the inputs"]);
    let status: Vec<String> = project.rows("documents").iter().map(|r| r["status"].clone()).collect();
    assert_eq!(status, ["ok", "failed"]);
    assert!(project.rows("diagnostics")[0]["message"].contains("permission denied"));
}

#[test]
fn links_out_of_the_corpus_are_not_followed_unless_asked() {
    let project = project(0);
    fs::create_dir(project.path("private")).unwrap();
    fs::write(project.path("private/diary.txt"), "What nobody was to read.\n").unwrap();
    symlink(project.path("private/diary.txt"), project.path("corpus/diary.txt")).unwrap();
    symlink("../private", project.path("corpus/folder")).unwrap();
    symlink("..", project.path("private/up")).unwrap();
    let read = || -> Vec<String> {
        project.isnad(&["run", "p.toml"]).exits(0);
        project.rows("documents").iter().map(|r| r["doc_id"].clone()).collect()
    };
    assert_eq!(read(), ["a.txt"]);
    for (name, bytes) in project.output() {
        let found = memchr::memmem::find(&bytes, b"nobody was to read");
        assert_eq!(found, None, "{name} holds what lies outside the corpus");
    }
    project.pipeline("[read]\nfollow_links = true\nexclude = [\"many.jsonl\", \"out/*\", \"folder/up/**\"]");
    assert_eq!(read(), ["a.txt", "diary.txt", "folder/diary.txt"]);
}

/// A quarter of the usual stack: what recurses on the depth of its input ends here.
#[test]
fn depth_of_the_input_costs_no_stack() {
    let project = Project::new();
    let deep = |open: &str, close: &str, n: usize| format!("{}{ARTICLE}{}", open.repeat(n), close.repeat(n));
    project
        .file("div.html", deep("<div>", "</div>", 50_000))
        .file("list.html", deep("<ul><li>", "", 50_000))
        .file("table.html", deep("<table><tr><td>", "", 20_000))
        .file("inline.html", deep("<b><i>", "", 20_000))
        .file("quote.md", deep("> ", "", 50_000))
        .file("list.md", deep("* ", "", 50_000))
        .file("brackets.txt", deep("((", "))", 200_000))
        .file("quotes.txt", deep("“", "”", 200_000))
        .file("text.jsonl", format!("{{\"text\":{}\n", "[".repeat(100_000)))
        .file(
            "other.jsonl",
            format!("{{\"text\":\"x\",\"a\":{}\n", "{\"a\":".repeat(100_000)),
        );
    let done = project
        .command(&["run", "p.toml"])
        .env("RUST_MIN_STACK", (512 << 10).to_string())
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(3), "{stderr}");
    let failed: Vec<String> = project
        .rows("documents")
        .iter()
        .filter(|r| r["status"] == "failed")
        .map(|r| r["source_path"].clone())
        .collect();
    assert_eq!(failed, ["other.jsonl", "text.jsonl"]);
}

/// The program cannot reach a network or start a program: it takes no function from the system's libraries that does.
#[cfg(all(target_os = "linux", target_endian = "little", target_pointer_width = "64"))]
#[test]
fn no_function_of_the_network_or_of_other_programs_is_imported() {
    let foreign = [
        "socket",
        "connect",
        "bind",
        "listen",
        "accept4",
        "send",
        "sendto",
        "recv",
        "recvfrom",
        "getaddrinfo",
        "fork",
        "vfork",
        "execve",
        "execvp",
        "posix_spawn",
        "posix_spawnp",
        "system",
        "popen",
    ];
    let names = imports(&fs::read(env!("CARGO_BIN_EXE_isnad")).unwrap()).expect("an ELF file");
    assert!(names.iter().any(|n| n == "read"), "the imports: {names:?}");
    for name in foreign {
        assert!(!names.iter().any(|n| n == name), "{name} is imported");
    }
}

/// The undefined names in the dynamic symbol table of a 64-bit little-endian ELF file.
#[cfg(target_os = "linux")]
fn imports(elf: &[u8]) -> Option<Vec<String>> {
    let number = |at: usize, bytes: usize| -> Option<usize> {
        let slice = elf.get(at..at + bytes)?;
        Some(slice.iter().rev().fold(0, |n, b| n << 8 | usize::from(*b)))
    };
    let (sections, size, count) = (number(0x28, 8)?, number(0x3a, 2)?, number(0x3c, 2)?);
    let section = |n: usize| sections + n * size;
    // Type 11 is SHT_DYNSYM; its link is the section of its strings.
    let table = (0..count).map(section).find(|at| number(at + 4, 4) == Some(11))?;
    let (start, length) = (number(table + 0x18, 8)?, number(table + 0x20, 8)?);
    let strings = number(section(number(table + 0x28, 4)?) + 0x18, 8)?;
    let mut names = Vec::new();
    for symbol in (start..start + length).step_by(24) {
        if number(symbol + 6, 2)? == 0 {
            let name = elf.get(strings + number(symbol, 4)?..)?.split(|b| *b == 0).next()?;
            names.push(String::from_utf8_lossy(name).into_owned());
        }
    }
    Some(names)
}
