//! `isnad init`: what it writes works as it is, and it never writes over anything.

mod program;

use std::collections::BTreeMap;
use std::path::Path;

use program::Project;

/// All files below a folder, with their paths in it.
fn below(folder: &Path) -> BTreeMap<String, String> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|e| e.unwrap())
        .filter(|e| e.file_type().is_file())
        .map(|e| {
            let name = e.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            let content = std::fs::read(e.path()).unwrap();
            (name, String::from_utf8_lossy(&content).into_owned())
        })
        .collect()
}

#[test]
fn what_it_writes_runs_and_is_current() {
    let project = Project::new();
    let pipeline = "new/pipelines/articles.toml";
    let told = project
        .isnad(&["init", "new"])
        .exits(0)
        .says(&["next: isnad run new/pipelines/articles.toml"]);
    assert_eq!(told.stdout, "");
    for name in below(&project.path("new")).keys() {
        assert!(told.stderr.contains(name.as_str()), "{name} is not told of");
    }
    project.isnad(&["check", pipeline]).exits(1).says(&["not there yet"]);
    project
        .isnad(&["run", pipeline])
        .exits(0)
        .says(&["1 document: 0 with warnings", "written to new/output/articles"]);
    project.isnad(&["check", pipeline]).exits(0).says(&["is current"]);
    project.isnad(&["validate", "new/output/articles"]).exits(0);

    // The sample shows what isnad does: what was stripped, a relative date, one person in two scripts.
    let read = |name: &str| std::fs::read_to_string(project.path("new/output/articles").join(name)).unwrap();
    let removed = read("removed_spans.csv");
    for part in ["Weather", "Subscribe", "All rights reserved"] {
        assert!(removed.contains(part), "{part} is not removed");
    }
    assert!(read("dates.csv").contains(",2024-03-12,"), "Tuesday, and 12 آذار");
    let documents = read("documents.csv");
    assert!(documents.contains("Harbour Post") && documents.contains("Leila Haddad"));
    assert!(
        read("entity_names.csv")
            .lines()
            .any(|l| l.starts_with("yusuf-al-rimali,يوسف الرملي"))
    );

    // The workflow and the hook run what was tried here.
    let files = below(&project.path("new"));
    for name in [".github/workflows/isnad.yml", ".pre-commit-config.yaml", "README.md"] {
        assert!(files[name].contains("isnad check"), "{name}");
    }
    for name in [".github/workflows/isnad.yml", ".pre-commit-config.yaml"] {
        assert!(files[name].contains("pipelines/articles.toml"), "{name}");
    }
    let workflow = &files[".github/workflows/isnad.yml"];
    for part in [
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_RUST_VERSION"),
        "--locked",
        "--message-format github",
    ] {
        assert!(workflow.contains(part), "{part}");
    }
}

#[test]
fn the_committed_dataset_is_not_current_when_an_article_changes() {
    let project = Project::new();
    project
        .isnad(&["init", "."])
        .exits(0)
        .says(&["next: isnad run pipelines/articles.toml"]);
    project.isnad(&["run", "pipelines/articles.toml"]).exits(0);
    project.file(
        "harbour-post/walls.txt",
        "The outer wall at Port Salwan held on 2 May 2024.\n",
    );
    project
        .isnad(&["check", "pipelines/articles.toml", "--message-format", "github"])
        .exits(1)
        .says(&["::error::", "output/articles is not what the corpus gives now"]);
}

#[test]
fn nothing_that_is_there_is_written_over() {
    let project = Project::new();
    std::fs::create_dir_all(project.path("new/corpus")).unwrap();
    for name in ["README.md", ".gitignore", "corpus/sources.csv"] {
        std::fs::write(project.path("new").join(name), "mine").unwrap();
    }
    let told = project.isnad(&["init", "new"]).exits(0);
    assert!(
        told.stderr
            .contains("there already, and left as it is: README.md, corpus/sources.csv and .gitignore;")
    );
    let files = below(&project.path("new"));
    for (name, content) in &files {
        let mine = ["README.md", ".gitignore", "corpus/sources.csv"].contains(&name.as_str());
        assert_eq!(content == "mine", mine, "{name}");
    }
    assert_eq!(files.len(), 8);

    // A second time it may not begin; nor beside either of what it is about.
    project
        .isnad(&["init", "new"])
        .exits(2)
        .says(&["pipelines/articles.toml and .github/workflows/isnad.yml already"]);
    assert_eq!(below(&project.path("new")), files);
    std::fs::create_dir_all(project.path("other/pipelines")).unwrap();
    std::fs::write(project.path("other/pipelines/articles.toml"), "mine").unwrap();
    project
        .isnad(&["init", "other"])
        .exits(2)
        .says(&["nothing was written"]);
    assert_eq!(below(&project.path("other")).len(), 1);
}

#[test]
fn what_cannot_be_written_leaves_nothing_behind() {
    let project = Project::new();
    std::fs::write(project.path("file"), "mine").unwrap();
    project
        .isnad(&["init", "file"])
        .exits(2)
        .says(&["cannot write README.md in file", "file is no folder"]);
    assert_eq!(std::fs::read_to_string(project.path("file")).unwrap(), "mine");
    std::fs::create_dir(project.path("half")).unwrap();
    std::fs::write(project.path("half/.github"), "mine").unwrap();
    project
        .isnad(&["init", "half"])
        .exits(2)
        .says(&["half/.github is no folder", "nothing was left behind"]);
    let left: Vec<_> = std::fs::read_dir(project.path("half"))
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(left, [".github"]);
}

#[test]
fn a_folder_within_a_repository_is_told_where_the_workflow_must_lie() {
    let project = Project::new();
    std::fs::create_dir_all(project.path("repo/.git")).unwrap();
    project.isnad(&["init", "repo/my data"]).exits(0).says(&[
        "is not the root of its repository",
        "next: isnad run 'repo/my data/pipelines/articles.toml'",
    ]);
    let root = project.isnad(&["init", "repo"]).exits(0);
    assert!(!root.stderr.contains("is not the root"), "{}", root.stderr);
}

/// A parser for YAML is no dependency; these are the mistakes that templates have. CI reads them with a true parser.
#[test]
fn the_yaml_files_are_indented_by_two_and_have_no_tabs() {
    let project = Project::new();
    project.isnad(&["init", "new"]).exits(0);
    for (name, text) in below(&project.path("new")) {
        if !name.ends_with(".yml") && !name.ends_with(".yaml") {
            continue;
        }
        for line in text
            .lines()
            .filter(|l| !l.trim().is_empty() && !l.trim_start().starts_with('#'))
        {
            let indent = line.len() - line.trim_start().len();
            assert!(
                indent.is_multiple_of(2) && !line.contains('\t') && line == line.trim_end(),
                "{name}: {line}"
            );
        }
        assert!(text.contains(":\n"), "{name}");
    }
}
