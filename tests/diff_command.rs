//! `isnad diff` and `isnad check` as a user runs them: what they say of a change, to people, programs and GitHub.

mod program;

use std::fs;
use std::path::Path;

use polars::prelude::*;
use program::{Done, Project};
use serde_json::{Value, json};

const WATER: &str = "Basra council meets over water\n\nThe provincial council of Basra met on 5 March 2019 to discuss the \
water supply. Governor Asaad al-Eidani said that the new plant would open in June.\n\nCouncillors asked for a date.\n";

const KARIM: &str = "Engineers visit the plant\n\nEngineer Karim al-Sabti visited the water plant in Nasiriyah on 7 April 2019. \
Mr. al-Sabti praised the staff.\n\nMinister Layla Haddad thanked Karim al-Sabti. Haddad left the same day.\n";

const KAREEM: &str = "A hospital opens\n\nDoctor Kareem al-Sabti opened a hospital in Nasiriyah on 9 May 2019. Kareem al-Sabti \
thanked the nurses, and said that al-Sabti was his name.\n";

/// A built dataset of the three articles.
fn project() -> Project {
    let project = Project::new();
    project.file("a.txt", WATER).file("b.txt", KARIM).file("c.txt", KAREEM);
    project.isnad(&["run", "p.toml"]).exits(0);
    project
}

/// Keeps the dataset as `old`.
fn keep(project: &Project) {
    fs::create_dir(project.path("old")).unwrap();
    for (name, bytes) in project.output() {
        fs::write(project.path("old").join(name), bytes).unwrap();
    }
}

/// Keeps the dataset and builds it again with these settings.
fn rebuilt(project: &Project, settings: &str) {
    keep(project);
    project.pipeline(settings).isnad(&["run", "p.toml"]).exits(0);
}

fn diff(project: &Project, more: &[&str]) -> Done {
    project.isnad(&[&["diff", "old", "out"], more].concat())
}

fn json_of(project: &Project, more: &[&str]) -> Value {
    let done = diff(project, &[&["--format", "json"], more].concat());
    serde_json::from_str(&done.stdout).expect("one JSON object")
}

fn table<'a>(difference: &'a Value, name: &str) -> &'a Value {
    let mut tables = difference["tables"].as_array().unwrap().iter();
    tables.find(|t| t["table"] == name).expect("the table")
}

/// Changes a Parquet file of the old dataset.
fn rewrite(file: &Path, change: impl FnOnce(&mut DataFrame)) {
    let mut frame = ParquetReader::new(fs::File::open(file).unwrap()).finish().unwrap();
    change(&mut frame);
    ParquetWriter::new(fs::File::create(file).unwrap())
        .finish(&mut frame)
        .unwrap();
}

#[test]
fn the_same_dataset_is_the_same() {
    let project = project();
    keep(&project);
    let done = diff(&project, &[]).exits(0);
    assert_eq!(done.stdout, "all tables are the same\n");
    let told = json_of(&project, &[]);
    assert_eq!(
        (&told["same"], &told["files"], &told["why"]),
        (&json!(true), &json!([]), &json!([]))
    );
    assert_eq!(table(&told, "documents")["rows_after"], 3);
}

#[test]
fn a_change_of_one_article_is_told_in_every_format() {
    let project = project();
    keep(&project);
    project.file("a.txt", WATER.replace("June", "July"));
    project.isnad(&["run", "p.toml"]).exits(0);
    let text = diff(&project, &[]).exits(1).stdout;
    for part in [
        "  ~ a.txt/t",
        "value: \"2019-06\"\n",
        "→  \"2019-07\"\n",
        "why: 1 document changed in the corpus: a.txt\n",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    let counted = text
        .lines()
        .find(|l| l.starts_with("documents "))
        .expect("a line of the table");
    assert_eq!(
        counted.split_whitespace().collect::<Vec<_>>(),
        ["documents", "3", "3", "1"]
    );
    let told = json_of(&project, &[]);
    let dates = table(&told, "dates");
    assert_eq!(
        (&dates["added"], &dates["removed"], &dates["changed"]),
        (&json!(0), &json!(0), &json!(1))
    );
    let cells = dates["changed_rows"][0]["cells"].as_array().unwrap();
    assert!(
        cells.contains(&json!({"column": "value", "old": "2019-06", "new": "2019-07"})),
        "{cells:?}"
    );
    assert_eq!(told["why"][0]["cause"], "corpus");
    // The text counts the same tables and rows as the JSON.
    let differing = told["tables"].as_array().unwrap().iter().filter(|t| t["changed"] != 0);
    assert!(text.starts_with(&format!("{} tables differ\n", differing.clone().count())));
    for t in differing {
        let line = format!("\n{}: {} row", t["table"].as_str().unwrap(), t["changed"]);
        assert!(text.contains(&line), "{line:?} is not in\n{text}");
    }
    let markdown = diff(&project, &["--format", "md"]).exits(1).stdout;
    assert!(
        markdown.starts_with("### <code>old</code> → <code>out</code>: "),
        "{markdown}"
    );
    assert!(markdown.contains("| dates | ") && markdown.contains("<details><summary>dates: 1 row changed"));
}

#[test]
fn rows_that_come_and_go_are_named_up_to_the_limit_and_all_in_json() {
    let project = project();
    keep(&project);
    for n in 0..8 {
        project.file(
            &format!("more{n}.txt"),
            format!("Report number {n} says that the river is {n} metres deep.\n"),
        );
    }
    fs::remove_file(project.path("corpus/a.txt")).unwrap();
    project.isnad(&["run", "p.toml"]).exits(0);
    let text = diff(&project, &["--limit", "2"]).exits(1).stdout;
    let documents =
        "documents: 8 rows added, 1 row removed\n  + more0.txt\n  + more1.txt\n  and 6 more added\n  - a.txt\n";
    assert!(text.contains(documents), "{text}");
    let told = json_of(&project, &["--limit", "2"]);
    assert_eq!(table(&told, "documents")["added_keys"].as_array().unwrap().len(), 8);
    assert_eq!(table(&told, "documents")["removed_keys"], json!([["a.txt"]]));
}

#[test]
fn a_merge_and_a_split_by_decisions_are_told() {
    let project = project();
    fs::write(
        project.path("d.csv"),
        "left,right,type,judgement\nKarim al-Sabti,Kareem al-Sabti,PERSON,different\n",
    )
    .unwrap();
    rebuilt(&project, "[entities]\ndecisions = [\"d.csv\"]");
    let text = diff(&project, &[]).exits(1).stdout;
    let split = "split: kareem-al-sabti  \"Kareem al-Sabti\"\n  3 mentions  kareem-al-sabti  \"Kareem al-Sabti\"\n  \
                 3 mentions  karim-al-sabti  \"Karim al-Sabti\"\n";
    assert!(text.contains(split), "{text}");
    let told = json_of(&project, &[]);
    assert_eq!(told["entities"]["split"][0]["into"][1]["entity_id"], "karim-al-sabti");
    assert_eq!(
        (&told["entities"]["merged"], &told["entities"]["moved_mentions"]),
        (&json!([]), &json!(0))
    );
    // The other way round it is a merge.
    let back = project.isnad(&["diff", "out", "old", "--format", "json"]).exits(1);
    let back: Value = serde_json::from_str(&back.stdout).unwrap();
    let merged = &back["entities"]["merged"][0];
    assert_eq!(merged["into"]["name"], "Kareem al-Sabti");
    let part = json!({"entity_id": "karim-al-sabti", "name": "Karim al-Sabti", "shared": 3, "by": "mentions"});
    assert_eq!(merged["from"][1], part);
    assert_eq!(back["entities"]["split"], json!([]));
    let text = project.isnad(&["diff", "out", "old"]).exits(1).stdout;
    assert!(
        text.contains("merged into kareem-al-sabti  \"Kareem al-Sabti\"\n"),
        "{text}"
    );
}

#[test]
fn an_entity_with_another_name_is_told() {
    let project = project();
    let gazetteer = |name: &str| {
        let rows = format!(
            "key,type,name,kind,lang,ids,lat,lon,country\nn,LOC,{name},canonical,en,,,,\nn,LOC,Nasiriyah,alias,en,,,,\n"
        );
        fs::write(project.path("g.csv"), rows).unwrap();
    };
    gazetteer("An Nasiriyah");
    project
        .pipeline("[entities]\ngazetteers = [\"g.csv\"]")
        .isnad(&["run", "p.toml"])
        .exits(0);
    gazetteer("Nasiriyah City");
    keep(&project);
    project.isnad(&["run", "p.toml"]).exits(0);
    let text = diff(&project, &[]).exits(1).stdout;
    let renamed = "entities with another name\n  n  \"An Nasiriyah\"\n  → n  \"Nasiriyah City\"\n";
    assert!(text.contains(renamed), "{text}");
    let told = json_of(&project, &[]);
    assert_eq!(
        told["entities"]["renamed"][0]["new"],
        json!({"entity_id": "n", "name": "Nasiriyah City"})
    );
}

#[test]
fn scores_within_the_tolerance_are_the_same() {
    let project = project();
    keep(&project);
    rewrite(&project.path("old/mentions.parquet"), |frame| {
        let scores = frame.column("score").unwrap().f32().unwrap().clone();
        let lower: Float32Chunked = scores.apply_values(|x| x - 0.125);
        frame
            .with_column(lower.into_series().with_name("score".into()).into())
            .unwrap();
    });
    let told = json_of(&project, &[]);
    let mentions = table(&told, "mentions");
    assert_eq!(
        mentions["columns"],
        json!([{"column": "score", "rows": mentions["rows_after"]}])
    );
    assert_eq!((told["same"].as_bool(), diff(&project, &[]).code), (Some(false), 1));
    diff(&project, &["--tolerance", "0.12"]).exits(1);
    let done = diff(&project, &["--tolerance", "0.13"]).exits(0);
    assert!(done.stdout.starts_with("all tables are the same\n"), "{}", done.stdout);
    for wrong in ["-1", "NaN", "much"] {
        diff(&project, &[&format!("--tolerance={wrong}")])
            .exits(2)
            .says(&["0.001"]);
    }
}

#[test]
fn what_is_no_dataset_is_an_error() {
    let project = project();
    project
        .isnad(&["diff", "nowhere", "out"])
        .exits(2)
        .says(&["nowhere", "no such file or folder"]);
    project
        .isnad(&["diff", "out", "corpus"])
        .exits(2)
        .says(&["corpus", "no dataset", "isnad run"]);
    let done = project.isnad(&["diff", "out", "p.toml"]).exits(2);
    assert!(done.stdout.is_empty());
}

/// Writes `run.json` of both datasets.
fn runs(project: &Project, old: &Value, new: &Value) {
    for (folder, run) in [("old", old), ("out", new)] {
        fs::write(project.path(folder).join("run.json"), run.to_string()).unwrap();
    }
}

#[test]
fn run_json_tells_why() {
    let project = project();
    keep(&project);
    let run = json!({"isnad": "0.1.0", "schema_version": 1, "settings": "aa", "corpus": {"documents": 3, "blake3": "cc"},
        "resources": [{"path": "gazetteer.csv", "blake3": "11"}]});
    let causes = |change: fn(&mut Value)| -> Vec<String> {
        let mut new = run.clone();
        change(&mut new);
        runs(&project, &run, &new);
        let told = json_of(&project, &[]);
        assert_eq!(told["same"], true, "the tables are the same");
        let why = told["why"].as_array().unwrap().iter();
        why.map(|r| format!("{}: {}", r["cause"].as_str().unwrap(), r["message"].as_str().unwrap()))
            .collect()
    };
    let changes: [fn(&mut Value); 4] = [
        |r| r["isnad"] = "0.2.0".into(),
        |r| r["settings"] = "bb".into(),
        |r| r["resources"][0]["blake3"] = "22".into(),
        |r| r["corpus"]["blake3"] = "dd".into(),
    ];
    let told: Vec<String> = changes.into_iter().flat_map(causes).collect();
    let want = [
        "version: the version of isnad changed: 0.1.0 became 0.2.0",
        "settings: the settings changed (the pipeline file)",
        "resource: the resource gazetteer.csv changed",
        "corpus: the corpus changed",
    ];
    assert_eq!(told, want);
    // Nothing of it: a file that the data package does not list was edited, which nothing tells.
    runs(&project, &run, &run);
    fs::write(project.path("old/README.md"), "something else\n").unwrap();
    let told = json_of(&project, &[]);
    assert_eq!(told["why"][0]["cause"], "unknown");
    let message = told["why"][0]["message"].as_str().unwrap();
    assert!(
        message.contains("the ledger, a file that datapackage.json does not list, or the program"),
        "{message}"
    );
    assert_eq!(told["why"].as_array().unwrap().len(), 1);
}

#[test]
fn an_edited_new_dataset_is_told_too() {
    let project = project();
    keep(&project);
    rewrite(&project.path("out/mentions.parquet"), |frame| {
        *frame = frame.slice(1, frame.height() - 1)
    });
    let told = json_of(&project, &[]);
    assert_eq!(told["why"][0]["cause"], "edited");
    let message = told["why"][0]["message"].as_str().unwrap();
    assert!(message.contains("out/datapackage.json"), "{message}");
}

#[test]
fn what_is_odd_about_the_corpus_belongs_to_it() {
    let project = project();
    keep(&project);
    project.file("sources.csv", "path,publisher\nnowhere.txt,Nobody\n");
    project.isnad(&["run", "p.toml"]).exits(0);
    let told = json_of(&project, &[]);
    assert_eq!(table(&told, "diagnostics")["added"], 1);
    assert_eq!(
        told["why"],
        json!([{"cause": "corpus", "message": "the corpus changed"}])
    );
}

#[test]
fn an_article_that_was_rewritten_merges_nobody() {
    let project = project();
    let strike = "A strike in Umm Qasr\n\nThe union leader Omar Zaki spoke to dockers in Umm Qasr on 7 March 2019.\n";
    project.file("d.txt", strike).isnad(&["run", "p.toml"]).exits(0);
    keep(&project);
    project.file("d.txt", strike.replace("Omar Zaki", "Layla Haddad"));
    project.isnad(&["run", "p.toml"]).exits(0);
    let told = json_of(&project, &[]);
    let entities = table(&told, "entities");
    assert_eq!(entities["removed_keys"], json!([["omar-zaki"]]));
    assert_eq!(
        (&told["entities"]["merged"], &told["entities"]["moved_mentions"]),
        (&json!([]), &json!(0))
    );
}

#[test]
fn names_of_columns_command_no_terminal() {
    let project = project();
    keep(&project);
    rewrite(&project.path("old/mentions.parquet"), |frame| {
        let column = frame.column("score").unwrap().clone();
        frame.with_column(column.with_name("a\u{1b}[31m|<b>".into())).unwrap();
    });
    let text = diff(&project, &[]).exits(1).stdout;
    assert!(text.contains("a\\u{1b}[31m|<b>") && !text.contains('\u{1b}'), "{text}");
    let markdown = diff(&project, &["--format", "md"]).exits(1).stdout;
    assert!(!markdown.contains('\u{1b}') && !markdown.contains("<b>"), "{markdown}");
}

/// A column of both tables that differs is counted in the table, too.
#[test]
fn names_of_columns_that_differ_command_no_terminal() {
    let project = project();
    keep(&project);
    for (folder, add) in [("old", 0.0), ("out", 1.0)] {
        rewrite(&project.path(&format!("{folder}/mentions.parquet")), |frame| {
            let scores = frame.column("score").unwrap().f32().unwrap().apply_values(|x| x + add);
            let name = "a\u{1b}[31m<b>";
            frame
                .with_column(scores.into_series().with_name(name.into()).into())
                .unwrap();
        });
    }
    for format in ["text", "md"] {
        let printed = diff(&project, &["--format", format]).exits(1).stdout;
        assert!(printed.contains("31m") && !printed.contains('\u{1b}'), "{printed}");
        assert!(format == "text" || !printed.contains("<b>"), "{printed}");
    }
}

#[test]
fn check_says_what_run_would_say_of_broken_limits() {
    let project = project();
    project.pipeline("[assert]\ndocuments.min_rows = 9");
    let done = project.isnad(&["check", "p.toml"]).exits(1);
    let done = done.says(&[
        "`isnad run p.toml` would refuse",
        "documents has 3 rows, fewer than min_rows = 9",
    ]);
    assert!(!done.stderr.contains("brings it up to date"), "{}", done.stderr);
}

#[test]
fn check_of_an_output_that_is_a_file_is_an_error() {
    let project = Project::new();
    project.file("a.txt", WATER);
    fs::write(project.path("out"), "mine").unwrap();
    project
        .isnad(&["check", "p.toml"])
        .exits(2)
        .says(&["out", "it is a file"]);
}

#[test]
fn a_file_edited_by_hand_is_told_from_a_changed_program() {
    let project = project();
    rewrite(&project.path("out/mentions.parquet"), |frame| {
        *frame = frame.slice(1, frame.height() - 1)
    });
    let done = project.isnad(&["check", "p.toml"]).exits(1);
    done.says(&[
        "mentions: 1 row added",
        "mentions.parquet was edited by hand or damaged",
        "out is not what the corpus gives",
    ]);
    // Also a file that cannot be read any more.
    fs::write(project.path("out/mentions.parquet"), "nothing").unwrap();
    let done = project.isnad(&["check", "p.toml"]).exits(1);
    done.says(&["cannot read", "mentions.parquet was edited by hand or damaged"]);
}

#[test]
fn check_tells_a_changed_setting_and_leaves_the_dataset_alone() {
    let project = project();
    let before = project.output();
    project.pipeline("[dates]\nmode = \"off\"");
    let done = project.isnad(&["check", "p.toml"]).exits(1);
    assert!(done.stdout.is_empty(), "data goes to stdout, and check has none");
    done.says(&["dates: ", "rows removed", "settings", "isnad run p.toml"]);
    assert_eq!(project.output(), before);
}

#[test]
fn check_annotates_the_file_of_every_table_that_differs() {
    let project = project();
    project.file("a.txt", WATER.replace("June", "July"));
    let page = project.path("page.md");
    fs::write(&page, "what stood there\n").unwrap();
    let done = project
        .command(&["--message-format", "github", "check", "p.toml"])
        .env("GITHUB_STEP_SUMMARY", &page)
        .output()
        .unwrap();
    let stderr = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(1));
    for line in stderr.lines() {
        assert!(line.starts_with("::error") || line.starts_with("::notice"), "{line}");
    }
    assert!(
        stderr.contains("\n::error file=out/dates.parquet,title=dates%3A 1 row changed (text 1%2C"),
        "{stderr}"
    );
    assert!(
        stderr.contains("::notice::1 document changed in the corpus: a.txt"),
        "{stderr}"
    );
    let page = fs::read_to_string(page).unwrap();
    assert!(page.starts_with("what stood there\n### <code>out</code> → "), "{page}");
    // Programs get one object a line, with the counts.
    let done = project.isnad(&["--message-format", "json", "check", "p.toml"]).exits(1);
    let lines: Vec<Value> = done
        .stderr
        .lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect();
    let dates = lines
        .iter()
        .find(|l| l["table"] == "dates")
        .expect("a line about dates");
    assert_eq!((&dates["level"], &dates["changed"]), (&json!("error"), &json!(1)));
    assert_eq!(dates["file"], "out/dates.parquet");
    assert!(lines.iter().any(|l| l["cause"] == "corpus" && l["level"] == "note"));
}

#[test]
fn validate_annotates_the_file() {
    let project = project();
    fs::remove_file(project.path("out/dates.csv")).unwrap();
    let done = project
        .isnad(&["--message-format", "github", "validate", "out"])
        .exits(1);
    assert!(
        done.stderr
            .contains("::error file=out/dates.parquet,title=dates%3A files::"),
        "{}",
        done.stderr
    );
}
