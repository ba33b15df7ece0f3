//! The publication date of a page that prints none, where its text says when "today" is.
//!
//! "Yesterday, 5 March 2021" was written on the sixth; "earlier this month, on 5 March 2021" in that March. Such a tie is
//! one piece of evidence, and one alone may be quoted from somewhere: a second tie, or another date of the weeks before,
//! must bear it out, and no date of the text may be later. What is left open beyond a calendar month is not inferred.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use jiff::ToSpan;
use jiff::civil::Date;
use regex::Regex;

use crate::dates;
use crate::types::{PartialDate, PublishedCandidate, PublishedSource, Reason};

use super::published::pattern;
use super::{Draft, Page, zones};

/// Words that tie the day of writing to the date that follows at once, perhaps with its weekday.
static TIE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)
        (?: \b (?: (?<today>today|this\ (?:morning|afternoon|evening)|tonight) | (?<yesterday>yesterday) | (?<tomorrow>tomorrow)
              | (?<week>(?:earlier\ |later\ )?this\ week) | (?<month>(?:earlier\ |later\ )?this\ month) ) \b
          | (?: ^ | [\s(،,] ) (?: (?<today_ar>اليوم) | (?:يوم\ )?(?<yesterday_ar>[أا]مس) | (?<tomorrow_ar>غدا|غداً|يوم\ غد)
              | (?<week_ar>هذا\ الأسبوع) | (?<month_ar>هذا\ الشهر) ) )
        [\s,،(–—-]{1,3} (?: (?:on|يوم|الموافق|في) \s+ )?
        (?: (?:mon|tues|wednes|thurs|fri|satur|sun)day [\s,]{1,2}
          | (?:السبت|الأحد|الاحد|الاثنين|الإثنين|الثلاثاء|الأربعاء|الاربعاء|الخميس|الجمعة) [\s,،]{1,2} (?:الموافق\s+)? )?",
    )
});

/// What every tie has one of; a text is read for these first. (ſ and the sign K are s and k in another case.)
static TIED: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = [
        "today",
        "this morning",
        "this afternoon",
        "this evening",
        "tonight",
        "yesterday",
        "tomorrow",
        "this week",
        "this month",
        "ſ",
        "\u{212a}",
        "اليوم",
        "مس",
        "غد",
        "هذا",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
});

/// What moves a tie by a day: "the day before yesterday", "أول أمس".
static MOVED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(day before|day after|since|until|(^|\s)([أا]ول( من)?|بعد|قبل|منذ|حتى))\s*$"));

/// Nothing was published on the web before; an older "yesterday" stands in a letter that the page prints.
const FIRST_YEAR: i16 = 1990;

/// Bytes after a tie in which its date stands.
const DATE: usize = 60;

/// Weeks before the day of writing in which another date bears a tie out, in days.
const RECENT: i32 = 31;

/// Most ties and dates that are read: one page has a handful.
const MOST: usize = 200;

/// The date on which a page was written, as far as its prose bounds it to a day or a calendar month.
pub(super) fn inferred(page: &Page) -> Option<PublishedCandidate> {
    // Under "Recommended" stand the dates of other articles.
    let zones = zones::open(page);
    let other = |n: usize| matches!(zones.get(n), Some(Some(Reason::RelatedLinks | Reason::Comments)));
    let dated = |(n, d): &(usize, &Draft)| d.kept() && d.facts.prose() && d.facts.numeric > 0 && !other(*n);
    let prose = || page.drafts.iter().enumerate().filter(dated).map(|(_, d)| d);
    let mut ties: Vec<Tie> = Vec::new();
    for draft in prose() {
        ties.extend(ties_of(&page.text[draft.span.range()]));
        if ties.len() > MOST {
            return None;
        }
    }
    let from = ties.iter().map(|t| t.written.0).max()?;
    let to = ties.iter().map(|t| t.written.1).min()?;
    let mut named: Vec<Date> = prose()
        .flat_map(|d| days(&page.text[d.span.range()]))
        .take(MOST)
        .collect();
    named.sort_unstable();
    named.dedup();
    let recent = named
        .iter()
        .filter(|d| ties.iter().all(|t| t.day != **d) && from.since(**d).is_ok_and(|s| s.get_days() <= RECENT));
    let borne_out = ties.len() > 1 || recent.count() > 0;
    let contradicted = from > to || named.last().is_some_and(|last| *last > to);
    if !borne_out || contradicted {
        return None;
    }
    if (from.year(), from.month()) != (to.year(), to.month()) {
        return None;
    }
    let date = PartialDate {
        year: from.year(),
        month: Some(from.month()),
        day: (from == to).then(|| from.day()),
    };
    Some(PublishedCandidate {
        date,
        day_first: None,
        source: PublishedSource::Inferred,
    })
}

/// A date that says when the text was written.
struct Tie {
    day: Date,
    /// First and last day on which it can have been written.
    written: (Date, Date),
}

/// The ties of a paragraph outside quotations.
fn ties_of(text: &str) -> Vec<Tie> {
    let mut out = Vec::new();
    if TIED.as_ref().is_some_and(|tied| !tied.is_match(text)) {
        return out;
    }
    for found in TIE.captures_iter(text).take(MOST) {
        let Some(whole) = found.get(0) else { continue };
        let Some(day) = date_at(text, whole.end()) else {
            continue;
        };
        let before = text.get(..whole.start()).unwrap_or("");
        if is_quoted(before) || MOVED.is_match(before) || day.year() < FIRST_YEAR {
            continue;
        }
        let says = |english, arabic| found.name(english).or(found.name(arabic)).is_some();
        let moved = |days: i32| day.checked_add(days.days()).ok();
        let written = if says("today", "today_ar") {
            Some((day, day))
        } else if says("yesterday", "yesterday_ar") {
            moved(1).map(|d| (d, d))
        } else if says("tomorrow", "tomorrow_ar") {
            moved(-1).map(|d| (d, d))
        } else if says("week", "week_ar") {
            moved(-6).zip(moved(6))
        } else {
            Some((day.first_of_month(), day.last_of_month()))
        };
        out.extend(written.map(|written| Tie { day, written }));
    }
    out
}

/// The full date that begins at a place of a text.
fn date_at(text: &str, at: usize) -> Option<Date> {
    let rest = text.get(at..)?;
    let ends = rest.char_indices().map(|(n, _)| n).chain([rest.len()]);
    let end = ends.take_while(|n| *n <= DATE).last().unwrap_or(0);
    let first = dates::printed(rest.get(..end)?).into_iter().next()?;
    let whole = first.span.start == 0 && first.day_first.is_none();
    whole.then(|| day(first.date)).flatten()
}

/// The full dates of a text.
fn days(text: &str) -> Vec<Date> {
    let found = dates::printed(text).into_iter().filter(|p| p.day_first.is_none());
    found.filter_map(|p| day(p.date)).collect()
}

fn day(date: PartialDate) -> Option<Date> {
    Date::new(date.year, date.month?, date.day?).ok()
}

/// Whether a quotation is open at the end of a text.
fn is_quoted(before: &str) -> bool {
    let count = |marks: &[char]| before.matches(marks).count();
    count(&['"']) % 2 == 1 || count(&['“', '«', '„']) > count(&['”', '»'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::{Rules, clean};
    use crate::settings::CleanMode;
    use crate::types::Document;

    /// The inferred date of a text that prints none.
    fn of(text: &str) -> Option<String> {
        let document = Document::of_text("page", text);
        let cleaned = clean(document, &Rules::shipped(), CleanMode::Full);
        let best = cleaned.published.first()?;
        assert_eq!(best.source, PublishedSource::Inferred);
        Some(dates::show(best.date))
    }

    const YESTERDAY: &str = "The ministers met again yesterday, Friday, 5 March 2021, and they signed the papers for the new dam in the hills.";
    const EARLIER: &str =
        "The talks had begun on 22 February 2021 in the old harbour, and they went on there for more than a week.";

    #[test]
    fn a_text_with_a_tie_is_read() {
        let tied = TIED.as_ref().unwrap();
        let ties = [
            "today, this morning, this afternoon, this evening, tonight, yesterday, tomorrow",
            "this week, earlier this week, later this week, this month, earlier this month, later this month",
            "اليوم, أمس, امس, يوم أمس, يوم امس, غدا, غداً, يوم غد, هذا الأسبوع, هذا الشهر",
            "ye\u{17f}terday, thi\u{17f} month, thi\u{17f} wee\u{212a}, this wee\u{212a}",
        ]
        .join(", ");
        for tie in ties.split(", ") {
            for tie in [tie.to_string(), tie.to_uppercase(), format!("({tie}")] {
                let text = format!("{tie}, ");
                assert_eq!(TIE.find(&text).map(|m| m.end()), Some(text.len()), "{text}");
                assert!(tied.is_match(&text), "{text}");
            }
        }
    }

    #[test]
    fn two_pieces_of_evidence_make_a_date() {
        assert_eq!(of(&format!("{EARLIER}\n\n{YESTERDAY}")).as_deref(), Some("2021-03-06"));
        let month = "The first stone was laid earlier this month, on 2 March 2021, and the mayor of the town made a long speech.";
        assert_eq!(of(&format!("{EARLIER}\n\n{month}")).as_deref(), Some("2021-03"));
        assert_eq!(of(&format!("{month}\n\n{YESTERDAY}")).as_deref(), Some("2021-03-06"));
        let arabic = "وقال الوزير في المؤتمر الذي عقد في العاصمة اليوم الجمعة 5 آذار 2021 إن العمل في السد الجديد سيبدأ في الربيع المقبل.\n\n\
                      وكانت المحادثات قد بدأت في 22 شباط 2021 في الميناء القديم من المدينة واستمرت هناك أكثر من أسبوع كامل بين الطرفين.";
        assert_eq!(of(arabic).as_deref(), Some("2021-03-05"));
    }

    #[test]
    fn other_articles_and_moved_days_tie_nothing() {
        let body = "The old mill of the valley is now a museum, and the children of the town were the first to see it, the keeper said.";
        assert_eq!(of(&format!("{body}\n\nRECOMMENDED\n\n{EARLIER}\n\n{YESTERDAY}")), None);
        let moved = YESTERDAY.replace("yesterday", "the day before yesterday");
        assert_eq!(of(&format!("{EARLIER}\n\n{moved}")), None);
        assert_eq!(
            of(&format!("{body}\n\n{YESTERDAY}\n\n{YESTERDAY}")),
            None,
            "one piece, printed twice"
        );
    }

    #[test]
    fn one_piece_is_not_enough_and_a_contradiction_ends_it() {
        assert_eq!(of(YESTERDAY), None);
        let older =
            "The first dam of the valley was opened on 3 June 1911, and it broke in the winter of the same year.";
        assert_eq!(of(&format!("{older}\n\n{YESTERDAY}")), None);
        let later = "The dam was opened on 9 April 2022, and the people of the town still say that it had come too late for them.";
        assert_eq!(of(&format!("{EARLIER}\n\n{YESTERDAY}\n\n{later}")), None);
        let quoted = YESTERDAY.replace("The ministers", "The paper wrote: \"The ministers");
        assert_eq!(of(&format!("{EARLIER}\n\n{quoted}")), None);
        let two_months =
            "The ministers met this week, on 28 March 2021, and they signed the papers for the new dam in the hills.";
        assert_eq!(
            of(&format!(
                "{}\n\n{two_months}",
                EARLIER.replace("22 February", "20 March")
            )),
            None
        );
    }
}
