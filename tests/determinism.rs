//! Same input, same bytes: any number of threads, any order of files, any time zone and locale.

mod program;

use std::path::Path;

use program::{Project, repository};

/// The sample corpus, its files created in another order, with the sample pipeline.
fn sample(reversed: bool) -> Project {
    let project = Project::new();
    let mut files = Vec::new();
    list(&repository("corpus/sample"), &mut files);
    if reversed {
        files.reverse();
    }
    for file in files {
        let name = file
            .strip_prefix(repository("corpus/sample"))
            .unwrap()
            .to_string_lossy()
            .into_owned();
        project.file(&name, std::fs::read(&file).unwrap());
    }
    std::fs::copy(repository("pipelines/gazetteer.csv"), project.path("gazetteer.csv")).unwrap();
    project.pipeline("[read]\nexclude = [\"README.md\"]\n[entities]\ngazetteers = [\"gazetteer.csv\"]");
    project
}

fn list(folder: &Path, into: &mut Vec<std::path::PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            list(&path, into)
        } else {
            into.push(path)
        }
    }
}

#[test]
fn threads_order_of_files_time_zone_and_locale_change_nothing() {
    let here = sample(false);
    let done = here
        .command(&["run", "p.toml"])
        .env("RAYON_NUM_THREADS", "1")
        .env("TZ", "UTC")
        .output()
        .unwrap();
    assert!(
        matches!(done.status.code(), Some(0 | 3)),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let elsewhere = sample(true);
    let done = elsewhere
        .command(&["run", "p.toml"])
        .env("RAYON_NUM_THREADS", "2")
        .env("TZ", "Pacific/Kiritimati")
        .env("LC_ALL", "ar_IQ.UTF-8")
        .output()
        .unwrap();
    assert!(
        matches!(done.status.code(), Some(0 | 3)),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let (a, b) = (here.output(), elsewhere.output());
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (name, bytes) in &a {
        assert!(bytes == &b[name], "{name} differs");
    }
    assert!(a.len() > 30, "fifteen tables twice and the metadata");
}

#[test]
fn a_run_with_the_ledger_that_a_run_wrote_gives_the_same_bytes() {
    let project = sample(false);
    assert!(matches!(project.isnad(&["run", "p.toml"]).code, 0 | 3));
    let first = project.output();
    std::fs::write(project.path("ledger.csv"), &first["ledger.csv"]).unwrap();
    project.pipeline(
        "[read]\nexclude = [\"README.md\"]\n[entities]\ngazetteers = [\"gazetteer.csv\"]\nledger = \"ledger.csv\"",
    );
    assert!(matches!(project.isnad(&["run", "p.toml"]).code, 0 | 3));
    for (name, bytes) in project.output() {
        assert!(bytes == first[&name], "{name} differs");
    }
}
