//! What holds of any two names: how alike they are does not depend on which comes first, what is made of one is well formed.

use isnad::names::cluster::{Known, cluster, likeness};
use isnad::names::{
    Name, Standard, cannot_link, decide, explain, fold, key, kind_of, romanize, romanized, similarity, slug, variants,
};
use isnad::types::EntityType;

/// What holds of any two names of one kind.
pub fn names(a: &str, b: &str, kind: EntityType) {
    let (x, y) = (Name::new(a, kind), Name::new(b, kind));
    let score = similarity(&x, &y);
    assert!((0.0..=1.0).contains(&score), "{a:?} and {b:?}: {score}");
    assert_eq!(score, similarity(&y, &x), "{a:?} and {b:?} turned");
    let sure = likeness(&x, &y);
    assert!(sure <= score, "{a:?} and {b:?}: {sure} of {score}");
    assert_eq!(sure, likeness(&y, &x), "{a:?} and {b:?} turned");
    assert_eq!(
        cannot_link(&x, &y),
        cannot_link(&y, &x),
        "{a:?} and {b:?} turned: forbidden"
    );
    let decided = decide(&[(a, b, kind), (b, a, kind)]);
    assert_eq!(decided[0], decided[1], "{a:?} and {b:?} turned: decided");
    let told = &explain(&[(a, b, kind)])[0];
    // A cell with a semicolon holds several spellings; then the best pair is told of.
    if !a.contains(';') && !b.contains(';') {
        assert_eq!(told.score, score, "{a:?} and {b:?} told");
        assert_eq!(told.same, decided[0].same, "{a:?} and {b:?} told: same");
    }
    let of = cluster(&[x.clone(), y.clone(), x.clone()], &Known::default()).of;
    assert!(
        of[0] == 0 && of[1] <= 1 && of[of[2] as usize] == of[2],
        "{a:?} and {b:?}: {of:?}"
    );
    kind_of(a, b, kind);
    for (text, name) in [(a, &x), (b, &y)] {
        if fold(text).chars().any(char::is_alphanumeric) {
            assert_eq!(similarity(name, name), 1.0, "{text:?} is not like itself");
        }
    }
}

/// What holds of what is made of one name.
pub fn name(text: &str) {
    let folded = fold(text);
    assert!(
        !folded.starts_with(' ') && !folded.ends_with(' ') && !folded.contains("  "),
        "{folded:?} is not folded"
    );
    assert_eq!(fold(&folded), folded, "{text:?}: folding goes on");
    assert_eq!(key(&folded), key(text), "{text:?}: its key and that of its folded form");
    assert_eq!(romanize(text), romanize(text));
    assert!(
        slug(text)
            .bytes()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-'),
        "{text:?}: {}",
        slug(text)
    );
    for standard in [Standard::AlaLc, Standard::Bgn, Standard::Ic] {
        let found = romanized(text, standard);
        // Words of other scripts stay as they are, and with them digits and marks.
        if text.is_ascii() {
            let words: Vec<&str> = text.split_whitespace().collect();
            assert_eq!(found.text, words.join(" "), "{text:?} in {standard:?}");
        }
    }
}

/// What holds of the likely spellings of a name, which are some hundred times the work of all else that is asked of it.
pub fn spellings(text: &str) {
    const MOST: usize = 4;
    let found = variants(text, MOST);
    assert!(found.len() <= 2 * MOST, "{text:?}: {} spellings", found.len());
    for v in &found {
        assert!((0.0..=1.0).contains(&v.score), "{text:?}: {} is {}", v.name, v.score);
    }
}
