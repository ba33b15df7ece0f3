//! Furniture, articles fetched again, and syndicated paragraphs.

use std::sync::LazyLock;

use super::super::{agree, final_roles};
use super::*;
use crate::clean::{Rules, clean};
use crate::dedupe;
use crate::settings::{CleanMode, Settings};
use crate::spool::{Key, Pass, Store};
use crate::types::{Agreed, Cleaned, Document, Given, Reason, Role};

const NUMBERS: [&str; 12] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
];

/// An article of its own on every page.
fn article(n: usize) -> String {
    let n = NUMBERS[n % NUMBERS.len()];
    format!(
        "The {n} council met in the {n} week of the month to hear what the {n} engineer had found under the {n} bridge, and was \
         told that it would stand.\n\nNobody asked the {n} mason. He had built half of it, he said in the {n} tavern, and would \
         not cross it with a {n} cart for all the {n} silver in the province."
    )
}

fn arabic_article(n: usize) -> String {
    const NUMBERS: [&str; 8] = [
        "الأول",
        "الثاني",
        "الثالث",
        "الرابع",
        "الخامس",
        "السادس",
        "السابع",
        "الثامن",
    ];
    let n = NUMBERS[n % NUMBERS.len()];
    format!(
        "اجتمع المجلس {n} في الأسبوع {n} من الشهر لسماع ما وجده المهندس {n} تحت الجسر {n}، وقيل له إن الجسر {n} سيبقى قائماً في الموسم {n} كله.\n\n\
         ولم يسأل أحد البنّاء {n}. وكان قد بنى نصفه كما قال في المقهى {n}، ولن يعبره بالعربة {n} ولو أعطي المال {n} كله في المحافظة."
    )
}

static RULES: LazyLock<Rules> = LazyLock::new(Rules::shipped);

fn cleaned(id: usize, publisher: &str, text: &str) -> Cleaned {
    let document = Document {
        given: Given {
            publisher: Some(publisher.into()),
            ..Given::default()
        },
        ..Document::of_text(format!("{id:03}"), text)
    };
    let mut cleaned = clean(document, &RULES, CleanMode::Full);
    dedupe::sketch(&mut cleaned);
    cleaned
}

fn agreed(pages: &[Cleaned]) -> Agreed {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::Temporary(folder.path().to_path_buf());
    let spool = store.writer(Pass::Cleaned).unwrap();
    for page in pages {
        spool.put(&page.document.doc_id, Key::default(), &(), page).unwrap();
    }
    let known: Vec<Known> = pages.iter().map(Known::of).collect();
    let settings = Settings::parse("corpus = [\"a\"]\noutput = \"b\"", "p.toml").unwrap();
    agree(&known, &spool.finish(), &settings).unwrap()
}

/// What goes as furniture of the publisher, page by page.
fn furniture(pages: &[Cleaned]) -> Vec<Vec<String>> {
    let agreed = agreed(pages);
    let goes =
        |b: &crate::types::Block| matches!(&b.role, Role::Removed(r) if r.reason == Reason::PublisherBoilerplate);
    pages
        .iter()
        .map(|page| {
            let roles = final_roles(page, &agreed);
            let spans = roles.iter().filter(|b| goes(b)).map(|b| b.span.range());
            spans.map(|s| page.document.text[s].to_string()).collect()
        })
        .collect()
}

fn pages(texts: impl Iterator<Item = String>) -> Vec<Cleaned> {
    texts
        .enumerate()
        .map(|(n, text)| cleaned(n, "The Valley Post", &text))
        .collect()
}

#[test]
fn a_line_on_five_pages_of_one_publisher_goes() {
    let line = "The Valley Post has been printed in the old mill since the year 1911.";
    let found = furniture(&pages((0..6).map(|n| format!("{}\n\n{line}", article(n)))));
    assert_eq!(found, vec![vec![line]; 6]);
    let found = furniture(&pages((0..4).map(|n| format!("{}\n\n{line}", article(n)))));
    assert_eq!(found, vec![Vec::<String>::new(); 4]);
    let line = "تطبع جريدة الوادي في الطاحونة القديمة منذ عام 1911 وتوزع في كل القرى.";
    let found = furniture(&pages((0..6).map(|n| format!("{}\n\n{line}", arabic_article(n)))));
    assert_eq!(found, vec![vec![line]; 6]);
}

#[test]
fn its_digits_may_differ() {
    let line = |n: usize| {
        format!(
            "This page of the Valley Post was read {} times before it was printed.",
            n * 17
        )
    };
    let found = furniture(&pages((0..6).map(|n| format!("{}\n\n{}", article(n), line(n)))));
    assert!(found.iter().enumerate().all(|(n, f)| *f == [line(n)]), "{found:?}");
}

#[test]
fn another_publisher_s_line_stays() {
    let line = "The Valley Post has been printed in the old mill since the year 1911.";
    let mut all = pages((0..6).map(|n| format!("{}\n\n{line}", article(n))));
    all.push(cleaned(6, "The Hill Herald", &format!("{}\n\n{line}", article(6))));
    assert!(furniture(&all)[6].is_empty());
}

#[test]
fn an_article_fetched_ten_times_keeps_its_paragraphs() {
    let again = |_| article(3);
    let almost = |n: usize| {
        format!(
            "{}\n\n{}",
            article(3),
            ["Eleven people have read this.", "Twelve people did."][n % 2]
        )
    };
    let arabic = |_| arabic_article(2);
    for found in [
        furniture(&pages((0..10).map(again))),
        furniture(&pages((0..10).map(almost))),
        furniture(&pages((0..10).map(arabic))),
    ] {
        assert_eq!(found, vec![Vec::<String>::new(); 10]);
    }
}

#[test]
fn a_subhead_in_some_articles_and_a_paragraph_in_a_series_stay() {
    let subhead = "What we know";
    let series = "This article is the second of a series on the bridges of the valley, for which our reporters have walked from the \
        springs to the sea and spoken to those who cross them every day and to those who never would.";
    // On five of forty pages.
    let text = |n: usize| match n % 8 {
        0 => format!("{}\n\n{subhead}\n\n{}\n\n{series}", article(n), other(n)),
        _ => other(n),
    };
    let found = furniture(&pages((0..40).map(text)));
    assert_eq!(found, vec![Vec::<String>::new(); 40]);
    // On all of twelve.
    let found = furniture(&pages(
        (0..12).map(|n| format!("{}\n\n{subhead}\n\n{series}", article(n))),
    ));
    assert!(found.iter().all(|f| f.iter().any(|line| line == series)), "{found:?}");
}

/// One of many articles that share no sentence.
fn other(n: usize) -> String {
    let word = |i: usize| {
        format!(
            "{}{}",
            ["ba", "ke", "lo", "mi", "nu", "ra", "se"][(n * 5 + i) % 7],
            NUMBERS[(n + i * i) % 12]
        )
    };
    let sentence = |from: usize| {
        (from..from + 20)
            .map(|i| word(i) + ["", " the", " of"][i % 3])
            .collect::<Vec<_>>()
            .join(" ")
    };
    format!(
        "The {n} report said that {}.\n\nThen came {}, and the {n} clerk wrote it down.",
        sentence(n),
        sentence(n + 30)
    )
}

#[test]
fn syndicated_paragraphs_are_kept_and_counted() {
    let wire = "The agency reported on Thursday that the dam above the valley had been inspected by divers from three countries, that \
        no crack was found in its wall, and that the reservoir would be filled again before the end of the month.";
    let texts = [
        format!("{}\n\n{wire}", other(1)),
        format!("{}\n\n{wire}", other(2)),
        other(3),
        other(3),
    ];
    let all: Vec<Cleaned> = texts
        .iter()
        .zip(["Post", "Herald", "Post", "Herald"])
        .enumerate()
        .map(|(n, (text, publisher))| cleaned(n, publisher, text))
        .collect();
    let agreed = agreed(&all);
    // The paragraphs of a copy are not syndicated: the documents say the same.
    assert_eq!((agreed.syndicated, agreed.duplicate_of.len()), (1, 1));
    assert!(furniture(&all).iter().all(Vec::is_empty));
}

#[test]
fn slices_of_a_large_archive_count_as_one() {
    let lines: Vec<Vec<u64>> = (0..50u64)
        .map(|n| (0..200).map(|i| (i * 7 + n % 3) << 2 | 1).collect())
        .collect();
    let pages = || lines.iter().zip(0u32..).map(|(l, n)| (l.as_slice(), n));
    let mut whole = Vec::new();
    counted(pages(), |line, n| whole.push((line, n)));
    assert_eq!(whole.iter().map(|w| w.1).sum::<usize>(), 50 * 200);
}
