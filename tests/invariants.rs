//! What holds of every document: blocks in order and whole, both promises, spans at character borders.

mod holds;
mod program;

use isnad::pipeline::Resources;
use isnad::read;
use isnad::settings::Settings;
use isnad::types::Content;
use program::{real_articles, repository};

fn settings(corpus: &std::path::Path) -> Settings {
    let text = format!(
        "corpus = [{:?}]\noutput = \"out\"\n[read]\nexclude = [\"README.md\"]",
        corpus.display().to_string()
    );
    Settings::parse(&text, "test.toml").expect("settings")
}

fn hold_all(folder: &std::path::Path) -> usize {
    let settings = settings(folder);
    let resources = Resources::load(&settings).expect("resources");
    let corpus = read::corpus(&settings).expect("a corpus");
    corpus
        .records()
        .map(|(record, _)| holds::article(record, &resources, &settings))
        .count()
}

#[test]
fn sample_corpus() {
    assert!(hold_all(&repository("corpus/sample")) >= 24);
}

#[test]
fn real_corpus() {
    if let Some(folder) = real_articles() {
        assert_eq!(hold_all(&folder), 5);
    }
}

#[test]
fn any_text() {
    use proptest::prelude::*;
    let settings = settings(&repository("corpus/sample"));
    let resources = Resources::load(&settings).expect("resources");
    // Characters that mean something to some rule, words that do, and anything at all.
    let piece = prop_oneof![
        "[\\PC\\n\\t]{0,12}",
        Just("\n\n".to_string()),
        Just("\n".to_string()),
        prop::sample::select(vec![
            "Read More",
            "by Ali Hasan",
            "[label](http://x.y)",
            "[a \\(/b\\)](#)",
            "**bold**",
            "# ",
            "- ",
            "> ",
            "5 March 2019",
            "last week",
            "قال الرئيس قيس الخزعلي أمس",
            "Qais al-Khazali (AAH)",
            "the Ministry of Oil",
            "\u{202e}",
            "\u{200b}",
            "<p>",
            "</div>",
            "---\n",
            "RECOMMENDED",
            "٢٠١٩/١٢/٠٦",
            "(Reuters, December 6)",
            "“",
            "(",
            "U.S. ",
            "the 1990s",
        ])
        .prop_map(String::from),
    ];
    let text = prop::collection::vec(piece, 0..30).prop_map(|p| p.join(" "));
    let format = prop::sample::select(vec![Content::Plain, Content::Markdown, Content::Html]);
    proptest!(ProptestConfig::with_cases(400), |(text in text, format in format)| {
        holds::article(holds::record(&text, format), &resources, &settings);
    });
}

#[test]
fn any_two_names() {
    use isnad::types::EntityType;
    use proptest::prelude::*;
    let kind = prop::sample::select(vec![EntityType::Person, EntityType::Org, EntityType::Loc]);
    proptest!(|(a in ".{0,40}", b in "[a-zA-Zء-ي '0-9-]{0,40}", kind in kind)| {
        holds::names(&a, &b, kind);
        holds::name(&a);
        holds::name(&b);
        holds::spellings(&b);
    });
}

#[test]
fn any_line_with_dates() {
    use proptest::prelude::*;
    let piece = prop::sample::select(vec![
        "5",
        "31",
        "2019",
        "٢٠١٩",
        "March",
        "آذار",
        "/",
        "-",
        ".",
        " ",
        ",",
        "هـ",
        "BC",
        "T10:00:00Z",
        "x",
    ]);
    let line = prop::collection::vec(piece, 0..12).prop_map(|p| p.concat());
    proptest!(|(line in line)| holds::printed(&line));
}
