//! Pages in, roles out: what the golden pages do not show.

use super::*;
use crate::types::Role;
use proptest::prelude::*;

/// A document that is nothing but its text.
pub(super) fn document(text: &str) -> Document {
    Document::of_text("a", text)
}

fn check(text: &str, mode: CleanMode) {
    let cleaned = clean(document(text), &phrases::SHIPPED_RULES, mode);
    let spaced = |s: &str| s.starts_with(char::is_whitespace) || s.ends_with(char::is_whitespace);
    let mut at = 0;
    for block in &cleaned.blocks {
        assert!(block.span.start >= at && !block.span.is_empty(), "{text:?}");
        assert!(text[at..block.span.start].trim().is_empty(), "{text:?}");
        let body = &text[block.span.range()];
        assert!(!spaced(body), "{body:?}");
        at = block.span.end;
        let mut inner = block.span.start;
        let mut left = String::new();
        for cut in &block.cuts {
            assert!(
                cut.span.start >= inner && cut.span.end <= block.span.end && !cut.span.is_empty(),
                "{text:?}"
            );
            left += &text[inner..cut.span.start];
            inner = cut.span.end;
        }
        left += &text[inner..block.span.end];
        match &block.role {
            Role::Kept => {
                assert!(!left.trim().is_empty(), "{text:?}");
                assert!(!left.contains(markup::is_control), "{text:?}");
            }
            Role::Removed(removal) => {
                assert!(block.cuts.is_empty());
                if let Some(twin) = removal.twin {
                    assert!(
                        cleaned.blocks.iter().any(|b| b.span == twin && b.role == Role::Kept),
                        "{text:?}"
                    );
                }
            }
        }
    }
    assert!(text[at..].trim().is_empty(), "{text:?}");
}

/// Pieces that pages are made of, put together at random.
const PIECES: &[&str] = &[
    "# ",
    "- ",
    "• ",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "\t",
    "[label](http://a.example/b)",
    "[a \\(/b\\)](#)",
    "[",
    "](",
    ")",
    "*",
    "**",
    "_",
    "```",
    "|",
    "Read more",
    "Share",
    "Comments",
    "Related articles",
    "About the author",
    "by Ann Lee",
    "12 May 2020",
    "اقرأ أيضا",
    "بقلم: سعد علي",
    "The river rose again this week, and the people of the town who had seen it before moved their boats to the higher bank.",
    "وصل النهر هذا الاسبوع الى أعلى مستوى له منذ سنوات، وقال السكان إنهم لم يروا مثل هذا من قبل في المدينة.",
    "\u{200b}",
    "\u{feff}",
    "\u{202b}",
    "\u{ad}",
    "\0",
    "\u{85}",
    "\u{2028}",
    "é",
    "😀",
    "a",
    "Z",
    ".",
    "?",
    "©",
    "#tag",
];

proptest! {
    #[test]
    fn collapsed_texts_have_single_spaces(any in any::<String>(), text in "([a-cé’ب]{0,20}[ \n\t\u{a0}\u{2003}\u{200b}]{0,3}){0,8}") {
        for text in [any, text] {
            let want: Vec<&str> = text.split_whitespace().collect();
            prop_assert_eq!(collapsed(Cow::Borrowed(&text)), want.join(" "));
        }
    }

    #[test]
    fn any_text_keeps_the_promises(text in any::<String>()) {
        check(&text, CleanMode::Full);
        check(&text, CleanMode::None);
    }

    #[test]
    fn any_page_keeps_the_promises(picks in proptest::collection::vec(0..PIECES.len(), 0..120)) {
        let text: String = picks.into_iter().map(|n| PIECES[n]).collect();
        check(&text, CleanMode::Full);
        check(&text, CleanMode::None);
    }
}

#[test]
fn front_matter_goes_and_the_text_right_after_it_stays() {
    let front = "---\ntitle: The old bridge\ndate: 2020-01-01\n---\n";
    let body = "the council voted on Tuesday to spend money on the old bridge, which has been closed since 2017.";
    for text in [format!("{front}{body}"), format!("{front}\n{body}\n")] {
        let mut page = document(&text);
        page.front_matter = Some(Span::new(0, front.len()));
        let cleaned = clean(page, &phrases::SHIPPED_RULES, CleanMode::Full);
        let seen: Vec<_> = cleaned
            .blocks
            .iter()
            .map(|b| (&text[b.span.range()], &b.role))
            .collect();
        assert!(
            matches!(&seen[..], [(first, Role::Removed(r)), (second, Role::Kept)]
                if *first == front.trim_end() && r.reason == Reason::FrontMatter && *second == body),
            "{seen:?}"
        );
    }
}

#[test]
fn a_given_date_keeps_both_readings() {
    let mut page = document("The river rose.");
    page.given.published = Some("03/04/2021".into());
    let cleaned = clean(page, &phrases::SHIPPED_RULES, CleanMode::Full);
    let read: Vec<_> = cleaned
        .published
        .iter()
        .map(|p| (p.date.month, p.day_first.and_then(|d| d.month)))
        .collect();
    assert_eq!(read, [(Some(3), Some(4))]);
}

#[test]
fn code_that_the_extractor_chose_stays_and_what_stands_under_a_picture_goes() {
    let parts = [
        (
            "The council voted on Tuesday to spend money on repairs to the old bridge.",
            SegmentKind::Paragraph,
            true,
        ),
        (
            "Masons at work on the old bridge last week",
            SegmentKind::Caption,
            false,
        ),
        ("Photo: Lina Marsh / Valley Press", SegmentKind::Caption, false),
        ("volts = 48; amps = 8", SegmentKind::Code, true),
        (
            "The works begin in the spring and the road will be closed for nine months.",
            SegmentKind::Paragraph,
            true,
        ),
        ("A boat on the lake of another page", SegmentKind::Caption, false),
    ];
    let mut page = document(&parts.map(|p| p.0).join("\n\n"));
    let mut at = 0;
    for (part, kind, main) in parts {
        page.blocks.push(MarkupBlock {
            span: Span::new(at, at + part.len()),
            kind,
            main,
            linked: 0,
            hint: (!main).then_some(Reason::PhotoCredit),
        });
        at += part.len() + 2;
    }
    let cleaned = clean(page, &phrases::SHIPPED_RULES, CleanMode::Full);
    let kept: Vec<bool> = cleaned.blocks.iter().map(|b| b.role == Role::Kept).collect();
    assert_eq!(kept, [true, false, false, true, true, false]);
}

#[test]
fn hostile_texts_take_no_longer_than_honest_ones() {
    let started = std::time::Instant::now();
    for unit in [
        "(",
        "[",
        "[a](",
        "*a ",
        "**",
        "_a_",
        "1-1-1-",
        "a\n",
        "- a\n",
        "> ",
        "#",
        "```\n",
        "[a \\(",
        "\u{200b}",
        "by A, ",
        "a\n\n",
        "x y z w v u t s ",
        "](",
    ] {
        check(&unit.repeat(300_000 / unit.len()), CleanMode::Full);
    }
    // Two hundred times what an honest text of this length takes in a build without optimisation.
    assert!(started.elapsed().as_secs() < 120);
}

#[test]
fn a_page_of_one_line_keeps_it() {
    for line in [
        "Yes.",
        "Prices on request",
        "The market was closed on Friday and nobody knew why.",
    ] {
        let cleaned = clean(
            document(&format!("{line}\n\n").repeat(300)),
            &Rules::shipped(),
            CleanMode::Full,
        );
        assert!(cleaned.blocks.iter().any(|b| b.role == Role::Kept), "{line}");
    }
}

/// The publication date of a text with a stated headline.
fn printed(line: &str) -> Option<(i16, Option<i8>, Option<i8>)> {
    let text = format!(
        "The mill at the ford\n\n{line}\n\nThe mill at the ford was sold to the town, and the town will turn it into a school for the \
         children of the valley, the mayor said.\n\nNobody had lived in it since the flood, and the wheel has not turned for as long."
    );
    let mut page = document(&text);
    page.given.title = Some("The mill at the ford".into());
    let cleaned = clean(page, &Rules::shipped(), CleanMode::Full);
    cleaned
        .published
        .first()
        .map(|p| (p.date.year, p.date.month, p.date.day))
}

#[test]
fn a_day_that_is_told_of_is_not_that_of_publication() {
    let day = Some((2020, Some(5), Some(3)));
    for line in [
        "Posted by Ann Lee on 3 May 2020",
        "Ann Lee on 3 May 2020",
        "On 3 May 2020",
        "نشر في 3 أيار 2020",
    ] {
        assert_eq!(printed(line), day, "{line}");
    }
    for line in [
        "Two years after the flood of 3 May 2020",
        "The attacks on 3 May 2020",
        "Next meeting: 3 May 2020",
        "ذكرى الهجوم في 3 أيار 2020",
    ] {
        assert_eq!(printed(line), None, "{line}");
    }
}

#[test]
fn what_a_line_says_by_is_not_always_a_person() {
    let authors = |line: &str| {
        let text = format!(
            "The mill at the ford\n\n{line}\n\nThe mill was sold to the town on Monday, the mayor of the valley said, and nobody asked why."
        );
        clean(document(&text), &Rules::shipped(), CleanMode::Full).authors
    };
    for line in [
        "By Popular Demand",
        "By Our Correspondent",
        "By Invitation",
        "By the Numbers",
    ] {
        assert_eq!(authors(line), Vec::<String>::new(), "{line}");
    }
    assert_eq!(authors("By Ann Lee"), ["Ann Lee"]);
    assert_eq!(authors("By: Friday"), ["Friday"]);
    assert_eq!(authors("By Reuters"), ["Reuters"]);
}

#[test]
fn a_dateline_with_its_year_dates_a_page_that_prints_no_other_date() {
    let text = "MARNHAM, March 3, 2021 (Reuters) - The mill was sold to the town on Monday, the mayor of the valley said, and nobody asked why.";
    let cleaned = clean(document(text), &Rules::shipped(), CleanMode::Full);
    assert_eq!(cleaned.published.first().map(|p| p.date.day), Some(Some(3)));
}

#[test]
fn sentences_that_begin_like_notices_stay_between_paragraphs() {
    let before = "The mill at the ford was sold to the town, and the town will turn it into a school, the mayor of the valley said.";
    let after = "Nobody had lived in it since the flood, and the wheel has not turned for as long as anybody in the town remembers.";
    for line in [
        "Powered by the stream, the wheel turned at eight rounds a minute.",
        "Ein Buch über die Mühle erschien im Herbst, und ein zweites soll folgen.",
        "Click here, said the sign on the camera.",
    ] {
        let text = format!("{before}\n\n{after}\n\n{line}\n\n{after} It is quiet there.\n\n{before} He was glad.");
        let cleaned = clean(document(&text), &Rules::shipped(), CleanMode::Full);
        let kept = cleaned.blocks.iter().filter(|b| b.role == Role::Kept);
        assert!(kept.into_iter().any(|b| &text[b.span.range()] == line), "{line}");
    }
}
