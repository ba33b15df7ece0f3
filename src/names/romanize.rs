//! Arabic names in ASCII letters by rule. The script does not write short vowels, so what comes out is a key and an id,
//! not the spelling that anybody uses: قيس is `qys`.

use super::alphabet::{SYMBOLS, encode};
use super::fold::{fold, is_arabic};

/// A name of any script in ASCII: Arabic (and Greek and Cyrillic) letters by rule, Latin ones without accents, words apart
/// by single spaces, the Arabic article as `al`.
///
/// ```
/// use isnad::names::romanize;
/// assert_eq!(romanize("قيس الخزعلي"), "qys al khzly");
/// assert_eq!(romanize("Qaïs al-Khazali"), "qais al khazali");
/// ```
pub fn romanize(name: &str) -> String {
    let folded = fold(name);
    let mut out = String::with_capacity(folded.len());
    for word in folded.split(' ') {
        let mut latin = String::new();
        match word.strip_prefix("ال").filter(|rest| rest.chars().nth(1).is_some()) {
            Some(rest) => {
                latin.push_str("al ");
                letters(rest, &mut latin);
            }
            None => letters(word, &mut latin),
        }
        latin.retain(|c| c.is_ascii_alphanumeric() || c == ' ');
        if !latin.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(latin.trim());
        }
    }
    out
}

/// A name as an id: romanised, words joined by hyphens, at most 80 letters. Empty when it has no letter that can be.
///
/// ```
/// assert_eq!(isnad::names::slug("Wissam al-‘Alyawi"), "wissam-al-alyawi");
/// ```
pub fn slug(name: &str) -> String {
    let mut slug = romanize(name).replace(' ', "-");
    // Longer ids are a burden in every tool; the few names that share 80 letters get a number.
    slug.truncate(80);
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Appends a folded word in ASCII letters; letters that no table knows stay.
pub(crate) fn letters(word: &str, out: &mut String) {
    let mut symbols = Vec::new();
    let mut buffer = [0; 4];
    let mut last = '-';
    for c in word.chars() {
        if c.is_ascii() {
            out.push(c);
            continue;
        }
        symbols.clear();
        encode(c.encode_utf8(&mut buffer), 0, &mut symbols);
        if symbols.is_empty() {
            continue;
        }
        let known = symbols.iter().all(|&s| usize::from(s) < SYMBOLS.len());
        if !known {
            out.push(c);
        } else {
            let arabic = is_arabic(c);
            for &s in &symbols {
                let at_start = out.is_empty() || out.ends_with(' ');
                let plain = [SYMBOLS.get(usize::from(s)).copied().unwrap_or(b'x')];
                out.push_str(match plain[0] {
                    b'A' | b'L' => "a",
                    b'E' if arabic => "a",
                    b'E' => "e",
                    b'I' => "i",
                    b'O' => "o",
                    b'U' => "u",
                    b'Y' => "y",
                    b'W' if at_start || last == 'ا' => "w",
                    b'W' => "u",
                    b'H' => "h",
                    b'c' => "th",
                    b'C' => "ch",
                    b'x' => "kh",
                    b'S' => "sh",
                    b'D' => "d",
                    b'Z' => "dh",
                    b'G' => "gh",
                    _ => std::str::from_utf8(&plain).unwrap_or(""),
                });
            }
        }
        last = c;
    }
}
