//! `isnad explain`: the reasons in a written dataset, as a user asks for them.

mod program;

use program::{Done, Project};
use serde_json::Value;

const COUNCIL: &str = "Skip to content

Basra council meets over the water plant

Published on 7 March 2019

The provincial council of Basra met yesterday to discuss the water supply of the city and of the villages along the river. \
Bakr al-Tamimi said that the new plant would open in June, when the last of the pumps had arrived from the coast.

Councillors asked for a date and for the names of the companies that had built the older plant two years ago.

The provincial council of Basra met yesterday to discuss the water supply of the city and of the villages along the river. \
Bakr al-Tamimi said that the new plant would open in June, when the last of the pumps had arrived from the coast.
";

const HARBOUR: &str = "The harbour reopens

Bakr at-Tamimi visited the harbour on 9 April 2019, and Omar al-Tamimi came with him. The cranes had been repaired by \
workers of the port. Bakr at-Tamimi thanked them in a short speech.
";

/// A dataset of two articles.
fn built(settings: &str) -> Project {
    let project = Project::new();
    project
        .file("news/council.txt", COUNCIL)
        .file("news/harbour.txt", HARBOUR);
    project.pipeline(settings).isnad(&["run", "p.toml"]).exits(0);
    project
}

fn ask(project: &Project, question: &[&str]) -> Done {
    let arguments: Vec<&str> = ["explain", "out"].iter().chain(question).copied().collect();
    project.isnad(&arguments)
}

#[track_caller]
fn has(done: &Done, parts: &[&str]) {
    for part in parts {
        assert!(done.stdout.contains(part), "`{part}` is not in:\n{}", done.stdout);
    }
}

/// The row of a written table whose cell is this.
fn row(project: &Project, table: &str, column: &str, cell: &str) -> std::collections::BTreeMap<String, String> {
    let rows = project.rows(table);
    rows.into_iter().find(|r| r[column] == cell).expect("such a row")
}

#[test]
fn a_document_is_shown_with_what_was_removed_and_why() {
    let project = built("");
    let page = ask(&project, &["council"]).exits(0);
    has(
        &page,
        &[
            "news/council.txt",
            "published   2019-03-07 (source: text)",
            "-  1 | Skip to content",
            "' navigation, rule phrase:skip_link",
            "   7 | The provincial council",
            "- 11 | The provincial council",
            "duplicate_within, rule repeat:exact",
            "its twin is kept in line 7",
        ],
    );
    assert!(!page.stdout.contains('\u{1b}'), "no colour where there is no terminal");
}

#[test]
fn a_place_tells_what_covers_it() {
    let project = built("");
    let repeat = row(&project, "removed_spans", "reason", "duplicate_within");
    let removed = ask(&project, &["council.txt", "--at", &repeat["src_start"]]).exits(0);
    has(
        &removed,
        &["line 11, column 1", "repeat:exact", "the twin that is kept", "line 7"],
    );
    assert_eq!(removed.stdout, {
        let by_row = ask(&project, &["--row", &repeat["span_id"]]).exits(0);
        by_row.stdout.replace(&format!("{} begins at ", repeat["span_id"]), "")
    });
    has(
        &ask(&project, &["council.txt", "--at", "0"]).exits(0),
        &["phrase:skip_link", "a line such as: skip to content"],
    );
    has(
        &ask(&project, &["council.txt", "--at", "15"]).exits(0),
        &["white space between the segments"],
    );
    ask(&project, &["council.txt", "--at", "99999"])
        .exits(1)
        .says(&["has code points 0 to"]);
}

#[test]
fn a_date_tells_its_anchor_and_rule() {
    let project = built("");
    let id = row(&project, "dates", "text", "yesterday")["date_id"].clone();
    let date = ask(&project, &["--row", &id]).exits(0);
    has(
        &date,
        &[
            "2019-03-06 (DATE)",
            "relative:day",
            "as in: He left [yesterday].",
            "publication, counted from 2019-03-07",
            "published 2019-03-07 (source: text)",
            "met [yesterday] to discuss",
        ],
    );
    let local = id.rsplit('/').next().expect("a row");
    assert_eq!(ask(&project, &["council", "--row", local]).stdout, date.stdout);
    ask(&project, &["council", "--row", "t999999"])
        .exits(1)
        .says(&["no row t999999 in dates", &id]);
    ask(&project, &["council", "--row", "x1"])
        .exits(1)
        .says(&["DOC/tNUMBER (dates)"]);
}

#[test]
fn an_entity_tells_the_chain_that_joined_its_names() {
    let project = built("");
    let id = row(&project, "entity_names", "name", "Bakr at-Tamimi")["entity_id"].clone();
    let entity = ask(&project, &["--entity", &id]).exits(0);
    has(
        &entity,
        &[
            "Bakr al-Tamimi",
            "Bakr at-Tamimi",
            "news/harbour.txt/m",
            "line 3: [Bakr at-Tamimi] visited",
        ],
    );
    assert_eq!(
        ask(&project, &["--entity", "Bakr at-Tamimi"]).stdout,
        entity.stdout,
        "by a name"
    );
    ask(&project, &["--entity", "bakr-al-tamimy"])
        .exits(1)
        .says(&["the nearest are", &id]);

    let one = ask(&project, &["--names", "Bakr al-Tamimi", "Bakr at-Tamimi"]).exits(0);
    has(
        &one,
        &[
            "one entity in this dataset",
            &id,
            "Bakr al-Tamimi = Bakr at-Tamimi",
            "the matcher by itself",
        ],
    );
    let two = ask(&project, &["--names", "Bakr al-Tamimi", "Omar al-Tamimi"]).exits(0);
    has(&two, &["not one entity in this dataset", "are two: score", "nearest"]);
    let unknown = ask(&project, &["--names", "Bakr al-Tamimi", "Nobody Here"]).exits(1);
    has(&unknown, &["Nobody Here: no entity of this dataset has the name"]);
}

/// Karish the gas field and Karish the engineer: a name of two entities, which entity_merges parts by their type.
#[test]
fn a_name_of_several_entities_is_not_called_one() {
    let sample = program::repository("output/sample").display().to_string();
    let ask = |a: &str, b: &str| Project::new().isnad(&["explain", &sample, "--names", a, b]).exits(0);
    let both = ask("Karish", "Karish");
    has(
        &both,
        &[
            "Karish may mean: karish (canonical); karish-2 (canonical)",
            "one entity in this dataset, if both mean this one: karish-2",
            "not one entity, if they mean two of them",
            "Karish (karish) / Karish (karish-2): different, reason cannot_link_type",
        ],
    );
    assert!(!both.stdout.contains("one entity in this dataset: karish"));
    let none = ask("Karish", "Qais al-Khazali");
    has(&none, &["Karish may mean: ", "not one entity in this dataset"]);
}

#[test]
fn a_name_that_is_empty_is_refused_and_a_row_of_another_document_is_noted() {
    let project = built("");
    let questions: [&[&str]; 2] = [&["--entity", " "], &["--names", "", "Bakr al-Tamimi"]];
    for question in questions {
        ask(&project, question)
            .exits(2)
            .says(&["need a name that is not empty"]);
    }
    ask(&project, &["harbour", "--row", "news/council.txt/s1"])
        .exits(1)
        .says(&["of another document than news/harbour.txt"]);
    let own = ask(&project, &["council", "--row", "news/council.txt/s1"]);
    assert!(!own.stderr.contains("another document"), "{}", own.stderr);
}

#[test]
fn the_date_that_another_was_counted_from_is_named_only_when_one_fits() {
    let project = Project::new();
    let told = |first: &str| {
        let text = format!("{first} Two days later the council met again in the town hall of Basra.\n");
        project
            .file("news/day.txt", text)
            .pipeline("")
            .isnad(&["run", "p.toml"])
            .exits(0);
        let rows = project.rows("dates");
        let later = rows
            .iter()
            .find(|r| r["anchor"] == "text")
            .expect("a date counted from one in the text");
        ask(&project, &["--row", &later["date_id"]]).exits(0).stdout
    };
    let once = "The council of Basra met on 6 March 2019 about the water.";
    assert!(
        told(once).contains("the only date before it on that day"),
        "{}",
        told(once)
    );
    let twice = format!("The harbour was closed on 6 March 2019 by a storm. {once}");
    assert!(!told(&twice).contains("before it on that day"), "{}", told(&twice));
}

#[test]
fn every_answer_is_json_too() {
    let project = built("");
    let date = row(&project, "dates", "text", "yesterday")["date_id"].clone();
    let json = |question: &[&str]| -> Value {
        let question = [question, &["--format", "json"]].concat();
        serde_json::from_str(&ask(&project, &question).exits(0).stdout).expect("JSON")
    };
    let page = json(&["council"]);
    assert_eq!(page["removed"][0]["rule_id"], "phrase:skip_link");
    assert_eq!(page["lines"][0]["pieces"][0]["part"], "removed");
    assert_eq!(page["document"]["published"], "2019-03-07");
    assert_eq!(json(&["--row", &date])["dates"][0]["anchor_date"], "2019-03-07");
    let pair = json(&["--names", "Bakr al-Tamimi", "Bakr at-Tamimi"]);
    assert_eq!(pair["same"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        json(&["--entity", "Bakr al-Tamimi"])["names"].as_array().map(Vec::len),
        Some(2)
    );
}

#[test]
fn a_document_that_is_not_there_or_not_the_only_one_is_said() {
    let project = built("");
    ask(&project, &["harbor.txt"])
        .exits(1)
        .says(&["there is no document harbor.txt", "news/harbour.txt"]);
    ask(&project, &["news"])
        .exits(1)
        .says(&["2 documents fit news", "news/council.txt, news/harbour.txt"]);
    ask(&project, &[]).exits(2).says(&["nothing was asked"]);
    project
        .isnad(&["explain", "corpus", "a"])
        .exits(2)
        .says(&["it holds no dataset"]);
}

#[test]
fn a_dataset_without_text_tells_what_it_has() {
    let project = built("[write]\ntext = \"none\"");
    let page = ask(&project, &["council"]).exits(0);
    has(
        &page,
        &[
            "Its text is not in this dataset",
            "0..15 | navigation, rule phrase:skip_link",
            "repeat:exact",
        ],
    );
    assert!(!page.stdout.contains("provincial"), "{}", page.stdout);
    let date = row(&project, "dates", "text", "yesterday")["date_id"].clone();
    has(
        &ask(&project, &["--row", &date]).exits(0),
        &["its text is not in this dataset", "relative:day", "2019-03-06"],
    );
}

#[test]
fn nothing_in_a_document_commands_the_terminal() {
    let project = Project::new();
    project.file(
        "odd.txt",
        "A head\u{1b}[31m of \u{202e}lines\n\nThe council met on 5 March 2019 to talk about the water.\n",
    );
    project.isnad(&["run", "p.toml"]).exits(0);
    for format in ["text", "json"] {
        let page = ask(&project, &["odd.txt", "--format", format]).exits(0);
        assert!(!page.stdout.contains(['\u{1b}', '\u{202e}']), "{}", page.stdout);
    }
}

#[test]
fn a_damaged_table_is_an_error() {
    let project = built("");
    std::fs::write(project.path("out/sources.parquet"), b"not a table").expect("a file");
    ask(&project, &["council"]).exits(2).says(&["sources.parquet"]);
}
