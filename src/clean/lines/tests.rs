use proptest::prelude::*;

use super::*;

fn facts(text: &str) -> Facts {
    Words::default().read(text, Span::new(0, text.len()), &[])
}

#[test]
fn pronouns_are_counted_by_person() {
    assert_eq!(
        facts("We told you what they told us, and I believed it.").persons,
        [1, 2, 1, 2]
    );
    assert_eq!(facts("نحن لدينا ما قالت عنه").persons, [0, 2, 0, 1]);
}

#[test]
fn a_sentence_without_spaces_has_words() {
    let facts = facts("川の水位は昨日より高く、橋は閉鎖された。市は住民に避難を求めている。");
    assert!(facts.prose(), "{facts:?}");
    assert_eq!((facts.stops, facts.commas), (2, 1));
}

/// What is seen of a text in two halves, as on both sides of a cut.
fn seen(halves: (&str, &str), read: impl Fn(&mut Scan, &str, &mut Facts, &mut Words)) -> (String, Words) {
    let (mut scan, mut facts, mut words) = Default::default();
    read(&mut scan, halves.0, &mut facts, &mut words);
    read(&mut scan, halves.1, &mut facts, &mut words);
    scan.end_word(&mut facts, &mut words);
    (format!("{facts:?}"), words)
}

fn check_plain_letters(text: &str, cut: usize) {
    let halves = text.split_at(text.floor_char_boundary(cut));
    let (facts, words) = seen(halves, Scan::text);
    let (want, all) = seen(halves, |scan, half, facts, words| {
        facts.chars += half.chars().count();
        for (at, c) in half.char_indices() {
            scan.other(c, half, at, facts, words);
        }
    });
    assert_eq!(facts, want, "{text:?}");
    assert_eq!((words.hashes, words.topic), (all.hashes, all.topic), "{text:?}");
}

#[test]
fn every_character_is_read_as_one_that_is_not_plain() {
    for c in '\0'..=char::MAX {
        check_plain_letters(&format!("{c} a{c}b {c}ال {c}'B"), usize::MAX);
    }
}

proptest! {
    #[test]
    fn plain_letters_are_read_like_others(text in "([ '’.]|[a-cA-C]{1,3}|the|We|[وبفكل]|ال|لل|[ءأةىيپ٣1ـَéßÉſ\u{301}\u{200f}川]){0,20}", cut in 0usize..40) {
        check_plain_letters(&text, cut);
    }
}
