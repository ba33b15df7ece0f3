//! The program, run as a user runs it, in a folder of its own.
#![allow(dead_code)] // each test file uses a part

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A temporary folder with a corpus and a pipeline file.
pub struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    /// An empty project: `corpus/`, and `p.toml` that writes to `out`.
    pub fn new() -> Project {
        let project = Project {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        std::fs::create_dir(project.path("corpus")).expect("corpus");
        project.pipeline("");
        project
    }

    /// A path in the project.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    /// Writes a file of the corpus.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Project {
        let path = self.path("corpus").join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        std::fs::write(path, content).expect("a file");
        self
    }

    /// Writes the pipeline file with these settings added.
    pub fn pipeline(&self, settings: &str) -> &Project {
        let text = format!("corpus = [\"corpus\"]\noutput = \"out\"\n{settings}\n");
        std::fs::write(self.path("p.toml"), text).expect("a pipeline file");
        self
    }

    /// Runs isnad in the project.
    pub fn isnad(&self, arguments: &[&str]) -> Done {
        Done::of(self.command(arguments).output().expect("isnad runs"))
    }

    /// The command, to set its environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_isnad"));
        command.args(arguments).current_dir(self.folder.path());
        command
    }

    /// Every file of a written dataset with its bytes.
    pub fn output(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.path("out"))
    }

    /// The rows of a written table, from its CSV: column name → cell.
    pub fn rows(&self, table: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(self.path("out").join(format!("{table}.csv"))).expect("a table");
        let names = reader.headers().expect("a header").clone();
        reader
            .records()
            .map(|r| {
                names
                    .iter()
                    .map(String::from)
                    .zip(r.expect("a row").iter().map(String::from))
                    .collect()
            })
            .collect()
    }
}

/// What a command printed, and its exit code.
pub struct Done {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Done {
    fn of(output: Output) -> Done {
        Done {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Holds the exit code against the expected one, showing what was printed.
    #[track_caller]
    pub fn exits(self, code: i32) -> Done {
        assert_eq!(self.code, code, "exit code; stderr:\n{}", self.stderr);
        self
    }

    /// Holds that stderr has all these.
    #[track_caller]
    pub fn says(self, parts: &[&str]) -> Done {
        for part in parts {
            assert!(
                self.stderr.contains(part),
                "`{part}` is not in stderr:\n{}",
                self.stderr
            );
        }
        self
    }
}

/// All files below a folder with their bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(folder)
        .expect("a folder")
        .map(|e| e.expect("an entry"))
        .filter(|e| e.path().is_file())
        .map(|e| {
            (
                e.file_name().to_string_lossy().into_owned(),
                std::fs::read(e.path()).expect("a file"),
            )
        })
        .collect()
}

/// A file of the project's repository.
pub fn repository(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

/// The five real articles, where they are at hand; says so when they are not.
pub fn real_articles() -> Option<PathBuf> {
    let folder = repository("../shared/corpus");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: the real articles (../shared/corpus) are not here");
    None
}
