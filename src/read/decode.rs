//! Bytes to text.
//!
//! In this order: a byte order mark; UTF-16 without one, seen by its zero bytes; valid UTF-8, whatever is declared; UTF-8
//! with a few bad bytes; what is declared (by a transport header, else by the page itself); what the bytes look like.
//! Undecodable bytes and U+0000 become U+FFFD and are counted. Nothing else is changed: mojibake is only warned about.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_6, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};

use super::codes::{self, Odd};
use crate::types::{Content, Rule};

/// A decoded text.
#[derive(Debug)]
pub struct Decoded {
    /// Without byte order mark and U+0000.
    pub text: String,
    /// WHATWG label, lower case.
    pub encoding: Option<Rule>,
    /// U+FFFD that decoding put in.
    pub replaced: u32,
    /// What was odd.
    pub odd: Vec<Odd>,
}

/// First bytes of formats that are not text and often lie under a text file's name.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x1f\x8b", "gzip data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"BZh9", "bzip2 data"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
];

/// How much of a record is looked at to find its encoding: the statistics have long settled by then.
const SAMPLE: usize = 256 * 1024;

/// So much ASCII before the first byte beyond it belongs to the sample: the words around it.
const BEFORE: usize = 1000;

/// The part of a record that tells its encoding. Pages can begin with much script, which is ASCII and tells nothing.
fn sample(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let rest = &bytes[first.saturating_sub(BEFORE)..];
    &rest[..rest.len().min(SAMPLE)]
}

/// The text of raw bytes.
///
/// # Errors
/// What it is, when it is no text.
pub fn bytes(bytes: Vec<u8>, charset: Option<&str>, format: Content) -> Result<Decoded, &'static str> {
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(what);
    }
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        return Ok(decoded(&bytes[length..], encoding));
    }
    if let Some(encoding) = utf16_without_mark(&bytes) {
        return Ok(decoded(&bytes, encoding));
    }
    let label = match charset.and_then(|c| Encoding::for_label(c.as_bytes())) {
        Some(declared) => Some(declared),
        None if format == Content::Html => declared_in_page(&bytes),
        None => None,
    };
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            let overruled = label.filter(|l| *l != UTF_8 && !text.is_ascii());
            let mut decoded = whole(text, UTF_8);
            if let Some(declared) = overruled {
                let message = format!("declared {}, but it is valid UTF-8 and read as that", name(declared));
                decoded.odd.push(Odd {
                    code: codes::CHARSET,
                    message,
                    at: None,
                });
            }
            return Ok(decoded);
        }
        Err(e) => e.into_bytes(),
    };
    if almost_utf8(&bytes) {
        return Ok(decoded(&bytes, UTF_8));
    }
    if let Some(declared) = label.filter(|l| *l != UTF_8) {
        return Ok(decoded(&bytes, declared));
    }
    let guessed = guessed(sample(&bytes));
    let mut out = decoded(&bytes, guessed);
    if label == Some(UTF_8) && guessed != UTF_8 {
        let message = format!("declared utf-8, but it is not; read as {}", name(guessed));
        out.odd.push(Odd {
            code: codes::CHARSET,
            message,
            at: None,
        });
    }
    Ok(out)
}

/// A text that a container has decoded already.
pub fn text(text: String, encoding: Option<&'static str>) -> Decoded {
    let text = text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text);
    let mut decoded = whole(text, UTF_8);
    decoded.encoding = encoding.map(Rule::Borrowed);
    decoded
}

fn name(encoding: &'static Encoding) -> Rule {
    if encoding == UTF_8 {
        Cow::Borrowed("utf-8")
    } else {
        Cow::Owned(encoding.name().to_ascii_lowercase())
    }
}

/// Decodes, and counts what could not be.
fn decoded(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    let replaced = match (bad, encoding == UTF_8) {
        (false, _) => 0,
        // One for every stretch, as the decoder does it; a U+FFFD that was there before does not count.
        (true, true) => bytes.utf8_chunks().filter(|c| !c.invalid().is_empty()).count(),
        (true, false) => text.matches('\u{fffd}').count(),
    };
    let mut out = whole(text.into_owned(), encoding);
    if replaced > 0 {
        let message = format!(
            "{replaced} undecodable stretches of bytes replaced by U+FFFD ({})",
            name(encoding)
        );
        out.odd.insert(
            0,
            Odd {
                code: codes::INVALID_UTF8,
                message,
                at: out.text.find('\u{fffd}'),
            },
        );
        out.replaced = out.replaced.saturating_add(u32::try_from(replaced).unwrap_or(u32::MAX));
    }
    out
}

/// A decoded text without U+0000.
fn whole(text: String, encoding: &'static Encoding) -> Decoded {
    let nuls = memchr::memchr_iter(0, text.as_bytes()).count();
    let mut odd = vec![];
    let text = if nuls == 0 {
        text
    } else {
        odd.push(Odd {
            code: codes::NUL,
            message: format!("{nuls} U+0000 replaced by U+FFFD"),
            at: text.find('\0'),
        });
        text.replace('\0', "\u{fffd}")
    };
    if looks_decoded_twice(&text) {
        let message = "the text looks as if UTF-8 had been read as Latin-1 and stored again".to_string();
        odd.push(Odd {
            code: codes::MOJIBAKE,
            message,
            at: None,
        });
    }
    Decoded {
        text,
        encoding: Some(name(encoding)),
        replaced: u32::try_from(nuls).unwrap_or(u32::MAX),
        odd,
    }
}

/// UTF-16 without a mark: the high bytes of Latin and Arabic text are 00, 06 and (punctuation) 20, all on one side.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let pairs = sample.len() / 2;
    // Too short to tell, or without the zero bytes that spaces and digits have.
    if pairs < 8 || memchr::memchr_iter(0, sample).count() * 20 < pairs {
        return None;
    }
    let high = |odd: usize| {
        let plausible = |p: &&[u8]| matches!(p[odd], 0x00 | 0x06 | 0x20) && p[1 - odd] != 0;
        sample.chunks_exact(2).filter(plausible).count()
    };
    let (big, little) = (high(0), high(1));
    // Nine tenths: leaves room for other scripts' words, none for UTF-8 text with a few U+0000.
    if little * 10 >= pairs * 9 && little > big {
        Some(UTF_16LE)
    } else if big * 10 >= pairs * 9 && big > little {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// `<meta charset>`, `<meta http-equiv>` or an XML declaration in the first 1024 bytes (the HTML standard's limit).
fn declared_in_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let label = |rest: &str| -> Option<&'static Encoding> {
        let value = rest
            .trim_start()
            .strip_prefix('=')?
            .trim_start()
            .trim_start_matches(['"', '\'']);
        let value = value.split(['"', '\'', ' ', ';', '>', '/', '?']).next()?;
        let encoding = Encoding::for_label(value.as_bytes())?;
        // A page that can be read byte by byte so far is not UTF-16 (the HTML standard says the same).
        Some(if encoding == UTF_16LE || encoding == UTF_16BE {
            UTF_8
        } else {
            encoding
        })
    };
    if let Some(declaration) = head.strip_prefix("<?xml").and_then(|d| d.split("?>").next())
        && let Some((_, rest)) = declaration.split_once("encoding")
    {
        return label(rest);
    }
    head.split("<meta").skip(1).find_map(|tag| {
        let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
        tag.split("charset").skip(1).find_map(label)
    })
}

/// UTF-8 with damage: four good sequences of several bytes for every bad stretch. Legacy encodings form such
/// sequences by accident only (an accented capital followed by a symbol).
fn almost_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in sample(bytes).utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 0 && good >= bad * 4
}

/// The legacy encoding in which the bytes look most like writing; UTF-8 when none does.
fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let detected = detector.guess(None, Utf8Detection::Deny);
    let mut best = (detected, looks(bytes, detected));
    for other in [WINDOWS_1256, ISO_8859_6, WINDOWS_1252] {
        let look = looks(bytes, other);
        // The detector knows more languages; it is overruled only by a clear margin.
        if other != detected && look > best.1 + 0.1 {
            best = (other, look);
        }
    }
    // Under this, what is beyond ASCII is noise in every encoding: damage to a text that is ASCII otherwise.
    if best.1 < 0.6 { UTF_8 } else { best.0 }
}

/// How much of what is beyond ASCII looks like writing, 0..1: letters beside letters of their own script, punctuation
/// where it belongs; and for Arabic how many of the letters are those of which half of every Arabic text consists.
fn looks(bytes: &[u8], encoding: &'static Encoding) -> f64 {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let (mut all, mut good, mut arabic, mut frequent) = (0u32, 0u32, 0u32, 0u32);
    let (mut ascii_letters, mut foreign) = (0u32, 0u32);
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        if !c.is_ascii() {
            all += 1;
            let fits = |other: char| !other.is_alphabetic() || is_arabic(other) == is_arabic(c);
            let alone = !before.is_alphabetic() && !after.is_alphabetic();
            good += u32::from(match c {
                '\u{fffd}' | '\u{80}'..='\u{9f}' => false,
                _ if c.is_alphabetic() => {
                    fits(before) && fits(after) && (!alone || is_arabic(c) || before == ' ' && after == ' ')
                }
                '‘' | '’' | '“' | '”' | '–' | '—' | '…' | '•' | '«' | '»' | '،' | '؛' | '؟' | 'ـ' => {
                    true
                }
                '\u{64b}'..='\u{652}' | '\u{200c}'..='\u{200f}' => is_arabic(before),
                '£' | '€' | '°' | '§' | '©' | '®' | '™' | '\u{a0}' | '¿' | '¡' | '·' | '\u{ad}' => {
                    !is_odd(before) && !is_odd(after)
                }
                _ => false,
            });
            // Latin letters with accents end at U+024F.
            foreign += u32::from(c.is_alphabetic() && c > '\u{24f}');
            arabic += u32::from(is_arabic(c));
            frequent += u32::from(matches!(c, 'ا' | 'ل' | 'ي' | 'م' | 'و' | 'ن' | 'ر' | 'ت' | 'ب' | 'ة'));
        }
        ascii_letters += u32::from(c.is_ascii_alphabetic());
        before = c;
    }
    // A text in another script has more than one letter in ten of it; a few such letters in English are damage.
    if all == 0 || (foreign > 0 && foreign * 10 < ascii_letters) {
        return 0.0;
    }
    let share = f64::from(good) / f64::from(all);
    // The ten commonest letters make about two thirds of Arabic text, a third of random letters.
    let wrong_letters = arabic * 2 > all && frequent * 5 < arabic * 2;
    if wrong_letters { share * 0.7 } else { share }
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6ff}')
}

/// Beyond ASCII and neither letter nor punctuation of ordinary writing.
fn is_odd(c: char) -> bool {
    !c.is_ascii() && !c.is_alphabetic()
}

/// UTF-8 bytes read as Latin-1 or windows-1252: a lead byte's character, then a continuation byte's, again and again.
fn looks_decoded_twice(text: &str) -> bool {
    // All leads are of U+00C2 to U+00F4, whose own first byte is this; four pairs are needed.
    if memchr::memchr_iter(0xc3, text.as_bytes()).nth(3).is_none() {
        return false;
    }
    let (mut beyond, mut pairs) = (0u32, 0u32);
    let mut lead = false;
    for c in text.chars().take(100_000) {
        let continues = matches!(
            c,
            '\u{80}'
                ..='\u{bf}'
                    | '€'
                    | '‚'
                    | 'ƒ'
                    | '„'
                    | '…'
                    | '†'
                    | '‡'
                    | 'ˆ'
                    | '‰'
                    | 'Š'
                    | '‹'
                    | 'Œ'
                    | 'Ž'
                    | '‘'
                    | '’'
                    | '“'
                    | '”'
                    | '•'
                    | '–'
                    | '—'
                    | '˜'
                    | '™'
                    | 'š'
                    | '›'
                    | 'œ'
                    | 'ž'
                    | 'Ÿ'
        );
        pairs += u32::from(lead && continues);
        lead = matches!(c, '\u{c2}'..='\u{f4}');
        beyond += u32::from(!c.is_ascii());
    }
    // Four pairs that make up four fifths of all that is beyond ASCII: real text has `Ã©` once, not throughout.
    pairs >= 4 && pairs * 2 * 5 >= beyond * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: &str = "A report from the river towns was read out on Monday.\n";
    const AR: &str = "قرأ المتحدث التقرير عن مدن النهر يوم الاثنين، ثم أجاب عن أسئلة الصحفيين في المدينة.\n";

    fn read(bytes: &[u8], charset: Option<&str>, format: Content) -> Decoded {
        super::bytes(bytes.to_vec(), charset, format).unwrap()
    }

    fn plain(bytes: &[u8]) -> (String, String, u32) {
        let d = read(bytes, None, Content::Plain);
        (d.text, d.encoding.unwrap().into_owned(), d.replaced)
    }

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() })
            .collect()
    }

    #[test]
    fn marks_are_believed_and_left_out() {
        assert_eq!(plain(b"\xef\xbb\xbf"), (String::new(), "utf-8".into(), 0));
        assert_eq!(
            plain(format!("\u{feff}{EN}").as_bytes()),
            (EN.into(), "utf-8".into(), 0)
        );
        assert_eq!(
            plain(&[b"\xff\xfe", &utf16(AR, true)[..]].concat()),
            (AR.into(), "utf-16le".into(), 0)
        );
        assert_eq!(
            plain(&[b"\xfe\xff", &utf16(AR, false)[..]].concat()),
            (AR.into(), "utf-16be".into(), 0)
        );
    }

    #[test]
    fn utf16_is_seen_without_a_mark() {
        assert_eq!(plain(&utf16(EN, true)), (EN.into(), "utf-16le".into(), 0));
        assert_eq!(plain(&utf16(EN, false)), (EN.into(), "utf-16be".into(), 0));
        assert_eq!(plain(&utf16(AR, true)), (AR.into(), "utf-16le".into(), 0));
    }

    #[test]
    fn damaged_utf16_is_counted() {
        assert_eq!(
            plain(b"\xff\xfea\0\0\xd8b\0"),
            ("a\u{fffd}b".into(), "utf-16le".into(), 1)
        );
        assert_eq!(plain(b"\xff\xfea\0b"), ("a\u{fffd}".into(), "utf-16le".into(), 1));
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let bytes = [
            EN.as_bytes(),
            b"\xc3\x28\xa0\xa1\xe2\x28\xa1\xf0\x28\x8c\x28",
            EN.as_bytes(),
        ]
        .concat();
        let (text, encoding, replaced) = plain(&bytes);
        assert_eq!((encoding.as_str(), replaced > 0), ("utf-8", true));
        assert_eq!(text.matches(EN).count(), 2);
        for bad in [&b"\xc0\xaf\xe0\x80\xaf"[..], b"\xed\xa0\xbd\xed\xb8\x80 "] {
            let (text, encoding, replaced) = plain(&[bad, EN.as_bytes()].concat());
            assert_eq!((encoding.as_str(), text.contains('/')), ("utf-8", false));
            assert_eq!(replaced as usize, text.matches('\u{fffd}').count());
        }
        let (_, encoding, replaced) = plain(&AR.as_bytes()[..AR.len() - 3]);
        assert_eq!((encoding.as_str(), replaced), ("utf-8", 1));
    }

    #[test]
    fn legacy_encodings_are_told_apart() {
        let (bytes, _, _) = WINDOWS_1256.encode(AR);
        assert_eq!(plain(&bytes), (AR.into(), "windows-1256".into(), 0));
        let (bytes, _, _) = ISO_8859_6.encode(AR);
        assert_eq!(plain(&bytes), (AR.into(), "iso-8859-6".into(), 0));
        let text = "The “League” — as it’s called in the café — is naïve.\n";
        let (bytes, _, _) = WINDOWS_1252.encode(text);
        assert_eq!(plain(&bytes), (text.into(), "windows-1252".into(), 0));
        let text = "Отчёт был прочитан в понедельник вечером на площади.\n";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        assert_eq!(plain(&bytes), (text.into(), "windows-1251".into(), 0));
    }

    #[test]
    fn declarations_count_where_utf8_does_not_decide() {
        let page = format!("<meta charset=\"windows-1256\"><p>{AR}</p>");
        let lie = read(page.as_bytes(), None, Content::Html);
        assert_eq!(
            (lie.encoding.as_deref(), lie.odd[0].code.0),
            (Some("utf-8"), "W101-charset-overruled")
        );
        let (bytes, _, _) = WINDOWS_1256.encode(&page);
        assert_eq!(read(&bytes, None, Content::Html).text, page);
        let (bytes, _, _) = encoding_rs::ISO_8859_2.encode("Łódź");
        assert_eq!(read(&bytes, Some("ISO-8859-2"), Content::Html).text, "Łódź");
    }

    #[test]
    fn a_long_head_of_script_does_not_hide_the_encoding() {
        let script = format!(
            "<meta charset=windows-1256><script>{}</script>",
            "var a = 1;\n".repeat(30_000)
        );
        let page = format!("{script}<p>{}</p>", AR.repeat(10));
        let (bytes, _, _) = WINDOWS_1256.encode(&page);
        assert_eq!(read(&bytes, None, Content::Html).replaced, 0);
        assert_eq!(read(&bytes, None, Content::Html).text, page);
        let undeclared = format!(
            "{}{}",
            "plain words here\n".repeat(20_000),
            AR.repeat(300_000 / AR.len())
        );
        let (bytes, _, _) = WINDOWS_1256.encode(&undeclared);
        assert_eq!(plain(&bytes).1, "windows-1256");
    }

    #[test]
    fn nul_and_mojibake() {
        let nul = read(b"one\0\0two", None, Content::Plain);
        assert_eq!((nul.text.as_str(), nul.replaced), ("one\u{fffd}\u{fffd}two", 2));
        let twice: String = AR.bytes().map(char::from).collect();
        assert!(
            read(twice.as_bytes(), None, Content::Plain)
                .odd
                .iter()
                .any(|o| o.code == codes::MOJIBAKE)
        );
        assert!(
            read("Das Café, à côté, naïve Übung".as_bytes(), None, Content::Plain)
                .odd
                .is_empty()
        );
    }

    #[test]
    fn binary_formats_are_no_text() {
        assert_eq!(
            super::bytes(b"%PDF-1.7 ...".to_vec(), None, Content::Plain).unwrap_err(),
            "a PDF file"
        );
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_decode(bytes: Vec<u8>) {
            if let Ok(decoded) = super::bytes(bytes, None, Content::Html) {
                proptest::prop_assert!(!decoded.text.contains('\0'));
            }
        }
    }
}
