//! The commands as a user runs them: exit codes, sentences that help, nothing lost.

mod program;

use program::Project;

const ARTICLE: &str = "Basra council meets over water\n\nThe provincial council of Basra met on 5 March 2019 to discuss the water \
supply. Governor Asaad al-Eidani said that the new plant would open in June.\n\nCouncillors asked for a date.\n";

#[test]
fn run_builds_check_holds_and_validate_is_content() {
    let project = Project::new();
    project.file("a.txt", ARTICLE);
    project
        .isnad(&["run", "p.toml"])
        .exits(0)
        .says(&["1 document:", "written to out"]);
    project.isnad(&["check", "p.toml"]).exits(0).says(&["out is current"]);
    project.isnad(&["validate", "out"]).exits(0).says(&["sound"]);
    let dates = project.rows("dates");
    assert_eq!(dates[0]["value"], "2019-03-05");
}

#[test]
fn check_says_what_changed() {
    let project = Project::new();
    project.file("a.txt", ARTICLE);
    project.isnad(&["run", "p.toml"]).exits(0);
    let before = project.output();
    project.file("b.txt", "Another article about quite another thing, written later.\n");
    project
        .isnad(&["check", "p.toml"])
        .exits(1)
        .says(&["documents", "b.txt", "isnad run p.toml"]);
    assert_eq!(project.output(), before, "check changes nothing");
}

#[test]
fn check_before_the_first_run_is_not_current() {
    let project = Project::new();
    project.file("a.txt", ARTICLE);
    project
        .isnad(&["check", "p.toml"])
        .exits(1)
        .says(&["out is not there yet"]);
}

#[test]
fn a_missing_folder_is_named_with_the_line_that_names_it() {
    let project = Project::new();
    std::fs::remove_dir_all(project.path("corpus")).unwrap();
    project
        .isnad(&["run", "p.toml"])
        .exits(2)
        .says(&["corpus", "no such", "p.toml, line 1"]);
    assert!(!project.path("out").exists());
}

#[test]
fn an_empty_corpus_is_an_error() {
    let project = Project::new();
    project.isnad(&["run", "p.toml"]).exits(2).says(&["corpus"]);
    assert!(!project.path("out").exists());
}

#[test]
fn a_misspelt_key_is_named_with_its_line_and_what_there_is() {
    let project = Project::new();
    project.file("a.txt", ARTICLE).pipeline("[write]\ncvs = \"none\"");
    project
        .isnad(&["run", "p.toml"])
        .exits(2)
        .says(&["p.toml", "line 4", "cvs", "csv"]);
}

#[test]
fn a_missing_pipeline_file_is_an_error_that_helps() {
    Project::new()
        .isnad(&["run", "nowhere.toml"])
        .exits(2)
        .says(&["nowhere.toml", "no such file"]);
}

#[test]
fn a_missing_gazetteer_is_an_error_and_the_old_dataset_stays() {
    let project = Project::new();
    project.file("a.txt", ARTICLE);
    project.isnad(&["run", "p.toml"]).exits(0);
    let before = project.output();
    project.pipeline("[entities]\ngazetteers = [\"nowhere.csv\"]");
    project.isnad(&["run", "p.toml"]).exits(2).says(&["nowhere.csv"]);
    assert_eq!(project.output(), before);
}

#[test]
fn a_bad_line_is_a_row_of_documents_and_of_diagnostics_and_exit_code_3() {
    let project = Project::new();
    project.file(
        "a.jsonl",
        "{\"id\": \"x\", \"text\": \"A good record about nothing.\"}\n{\"text\": \n",
    );
    project.isnad(&["run", "p.toml"]).exits(3).says(&["1 of the inputs"]);
    let documents = project.rows("documents");
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[0]["doc_id"], "a.jsonl#line:2");
    assert_eq!(documents[0]["status"], "failed");
    assert_eq!(documents[1]["doc_id"], "a.jsonl#x");
    assert!(
        project
            .rows("diagnostics")
            .iter()
            .any(|d| d["level"] == "error" && d["message"].contains("line 2"))
    );
    project.isnad(&["validate", "out"]).exits(0);
}

#[test]
fn limits_that_do_not_hold_keep_the_old_dataset() {
    let project = Project::new();
    project.file("a.txt", ARTICLE);
    project.isnad(&["run", "p.toml"]).exits(0);
    let before = project.output();
    project.pipeline("[assert]\ndocuments.min_rows = 5");
    project
        .isnad(&["run", "p.toml"])
        .exits(2)
        .says(&["documents has 1 row,", "min_rows = 5"]);
    assert_eq!(project.output(), before);
    project.file("b.jsonl", "{\"text\": \n");
    project.pipeline("[assert]\ndocuments = { min_rows = 5, max_failed_share = 0.4, max_removed_share = 0 }\nmentions.max_unlinked_share = 1");
    let told = project.isnad(&["run", "p.toml"]).exits(2).says(&[
        "documents has 2 rows, fewer than min_rows = 5",
        "1 of 2 documents could not be read, more than max_failed_share = 0.4",
    ]);
    assert!(
        !told.stderr.contains("unlinked") && told.stderr.lines().count() == 1,
        "{}",
        told.stderr
    );
    assert_eq!(project.output(), before);
    project.pipeline("[assert]\ndocuments = { min_rows = 2, max_failed_share = 0.5, max_removed_share = 0.9 }");
    project.isnad(&["run", "p.toml"]).exits(3);
    project.isnad(&["validate", "out"]).exits(0);
    // A dataset that lost rows no longer holds the limits that it was published with.
    let package = std::fs::read_to_string(project.path("out/datapackage.json")).unwrap();
    let fewer = package.replace("\"min_rows\": 2", "\"min_rows\": 3");
    assert_ne!(package, fewer);
    std::fs::write(project.path("out/datapackage.json"), fewer).unwrap();
    project
        .isnad(&["validate", "out"])
        .exits(1)
        .says(&["documents has 2 rows, fewer than min_rows = 3"]);
}

#[test]
fn an_output_folder_with_other_files_is_refused() {
    let project = Project::new();
    project.file("a.txt", ARTICLE);
    std::fs::create_dir(project.path("out")).unwrap();
    std::fs::write(project.path("out/thesis.docx"), "years of work").unwrap();
    project.isnad(&["run", "p.toml"]).exits(2).says(&["thesis.docx"]);
    assert!(project.path("out/thesis.docx").exists());
}

#[test]
fn an_output_inside_the_corpus_is_refused() {
    let project = Project::new();
    project.file("a.txt", ARTICLE);
    std::fs::write(
        project.path("p.toml"),
        "corpus = [\"corpus\"]\noutput = \"corpus/out\"\n",
    )
    .unwrap();
    project.isnad(&["run", "p.toml"]).exits(2).says(&["inside the corpus"]);
}

#[cfg(unix)]
#[test]
fn a_read_only_place_is_an_error_that_helps() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new();
    project.file("a.txt", ARTICLE);
    let locked = project.path("locked");
    std::fs::create_dir(&locked).unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o555)).unwrap();
    if std::fs::write(locked.join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write anywhere");
        return;
    }
    std::fs::write(
        project.path("p.toml"),
        "corpus = [\"corpus\"]\noutput = \"locked/out\"\n",
    )
    .unwrap();
    project
        .isnad(&["run", "p.toml"])
        .exits(2)
        .says(&["locked", "permission denied"]);
}

#[test]
fn an_output_below_a_file_is_an_error_that_helps() {
    let project = Project::new();
    project.file("a.txt", ARTICLE);
    std::fs::write(
        project.path("p.toml"),
        "corpus = [\"corpus\"]\noutput = \"corpus/a.txt/out\"\n",
    )
    .unwrap();
    let done = project.isnad(&["run", "p.toml"]).exits(2);
    assert!(done.stderr.contains("out"), "{}", done.stderr);
}

#[test]
fn text_none_writes_no_text() {
    let project = Project::new();
    project.file("a.txt", ARTICLE).pipeline("[write]\ntext = \"none\"");
    project.isnad(&["run", "p.toml"]).exits(0);
    project.isnad(&["validate", "out"]).exits(0);
    assert!(project.rows("sources").is_empty());
    assert!(project.rows("segments").iter().all(|s| s["text"].is_empty()));
    for (name, bytes) in project.output() {
        if name.ends_with(".csv") {
            assert!(
                !String::from_utf8_lossy(&bytes).contains("Councillors asked"),
                "{name} holds the text"
            );
        }
    }
}

#[test]
fn schema_prints_tables_and_knows_its_own() {
    let project = Project::new();
    let all = project.isnad(&["schema"]).exits(0);
    assert!(all.stdout.contains("entity_merges") && all.stdout.contains("char_start"));
    let one = project.isnad(&["schema", "mentions", "--format", "json"]).exits(0);
    assert!(serde_json::from_str::<serde_json::Value>(&one.stdout).is_ok());
    project
        .isnad(&["schema", "nonsense"])
        .exits(2)
        .says(&["nonsense", "documents"]);
}

#[test]
fn validate_of_no_dataset_is_an_error() {
    let project = Project::new();
    project.isnad(&["validate", "nowhere"]).exits(2).says(&["nowhere"]);
}

#[test]
fn messages_as_json_are_json() {
    let project = Project::new();
    let done = project
        .isnad(&["--message-format", "json", "run", "nowhere.toml"])
        .exits(2);
    let message: serde_json::Value = serde_json::from_str(done.stderr.trim()).expect("one JSON object");
    assert_eq!(message["level"], "error");
}

#[test]
fn help_teaches() {
    let project = Project::new();
    for command in ["run", "check", "validate", "schema"] {
        let done = project.isnad(&[command, "--help"]).exits(0);
        assert!(done.stdout.len() > 300, "{command} --help is short:\n{}", done.stdout);
    }
}

#[test]
fn names_compare_scores_pairs_of_both_scripts() {
    let project = Project::new();
    let pairs =
        "name_a\tname_b\ttype\nQais al-Khazali\tقيس الخزعلي\tperson\nQais al-Khazali\tLaith al-Khazali\tperson\n";
    std::fs::write(project.path("pairs.tsv"), pairs).unwrap();
    let done = project.isnad(&["names", "compare", "--pairs", "pairs.tsv"]).exits(0);
    let scores: Vec<f32> = done
        .stdout
        .lines()
        .skip(1)
        .map(|l| l.rsplit('\t').next().unwrap().parse().unwrap())
        .collect();
    assert!(scores[0] > 0.8 && scores[1] < 0.7, "{scores:?}");
    std::fs::write(project.path("pairs.tsv"), "left\tright\n").unwrap();
    project
        .isnad(&["names", "compare", "--pairs", "pairs.tsv"])
        .exits(2)
        .says(&["name_a"]);
}

#[test]
fn settings_that_cannot_be_meant_are_refused() {
    let project = Project::new();
    project.file("a.txt", ARTICLE);
    for (setting, part) in [
        ("[dedupe]\nnear = 7.0", "near = 7"),
        ("[dataset]\npublished = \"yesterday\"", "yesterday"),
        ("[assert]\nnonsense.min_rows = 1", "nonsense"),
    ] {
        project.pipeline(setting);
        project.isnad(&["run", "p.toml"]).exits(2).says(&["p.toml", part]);
    }
}
