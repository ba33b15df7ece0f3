//! What an Arabic word sounds like: which vowels it has that the script does not write. Attested Latin spellings are laid
//! beside its letters, and most of them decide; a word that nobody is known to have spelled gets the commonest patterns.

use super::dictionary::{common, spellings};
use super::fold::fold;

/// A letter of an Arabic word with what is heard after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sound {
    /// The letter.
    pub letter: char,
    /// Whether it is spoken twice.
    pub doubled: bool,
    /// Whether it is a long vowel, not a consonant.
    pub long: bool,
    /// The short vowel after it: a, i or u.
    pub vowel: Option<char>,
}

/// The sounds of a word by its attested spellings: the vowel that most of them write after each letter; and whether that is
/// a word that can be spoken as it stands.
pub(crate) fn vocalised(letters: &[char]) -> Option<(Vec<Sound>, bool)> {
    let form = fold(&letters.iter().collect::<String>());
    let mut read: Vec<Vec<Sound>> = Vec::new();
    let known = common(&form);
    let spelled: &[&str] = known.as_ref().map_or_else(|| spellings(&form), std::slice::from_ref);
    for spelling in spelled {
        let (cost, sounds) = aligned(letters, &tokens(spelling));
        // A spelling that does not fit the letters says nothing of the vowels.
        if cost <= 40 {
            read.push(sounds);
        }
    }
    let votes =
        |at: usize, wanted: &dyn Fn(&Sound) -> bool| read.iter().filter(|s| s.get(at).is_some_and(wanted)).count();
    if read.is_empty() {
        return None;
    }
    let most = |at: usize, sound: Sound| {
        let half = |n: usize| 2 * n > read.len();
        let count = |v: Option<char>| votes(at, &|s: &Sound| s.vowel == v);
        // e is an a or an i: where others write one of them, it is that.
        let e = count(Some('e'));
        let (a, i, u) = (count(Some('a')), count(Some('i')), count(Some('u')) + count(Some('o')));
        let none = count(None);
        let spoken = a + i + u + e;
        let long = half(votes(at, &|s: &Sound| s.long));
        let vowel = if spoken <= none || (long && at > 0) {
            None
        } else if u > a.max(i) + e / 2 {
            Some('u')
        } else if i > a || (i == a && e > a) {
            Some('i')
        } else {
            Some('a')
        };
        Sound {
            vowel,
            // Many leave the doubling out; the French double every s between vowels.
            doubled: at > 0
                && (known.is_some() || !"سص".contains(sound.letter))
                && 3 * votes(at, &|s: &Sound| s.doubled) >= read.len(),
            long,
            ..sound
        }
    };
    let first = read.first()?.clone();
    let mut sounds: Vec<Sound> = first
        .into_iter()
        .enumerate()
        .map(|(at, sound)| most(at, sound))
        .collect();
    let whole = mend(&mut sounds);
    Some((sounds, whole))
}

/// Gives a consonant the vowel without which the word cannot be spoken: no word begins with two consonants, none has three
/// on end, and after a long a an i opens the next syllable (Mājid, Mājidah). Says whether no vowel was missing. Names of
/// other languages (بارزاني) are left as they are spelled.
fn mend(sounds: &mut [Sound]) -> bool {
    let mut whole = true;
    // Letters that only Arabic words have.
    let native = sounds.iter().any(|s| "ثحذصضطظعقةءأإؤئ".contains(s.letter));
    for at in 0..sounds.len() {
        let closed = |at: usize, sounds: &[Sound]| {
            sounds
                .get(at)
                .is_some_and(|s| !s.long && s.vowel.is_none() && !"اأإآىة".contains(s.letter))
        };
        let vowel_follows = |at: usize, sounds: &[Sound]| {
            sounds
                .get(at + 1)
                .is_none_or(|next| next.long || "اآىة".contains(next.letter))
        };
        // A glide between two consonants is the vowel: Saʻīd.
        let glide = |at: usize, sounds: &[Sound]| {
            let own = sounds.get(at).is_some_and(|s| "ويی".contains(s.letter));
            own && closed(at, sounds) && at.checked_sub(1).is_some_and(|before| closed(before, sounds))
        };
        if !closed(at, sounds) || vowel_follows(at, sounds) || glide(at, sounds) {
            continue;
        }
        let Some(next) = sounds.get(at + 1).copied() else {
            continue;
        };
        let before = at.checked_sub(1).and_then(|b| sounds.get(b)).copied();
        let missing = match before {
            _ if glide(at + 1, sounds) => None,
            None => Some(if "يی".contains(next.letter) { 'i' } else { 'a' }),
            Some(before) if before.long && "اآ".contains(before.letter) && next.letter != sounds[at].letter => {
                Some('i')
            }
            Some(_) if next.doubled => Some('a'),
            Some(before) if closed(at - 1, sounds) && !"ويی".contains(before.letter) => Some('a'),
            Some(_) => None,
        };
        if let (Some(vowel), Some(sound)) = (missing, sounds.get_mut(at)) {
            sound.vowel = sound.vowel.or(Some(vowel).filter(|_| native));
            whole = false;
        }
    }
    whole
}

/// The parts of a Latin spelling: consonants, short vowels, and A I U for long ones. Ay and aw are a vowel and a consonant.
fn tokens(spelling: &str) -> Vec<&str> {
    const GROUPS: &[(&str, &[&str])] = &[
        ("tch", &["ch"]),
        ("kh", &["kh"]),
        ("gh", &["gh"]),
        ("sh", &["sh"]),
        ("ch", &["ch"]),
        ("th", &["th"]),
        ("dh", &["dh"]),
        ("zh", &["zh"]),
        ("dj", &["j"]),
        ("ou", &["U"]),
        ("oo", &["U"]),
        ("uu", &["U"]),
        ("ee", &["I"]),
        ("ie", &["I"]),
        ("ii", &["I"]),
        ("aa", &["A"]),
        ("ai", &["a", "y"]),
        ("ay", &["a", "y"]),
        ("ei", &["a", "y"]),
        ("ey", &["a", "y"]),
        ("au", &["a", "w"]),
        ("aw", &["a", "w"]),
        ("ow", &["a", "w"]),
    ];
    let mut out = Vec::new();
    let mut rest = spelling;
    while let Some(c) = rest.chars().next() {
        let taken = match GROUPS.iter().find(|(group, _)| rest.starts_with(group)) {
            Some((group, parts)) => {
                out.extend_from_slice(parts);
                group.len()
            }
            None => {
                out.push(&rest[..c.len_utf8()]);
                c.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    out
}

/// What it costs, in tenths of a letter, to hear a letter as this part of a spelling; and whether as a long vowel.
fn heard(letter: char, part: &str, first: bool) -> Option<(u32, bool)> {
    let consonants = match letter {
        'ب' | 'پ' => "b p",
        'ت' | 'ط' => "t th d",
        'ث' => "th s t",
        'ج' => "j g zh ch",
        'چ' => "ch c",
        'ح' => "h",
        'خ' => "kh h k x",
        'د' => "d t",
        'ذ' => "dh z th d",
        'ر' => "r",
        'ز' => "z s",
        'ژ' => "zh j",
        'س' => "s c",
        'ش' => "sh ch s",
        'ص' => "s c",
        'ض' => "d z dh",
        'ظ' => "z dh d",
        'غ' => "gh g r",
        'ف' | 'ڤ' => "f v ph",
        'ق' => "q k g gh c",
        'ك' | 'ک' => "k c ck g",
        'گ' => "g",
        'ل' => "l",
        'م' => "m",
        'ن' => "n",
        'ه' => "h",
        'و' | 'ؤ' => "w v",
        'ي' | 'ی' | 'ى' => "y",
        _ => "",
    };
    if let Some(place) = consonants.split(' ').position(|c| c == part) {
        return Some((place as u32, false));
    }
    match (letter, part) {
        ('ا' | 'أ' | 'إ' | 'آ', "a" | "A" | "e" | "i" | "u" | "o" | "I" | "U") if first => Some((0, part == "A")),
        ('ا' | 'آ', "a" | "A") => Some((0, true)),
        ('ا', "e" | "o") => Some((2, true)),
        ('و', "u" | "U") => Some((0, true)),
        ('و', "o") => Some((1, true)),
        ('ي' | 'ی' | 'ى', "i" | "I") => Some((0, true)),
        ('ي' | 'ی' | 'ى', "e") => Some((2, true)),
        ('ى' | 'ي', "a") => Some((3, true)),
        ('ة' | 'ه', "a" | "e") => Some((0, true)),
        _ => None,
    }
}

/// The letters heard as the parts of a spelling, at the least cost in tenths of a letter.
fn aligned(letters: &[char], parts: &[&str]) -> (u32, Vec<Sound>) {
    #[derive(Clone, Copy)]
    enum Step {
        Start,
        Heard(bool),
        Silent,
        Vowel,
        Twice,
        Extra,
    }
    let width = parts.len() + 1;
    let mut cost = vec![u32::MAX / 2; (letters.len() + 1) * width];
    let mut step = vec![Step::Start; cost.len()];
    cost[0] = 0;
    let vowel = |part: &str| matches!(part, "a" | "e" | "i" | "o" | "u" | "A" | "I" | "U" | "y");
    for i in 0..=letters.len() {
        for j in 0..=parts.len() {
            let here = cost[i * width + j];
            let mut try_step = |to: usize, more: u32, by: Step| {
                if here + more < cost[to] {
                    cost[to] = here + more;
                    step[to] = by;
                }
            };
            if let (Some(&letter), Some(&part)) = (letters.get(i), parts.get(j))
                && let Some((more, long)) = heard(letter, part, i == 0)
            {
                try_step((i + 1) * width + j + 1, more, Step::Heard(long));
            }
            if let Some(&letter) = letters.get(i) {
                let silent = match letter {
                    'ع' | 'ء' | 'ة' | 'أ' | 'إ' | 'ؤ' | 'ئ' => 0,
                    'ا' | 'و' | 'ي' | 'ى' | 'ه' => 8,
                    _ => 20,
                };
                try_step((i + 1) * width + j, silent, Step::Silent);
            }
            if let Some(&part) = parts.get(j) {
                if vowel(part) {
                    try_step(i * width + j + 1, if i == 0 { 6 } else { 1 }, Step::Vowel);
                } else if j > 0 && parts.get(j - 1) == Some(&part) {
                    try_step(i * width + j + 1, 0, Step::Twice);
                } else {
                    try_step(i * width + j + 1, if part == "h" { 3 } else { 20 }, Step::Extra);
                }
            }
        }
    }
    let mut sounds: Vec<Sound> = letters
        .iter()
        .map(|&letter| Sound {
            letter,
            doubled: false,
            long: false,
            vowel: None,
        })
        .collect();
    let (mut i, mut j) = (letters.len(), parts.len());
    let total = cost[i * width + j];
    while i > 0 || j > 0 {
        let before = |i: usize| i.checked_sub(1);
        match step[i * width + j] {
            Step::Heard(long) => {
                if let Some(sound) = sounds.get_mut(i - 1) {
                    sound.long = long;
                    // The seat of the first vowel: the vowel is what counts.
                    if i == 1 && !long && matches!(sound.letter, 'ا' | 'أ' | 'إ' | 'آ') {
                        sound.vowel = short(parts[j - 1]);
                    }
                }
                (i, j) = (i - 1, j - 1);
            }
            Step::Silent => i -= 1,
            Step::Vowel => {
                if let Some(sound) = before(i).and_then(|at| sounds.get_mut(at)) {
                    sound.vowel = short(parts[j - 1]);
                }
                j -= 1;
            }
            Step::Twice => {
                if let Some(sound) = before(i).and_then(|at| sounds.get_mut(at)) {
                    sound.doubled = true;
                }
                j -= 1;
            }
            Step::Extra => j -= 1,
            Step::Start => break,
        }
    }
    // A vowel after a long one is that of the silent letter that follows: ʻĀʼishah.
    for at in 1..sounds.len() {
        if sounds[at - 1].long && "ئءؤع".contains(sounds[at].letter) && sounds[at].vowel.is_none() {
            sounds[at].vowel = sounds[at - 1].vowel.take();
        }
    }
    (total, sounds)
}

/// The short vowel that a part of a spelling writes.
fn short(part: &str) -> Option<char> {
    match part {
        "a" | "A" => Some('a'),
        "e" => Some('e'),
        "i" | "I" | "y" => Some('i'),
        "o" => Some('o'),
        "u" | "U" => Some('u'),
        _ => None,
    }
}

/// The sounds of a word by the commonest patterns: Karīm, Nāṣir, Manṣūr, Ḥasan, Muslim, Muhandis.
pub(crate) fn guessed(letters: &[char]) -> Vec<Sound> {
    let is = |at: usize, set: &str| letters.get(at).is_some_and(|c| set.contains(*c));
    let long = |at: usize| {
        let Some(before) = at.checked_sub(1) else { return false };
        is(at, "اآ") || (is(at, "ويىی") && !is(before, "اوي") && !is(at + 1, "اآوية"))
    };
    // A participle: مسلم, مهندس, مختار.
    let consonants = (1..letters.len()).all(|at| !long(at) && !is(at, "ة"));
    let participle = is(0, "م") && letters.len() >= 4 && (consonants || is(2, "ت"));
    let mut sounds = Vec::with_capacity(letters.len());
    // Whether a syllable ends here, so that the next consonant begins one.
    let mut ended = true;
    for (at, &letter) in letters.iter().enumerate() {
        let vowel_follows = long(at + 1) || is(at + 1, "ة");
        let silent = long(at) || at + 1 == letters.len() || vowel_follows || letter == 'ة';
        let vowel = match (participle, at) {
            _ if silent => None,
            (true, 0) => Some('u'),
            (true, _) if consonants && at + 2 == letters.len() => Some('i'),
            (true, _) if consonants => (letters.len() >= 5 && at == 1).then_some('a'),
            _ if at >= 2 && is(at - 1, "اآ") => Some('i'),
            _ => ended.then_some('a'),
        };
        ended = !vowel_follows && vowel.is_none() && !long(at);
        sounds.push(Sound {
            letter,
            doubled: false,
            long: long(at),
            vowel,
        });
    }
    sounds
}
