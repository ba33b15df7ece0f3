//! `isnad names` as a user runs it: pairs, lists, spellings and standards; standard input; rows that cannot be understood.

mod program;

use std::io::Write;
use std::process::Stdio;

use program::{Done, Project};

/// Runs `isnad names` with a text on standard input.
fn given(arguments: &[&str], input: impl AsRef<[u8]>) -> Done {
    let project = Project::new();
    let mut command = project.command(&[&["names"], arguments].concat());
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("isnad runs");
    let mut stdin = child.stdin.take().expect("standard input");
    stdin.write_all(input.as_ref()).expect("input");
    drop(stdin);
    let output = child.wait_with_output().expect("isnad ends");
    Done {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn lines(done: &Done) -> Vec<&str> {
    done.stdout.lines().collect()
}

#[test]
fn two_names_are_compared_and_explained() {
    let done = given(&["compare", "Qais al-Khazali", "Laith al-Khazali", "--explain"], "").exits(0);
    let rows = lines(&done);
    assert_eq!(rows[0], "name_a\tname_b\tscore\tsame\talignment");
    assert!(
        rows[1].starts_with("Qais al-Khazali\tLaith al-Khazali\t0."),
        "{}",
        rows[1]
    );
    assert!(
        rows[1].contains("khazali=khazali 1.00") && rows[1].contains("-qais"),
        "{}",
        rows[1]
    );
    let done = given(
        &[
            "compare",
            "Badr Organization",
            "منظمة بدر",
            "--type",
            "org",
            "--format",
            "json",
        ],
        "",
    )
    .exits(0);
    let row: serde_json::Value = serde_json::from_str(lines(&done)[0]).expect("JSON");
    assert_eq!(row["same"], true);
}

#[test]
fn pairs_keep_their_columns_and_broken_rows_are_told() {
    let pairs = b"id\tname_a\tname_b\ttype\tsame\n\
        1\tKarim al-Sabti\tKareem Sabti\tperson\t1\n\
        2\tonly three\tcells\n\
        3\tFourteenth Brigade\t14th Brigade\torg\t\n\
        4\tA\tB\tship\t0\n\
        5\t\xff\tB\tperson\t0\n";
    let done = given(&["compare", "--pairs", "-"], pairs).exits(3).says(&[
        "standard input, line 3",
        "line 5",
        "none of person, org and loc",
        "line 6",
        "UTF-8",
    ]);
    let rows = lines(&done);
    assert_eq!(rows[0], "id\tname_a\tname_b\ttype\tsame\tscore\tlinked");
    assert_eq!(rows.len(), 3);
    assert!(
        rows[1].starts_with("1\tKarim al-Sabti\tKareem Sabti\tperson\t1\t") && rows[1].ends_with("\t1"),
        "{}",
        rows[1]
    );
}

#[test]
fn what_is_missing_is_said() {
    given(&["compare", "--pairs", "-"], "a\tb\n")
        .exits(2)
        .says(&["name_a and name_b"]);
    given(&["compare", "one name"], "")
        .exits(2)
        .says(&["two names", "--pairs"]);
    given(&["cluster", "nowhere.txt"], "")
        .exits(2)
        .says(&["nowhere.txt", "no such file"]);
    given(&["cluster", "-"], "a\tb\n")
        .exits(2)
        .says(&["several columns", "name"]);
}

#[test]
fn a_list_is_put_into_clusters_in_any_order() {
    let list = [
        "Karim al-Sabti",
        "كريم السبتي",
        "Kareem Sabti",
        "Salim al-Sabti",
        "Sabti",
        "KARIM AL-SABTI",
        "Karim al-Sabti",
    ];
    let mut turned = list.to_vec();
    turned.reverse();
    let done = given(&["cluster", "-"], list.join("\n")).exits(0);
    assert_eq!(done.stdout, given(&["cluster", "-"], turned.join("\n")).exits(0).stdout);
    let rows = lines(&done);
    assert_eq!(rows[0], "cluster\tcanonical\tname\ttype\tcount");
    let cluster_of = |name: &str| {
        let row = rows.iter().find(|r| r.split('\t').nth(2) == Some(name)).expect(name);
        row.split('\t').take(2).collect::<Vec<_>>()
    };
    for name in ["كريم السبتي", "Kareem Sabti", "KARIM AL-SABTI"] {
        assert_eq!(cluster_of(name), cluster_of("Karim al-Sabti"));
    }
    assert_eq!(cluster_of("Kareem Sabti")[1], "Karim al-Sabti");
    assert_ne!(cluster_of("Sabti"), cluster_of("Karim al-Sabti"));
    assert_ne!(cluster_of("Salim al-Sabti"), cluster_of("Karim al-Sabti"));
}

#[test]
fn counts_choose_the_canonical_name_and_near_pairs_are_for_review() {
    let project = Project::new();
    let table = "name\tcount\ttype\nKarim Sabti\t2\tperson\nKareem al-Sabty\t9\tperson\nAbu Karim Sabti\tmany\t\n\
                 Hasan Jabbar\t1\t\nHusayn Jabbar\t1\t\n";
    project.file("names.tsv", table);
    let done = project
        .isnad(&[
            "names",
            "cluster",
            "corpus/names.tsv",
            "--review",
            "review.tsv",
            "--format",
            "json",
        ])
        .exits(3)
        .says(&["line 4", "not a number"]);
    let first: serde_json::Value = lines(&done)
        .iter()
        .map(|l| serde_json::from_str::<serde_json::Value>(l).expect("JSON"))
        .find(|c| c["names"].as_array().is_some_and(|n| n.len() == 2))
        .expect("a cluster of two");
    assert_eq!(first["canonical"], "Kareem al-Sabty");
    let review = std::fs::read_to_string(project.path("review.tsv")).expect("a review");
    assert!(
        review.starts_with("name_a\tname_b\ttype\tscore\tjoined\twhy\n"),
        "{review}"
    );
    assert!(
        review.contains("hasan jabbar") || review.contains("Hasan Jabbar"),
        "{review}"
    );
}

#[test]
fn spellings_and_standards() {
    let done = given(&["variants", "Qais al-Khazali", "--most", "8"], "").exits(0);
    assert_eq!(lines(&done)[0], "name\tspelling\tscript\tscore\tattested");
    assert!(
        done.stdout.contains("\tQays al-Khazali\t") && done.stdout.contains("قيس"),
        "{}",
        done.stdout
    );
    for (standard, text) in [
        ("ala-lc", "ʻAbd al-Raḥmān al-Shāmī"),
        ("bgn", "‘Abd ar-Raḩmān ash-Shāmī"),
        ("ic", "Abd al-Rahman al-Shami"),
    ] {
        let done = given(&["romanize", "-", "--standard", standard], "عبد الرحمن الشامي\n").exits(0);
        assert_eq!(lines(&done)[1].split('\t').nth(1), Some(text));
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let project = Project::new();
    let mut command = project.command(&["names", "variants", "Muhammad Hasan", "--most", "4000"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("isnad runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("isnad ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn columns_of_the_pairs_stay() {
    let pairs = "name_a\tname_b\tscore\tsame\tlinked\nQais Sabti\tQays Sabti\t9\t1\t0\n";
    let done = given(&["compare", "--pairs", "-"], pairs).exits(0);
    assert_eq!(
        lines(&done)[0],
        "name_a\tname_b\tscore\tsame\tlinked\tisnad_score\tisnad_linked"
    );
    let done = given(&["compare", "--pairs", "-", "--explain", "--format", "json"], pairs).exits(0);
    assert!(done.stdout.contains("\"score\":\"9\"") && done.stdout.contains("\"isnad_linked\":true"));
    let done = given(&["compare", "Qais", "قيس", "--explain", "--format", "json"], "").exits(0);
    assert!(done.stdout.contains("\"threshold\":0.72}"), "{}", done.stdout);
}

#[test]
fn lines_that_are_no_text_are_told() {
    let done = given(&["romanize", "-"], b"\xff\xfe\n\xd8\xad\xd8\xb3\xd9\x86\n").exits(3);
    assert!(lines(&done)[1].ends_with("Ḥasan\t1") && done.stderr.contains("line 1"));
    let done = given(&["variants", "Karim", "--most", "0"], "").exits(2);
    assert!(done.stderr.contains("--most"));
}

#[test]
fn places_of_one_word_join() {
    let done = given(&["cluster", "-", "--type", "loc"], "Baghdad\nBagdad\nبغداد\nBasra\n").exits(0);
    let same = |line: &&&str| line.starts_with("1\tBagdad\t");
    assert_eq!(lines(&done).iter().filter(same).count(), 3, "{}", done.stdout);
    let done = given(&["cluster", "-"], "Khazali\nKhazaly\n").exits(0);
    assert_eq!(lines(&done).len(), 3);
    assert!(done.stdout.contains("2\t"));
}
