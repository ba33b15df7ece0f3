//! Bylines: lines that say who wrote the article, and the names in them.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::lang::{fold, is_letter, is_letter_or_digit};

use super::published::pattern;

/// What begins a line of authors, and what it is followed by. On the line as written.
static PREFIX: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i:\W*(?:(?:written|(?:re)?posted|published|story|article|reported|words|text|analysis|opinion|review|interview|commentary|report|authored|contributed|essay|column|guest post|a blog post)(?: and \w+)?\s+)?by\b\s*:?\s*|\W*(?:authors?|writers?|contributors?|columnist|reporter|journalist|correspondent)(?:\(s\))?\s*[:|]\s*|\W*writer['’]s picture\s*|\W*author\s+(?:posted\s+)?by\s+)",
    )
});

/// The same in Arabic. A verb like كتب needs the mark after it, or nothing but a name.
static PREFIX_AR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:بقلم|كتابة|كتابه|إعداد|اعداد|الكاتبة|الكاتب|المؤلف|تأليف|حاوره|حاورته|حاورها|أجرى الحوار|كتبه|كتبها|كتب|كتبت|تقرير|ترجمة|مراسلة|مراسل|محررة|محرر|بواسطة|نشر بواسطة|تحرير)(?:\s*(?:وتحرير|وتصوير|وترجمة))?(\s*[:/|]|\s*[-–—]|\s)\s*",
    )
});

/// What ends the names of a byline.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\s*(?:[|•·–—/]|\s-\s|\bon\b|\bpublished\b|\bupdated\b|\bposted\b|\bfor\b|\bat the\b|\bin\b|\bfrom\b|\bwith\b|\bvia\b|\bphoto|\bbureau\b|\bis an?\b|\bread\b|\bshare\b|\bfollow\b|\blast (?:updated|modified|reviewed|edited)\b|\d|@|\(|\[|:|\.\s+[A-Z]).*$",
    )
});

/// A post after a name: "Ann Lee Executive Editor".
static POST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\s+(?:senior|staff|executive|chief|managing|contributing|associate|assistant|director|editor|reporter|writer|correspondent|analyst|producer|founder|co-founder|ceo|linkedin|twitter)\b.*$",
    )
});

/// What pages print right behind a name, with no more between them than a margin.
const GLUED: &[&str] = &[
    "Published",
    "Updated",
    "Posted",
    "Reviewed",
    "January",
    "February",
    "March",
    "April",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A title before a name, and initials.
static TITLE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:(?i:dr|prof|mr|mrs|ms|rev|hon|sir|st|gen|col|lt|sgt|capt)\.?\s+|\p{Lu}\.\s*)+"));

/// What parts the names.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s*(?:,\s*and\b|\band\b|&|,|،|;|؛|\+)\s*|\s+و\s*"));

/// Parts of a byline that name no one.
static NO_ONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:senior |staff |chief |guest |freelance |associate |contributing |managing |deputy |executive |political |foreign |special )*(?:staff|writers?|editors?|reporters?|correspondents?|contributors?|columnists?|author|fellow|director|analyst|journalist|producer|admin|administrator|guest|team|ph\.?d\.?|m\.?d\.?|mba|rn|cfa|jr\.?|sr\.?|esq\.?|ms|ma|ba|llc|inc\.?|etc\.?|ceo|cto|cfo|founder|president)(?: (?:writer|in chief|at large))?)$",
    )
});

/// Words that stand in no name.
static NOT_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| words_of(&["en", "ar"]));

/// Words after "by" that begin no name.
static NOT_AFTER_BY: LazyLock<HashSet<&str>> = LazyLock::new(|| words_of(&["by"]));

/// The words of some rows of `not_names.tsv`.
fn words_of(rows: &[&str]) -> HashSet<&'static str> {
    let lines = include_str!("not_names.tsv").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|l| l.split_once('\t'))
        .filter(|(row, _)| rows.contains(row))
        .flat_map(|(_, words)| words.split(' '))
        .collect()
}

/// Small words inside names.
pub(super) const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "del", "della", "di", "du", "des", "la", "le", "van", "von", "der", "den", "ter", "ten",
    "bin", "bint", "ibn", "al", "el", "ul", "abu", "abd", "y", "e", "zu", "af",
];

/// Longest byline in bytes.
const LONGEST: usize = 300;

/// Whether a folded line begins like a byline.
pub(super) fn by_prefix(key: &str) -> bool {
    key.len() <= LONGEST && begins(key) && (PREFIX.is_match(key) || PREFIX_AR.is_match(key))
}

/// Whether one of the first words is one that a byline begins with: a quick look before the patterns.
fn begins(key: &str) -> bool {
    let words = key
        .split(|c: char| !is_letter_or_digit(c))
        .filter(|w| !w.is_empty())
        .take(5);
    words.into_iter().any(|w| FIRST.contains(&w)) || key.contains("picture")
}

/// Words that a byline begins with or soon comes to, folded.
const FIRST: &[&str] = &[
    "by",
    "author",
    "authors",
    "writer",
    "writers",
    "contributor",
    "contributors",
    "columnist",
    "reporter",
    "journalist",
    "correspondent",
    "بقلم",
    "كتابه",
    "اعداد",
    "الكاتبه",
    "الكاتب",
    "المؤلف",
    "تاليف",
    "حاوره",
    "حاورته",
    "حاورها",
    "اجري",
    "كتبه",
    "كتبها",
    "كتب",
    "كتبت",
    "تقرير",
    "ترجمه",
    "مراسله",
    "مراسل",
    "محرره",
    "محرر",
    "بواسطه",
    "نشر",
    "تحرير",
];

/// The names of a line that says "by" or the like.
pub(super) fn stated(line: &str) -> Option<Vec<String>> {
    if line.len() > LONGEST || !begins(&fold(line)) {
        return None;
    }
    if let Some(found) = PREFIX.find(line) {
        let glued = fold(found.as_str()).contains("picture");
        let names = names(&line[found.end()..], true);
        // "By the river, two men ...": a name begins with a capital letter. "By Popular Demand" does too.
        let colon = found.as_str().trim_end().ends_with(':');
        let fits = names.first().is_some_and(|n| {
            let first = fold(n.split(' ').next().unwrap_or(n));
            let said = !colon && NOT_AFTER_BY.contains(first.as_str());
            glued || !said && n.chars().next().is_some_and(|c| !c.is_lowercase())
        });
        return fits.then_some(names);
    }
    let found = PREFIX_AR.captures(line)?;
    let whole = found.get(0)?;
    let marked = found.get(1).is_some_and(|m| !m.as_str().trim().is_empty());
    let rest = &line[whole.end()..];
    // Without a mark "كتب" may be the verb of a sentence: then only a short line is a byline.
    let short = rest.split_whitespace().count() <= if marked { 8 } else { 4 };
    let sentence = rest.trim_end().ends_with(['.', ':', '؟']);
    if !short || sentence {
        return None;
    }
    let names = names(rest, true);
    // "تقرير عن السيول في المدينة" is a headline: a preposition stands in no name.
    let meant = marked || names.iter().all(|n| is_person(n) || !n.contains(' '));
    (!names.is_empty() && meant).then_some(names)
}

/// The names of a line that holds nothing but names of persons.
pub(super) fn alone(line: &str) -> Option<Vec<String>> {
    if line.len() > 160 || line.ends_with(['.', '?', '!', ':', '؟']) {
        return None;
    }
    let line = line.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let parts: Vec<&str> = BETWEEN.split(line).map(str::trim).filter(|p| !p.is_empty()).collect();
    let persons: Vec<String> = parts
        .iter()
        .filter(|p| !NO_ONE.is_match(p))
        .map(|p| (*p).to_string())
        .collect();
    (!persons.is_empty() && persons.len() <= 8 && persons.iter().all(|p| is_person(p))).then_some(persons)
}

/// The names in what follows a "by".
fn names(rest: &str, lenient: bool) -> Vec<String> {
    let rest = unglued(rest.trim());
    // The full stop of a title ends no name: "Dr. Ann Lee".
    let title = TITLE.find(rest).map_or(0, |t| t.end());
    let (title, rest) = rest.split_at(title);
    let rest = format!("{title}{}", AFTER.replace(rest, ""));
    let mut out: Vec<String> = Vec::new();
    for part in BETWEEN.split(&rest) {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').trim();
        let part = part
            .strip_suffix('.')
            .filter(|p| p.split_whitespace().last().is_some_and(|w| w.chars().count() > 2))
            .unwrap_or(part);
        // A name has two words at least before a post follows.
        let post = POST.find(part).filter(|p| part[..p.start()].contains(' '));
        let part = halved(post.map_or(part, |p| &part[..p.start()]));
        let words = part.split_whitespace().count();
        if part.is_empty() || NO_ONE.is_match(part) {
            continue;
        }
        let fits = if out.is_empty() && lenient {
            words <= 5
        } else {
            is_person(part)
        };
        if !fits {
            break;
        }
        out.push(part.to_string());
    }
    out
}

/// A byline up to what is glued to its names: `Ann LeePublished 3 May`.
fn unglued(rest: &str) -> &str {
    let ends = GLUED.iter().filter_map(|word| {
        let at = rest.find(word)?;
        rest[..at].ends_with(char::is_lowercase).then_some(at)
    });
    ends.min().map_or(rest, |end| &rest[..end])
}

/// A name that is printed twice in a row, once.
fn halved(name: &str) -> &str {
    let half = name.len() / 2;
    match (name.get(..half), name.get(half + 1..)) {
        (Some(first), Some(second)) if name.len() > 6 && first == second => first,
        _ => name,
    }
}

/// Whether a printed byline has all the authors that are known, and more: markup often names the first alone.
pub(super) fn goes_on(known: &[String], printed: &[String]) -> bool {
    let has = |name: &String| printed.iter().any(|p| fold(p).contains(&fold(name)));
    printed.len() > known.len() && known.iter().all(has)
}

/// Whether a text looks like the name of a person: two to five words with capitals, or of Arabic letters, and none of
/// them a word of section names.
pub(super) fn is_person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    if !(2..=5).contains(&words.len()) {
        return false;
    }
    let arabic = text.chars().any(|c| ('\u{621}'..='\u{64a}').contains(&c));
    // A section or heading in Arabic is as long as a name, and no capitals tell them apart: four words at most.
    if arabic && words.len() > 4 {
        return false;
    }
    words.iter().enumerate().all(|(n, word)| {
        let letters = word.chars().all(|c| {
            is_letter(c) || matches!(c, '\'' | '’' | '‘' | '-' | '.' | 'ʿ' | 'ʾ') || crate::lang::is_ignorable(c)
        });
        let shown = if arabic {
            word.chars().count() >= 2
        } else {
            capitalised(word, text)
        };
        // A particle may stand in small letters, but not first.
        if !letters || !shown && (arabic || n == 0) {
            return false;
        }
        let key = fold(word);
        let bare = key.trim_matches(|c: char| !is_letter_or_digit(c));
        !NOT_NAMES.contains(bare) && (shown || PARTICLES.contains(&bare))
    })
}

/// Whether a word of a text is written like one of a name; not when it is in capitals among small letters.
fn capitalised(word: &str, text: &str) -> bool {
    let shouted = word.chars().filter(|c| c.is_uppercase()).count() > 1
        && !word.contains(['-', '\'', '’', '.'])
        && word.chars().all(char::is_uppercase);
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let all_caps = shouted && text.chars().any(char::is_lowercase) && word.chars().count() > 3;
    (capital && !all_caps) || word.starts_with("al-") || word.starts_with("el-") || word.starts_with("d'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_the_rest_begins() {
        for (line, names) in [
            ("By Dr. Ann Lee - 27 March", vec!["Dr. Ann Lee"]),
            ("By A. B. Lee. Photographs by Bo Ray", vec!["A. B. Lee"]),
            ("By Ann LeePublished: 3 May", vec!["Ann Lee"]),
            ("Written by Ann Lee Executive Editor, Bo Ray", vec!["Ann Lee", "Bo Ray"]),
            ("By Ann Lee Ann Lee", vec!["Ann Lee"]),
            ("By Ann Lee Last updated", vec!["Ann Lee"]),
            ("بقلم: نادية فاروق", vec!["نادية فاروق"]),
        ] {
            assert_eq!(stated(line).unwrap_or_default(), names, "{line}");
        }
    }

    #[test]
    fn a_printed_byline_goes_on_where_the_markup_stops() {
        let names = |list: &[&str]| list.iter().map(|n| n.to_string()).collect::<Vec<_>>();
        assert!(goes_on(&names(&["Ann Lee"]), &names(&["Dr Ann Lee", "Bo Ray"])));
        assert!(!goes_on(&names(&["Ann Lee"]), &names(&["Cy Moss", "Bo Ray"])));
        assert!(!goes_on(&names(&["Ann Lee", "Bo Ray"]), &names(&["Ann Lee"])));
    }

    #[test]
    fn buttons_and_sections_are_no_persons() {
        for line in [
            "Select Page",
            "Full Bio",
            "Study Abroad Programs",
            "MISSION CRITICAL page",
            "Call Us",
        ] {
            assert_eq!(alone(line), None, "{line}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_line(line: String) {
            let _ = (stated(&line), alone(&line), stated(&format!("By {line}")));
        }
    }
}
