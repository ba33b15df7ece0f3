//! A trained finder: a linear model over hashed features, the best row of labels by Viterbi.
//!
//! Labels are begin, inside and outside for the three types. The model (`data/tagger.bin`) is made by
//! `examples/train_tagger.rs`; what it was trained on and its licence stand in `data/README.md`.

use std::cell::RefCell;
use std::sync::LazyLock;

use super::features::{BITS, Context, by_itself, hash_by_itself, in_place, open};
use super::memory::Memory;
use super::{Candidate, Page};
use crate::types::{EntityType, Finder};

/// Outside, and begin and inside of each type: `1 + 2 kind + inside`.
pub const LABELS: usize = 7;
/// The types in the order of the labels.
pub const KINDS: [EntityType; 3] = [EntityType::Person, EntityType::Org, EntityType::Loc];
/// How many bytes a bucket takes: a label each and one to spare.
const ROW: usize = 8;
/// A longer row of name labels is noise ("Al Al Al ..."), not a name.
const LONGEST: usize = 16;
/// Far below every score that features make.
const BARRED: i32 = -(1 << 24);
/// Below that, in the steps of [`Follows`]; twice of it still is a number.
const FORBIDDEN: i32 = i32::MIN / 4;

/// The score of each label, and one to spare.
pub type Scores = [i32; ROW];

/// A sum of rows. A word has about a hundred features at most (every list and every affix), so sixteen bits hold it.
pub type Sum = [i16; ROW];

/// A model: what each bucket says for each label, and which label follows which.
pub struct Model {
    rows: Vec<[i8; ROW]>,
    follows: [[i32; LABELS]; LABELS + 1],
    /// What a score of 1 in `rows` is worth, to make confidences.
    unit: f32,
}

/// The shipped model.
static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| Model::read(include_bytes!("data/tagger.bin")));

thread_local! {
    /// What the shipped model says of words by themselves.
    static MEMORY: RefCell<Memory> = RefCell::new(Memory::new());
}

/// Names in a text.
pub fn find(page: &Page, context: &Context, out: &mut Vec<Candidate>) {
    if let Some(model) = MODEL.as_ref() {
        MEMORY.with_borrow_mut(|memory| tag(page, context, model, memory, out));
    }
}

/// Names in a text by this model; `memory` is of this model.
fn tag(page: &Page, context: &Context, model: &Model, memory: &mut Memory, out: &mut Vec<Candidate>) {
    let mut at = 0;
    let mut stretch = Stretch::default();
    let follows = Follows::new(&model.follows);
    while at < page.tokens.len() {
        if !open(page, context, at) {
            at += 1;
            continue;
        }
        let from = at;
        let sentence = page.tokens[at].sentence;
        stretch.scores.clear();
        while at < page.tokens.len() && page.tokens[at].sentence == sentence && open(page, context, at) {
            let token = &page.tokens[at];
            let buckets = &mut stretch.buckets;
            let word = memory.sum(hash_by_itself(page, token), || {
                buckets.clear();
                by_itself(page, token, buckets);
                model.sum(buckets)
            });
            buckets.clear();
            in_place(page, context, at, buckets);
            let place = model.sum(buckets);
            stretch
                .scores
                .push(std::array::from_fn(|l| i32::from(word[l]) + i32::from(place[l])));
            bar(token.goes_on(), &mut stretch.scores);
            at += 1;
        }
        best(&stretch.scores, &follows, &mut stretch.back, &mut stretch.labels);
        names(&stretch, from, model.unit, out);
    }
}

/// Bars the inside labels of the last word where no name goes on.
pub fn bar(goes_on: bool, scores: &mut [Scores]) {
    if let Some(last) = scores.last_mut().filter(|_| !goes_on) {
        for inside in [2, 4, 6] {
            last[inside] = BARRED;
        }
    }
}

/// Scratch space for a stretch of words that are looked at.
#[derive(Default)]
struct Stretch {
    buckets: Vec<u32>,
    scores: Vec<Scores>,
    back: Vec<Scores>,
    labels: Vec<u8>,
}

/// The names that the labels of a stretch spell out; its first word is word `from`.
fn names(stretch: &Stretch, from: usize, unit: f32, out: &mut Vec<Candidate>) {
    let labels = &stretch.labels;
    let mut i = 0;
    while i < labels.len() {
        if labels[i] == 0 {
            i += 1;
            continue;
        }
        let kind = usize::from((labels[i] - 1) / 2);
        let mut end = i + 1;
        while end < labels.len() && usize::from(labels[end]) == 2 + 2 * kind {
            end += 1;
        }
        if end - i > LONGEST {
            i = end;
            continue;
        }
        // By how much the least sure word prefers its label to every other type and to none.
        let margin = (i..end).map(|k| margin(&stretch.scores[k], kind)).min().unwrap_or(0);
        let score = 1.0 / (1.0 + libm::expf(-(margin as f32) * unit));
        out.push(Candidate {
            from: from + i,
            to: from + end,
            kind: KINDS[kind.min(2)],
            score: (score * 1e4).round() / 1e4,
            finder: Finder::Tagger,
            entities: Vec::new(),
        });
        i = end;
    }
}

/// The better label of a kind against the best of all others.
fn margin(scores: &Scores, kind: usize) -> i32 {
    let own = scores[1 + 2 * kind].max(scores[2 + 2 * kind]);
    let other = (0..LABELS)
        .filter(|l| *l == 0 || (l - 1) / 2 != kind)
        .map(|l| scores[l])
        .max()
        .unwrap_or(0);
    own - other
}

/// Whether a label may follow another: inside only after the same type.
pub fn may_follow(before: usize, here: usize) -> bool {
    here == 0 || here % 2 == 1 || (before < LABELS && (before == here || before + 1 == here))
}

/// The best row of labels for these scores. `back` is scratch space.
pub fn best(scores: &[Scores], follows: &Follows, back: &mut Vec<Scores>, labels: &mut Vec<u8>) {
    back.clear();
    labels.clear();
    let mut sums = Scores::default();
    for (i, here) in scores.iter().enumerate() {
        let before = if i == 0 { LABELS..LABELS + 1 } else { 0..LABELS };
        let mut reached = [i32::MIN; ROW];
        for before in before {
            let follows = &follows.0[before];
            let sum = sums[before];
            for label in 0..ROW {
                reached[label] = reached[label].max(sum + follows[label]);
            }
        }
        back.push(reached);
        // Only differences matter; that to an outside word keeps the sums of a long row small.
        let here: Scores = std::array::from_fn(|label| (reached[label] & !MARK) + here[label] * STEP);
        let outside = here[0];
        sums = here.map(|sum| sum - outside);
    }
    let mut label = (0..LABELS).rev().max_by_key(|l| sums[*l]).unwrap_or(0);
    for reached in back.iter().rev() {
        labels.push(label as u8);
        label = Follows::before(reached[label]);
    }
    labels.reverse();
}

/// The scores of transitions: `[before][here]`; before = 7: the row begins or an outside word that was not looked at stands there.
///
/// Each is multiplied by [`STEP`], and its last bits say which label is before, so that the largest of several sums also says
/// where it comes from: of equal ones, from the first label.
pub struct Follows([Scores; LABELS + 1]);

/// What a score of 1 is where the last bits are taken.
const STEP: i32 = 8;
/// The last bits.
const MARK: i32 = STEP - 1;

impl Follows {
    /// These scores, with those of transitions that may not be far below all others.
    pub fn new(scores: &[[i32; LABELS]; LABELS + 1]) -> Follows {
        let score = |before: usize, here: usize| match scores[before].get(here) {
            Some(score) if may_follow(before, here) => *score * STEP,
            _ => FORBIDDEN,
        };
        Follows(std::array::from_fn(|before| {
            std::array::from_fn(|here| score(before, here) + MARK - before as i32)
        }))
    }

    /// The label from which a sum comes.
    fn before(sum: i32) -> usize {
        (MARK - (sum & MARK)) as usize
    }
}

impl Model {
    /// A model of these buckets and transitions.
    pub fn new(rows: Vec<[i8; ROW]>, follows: [[i32; LABELS]; LABELS + 1], unit: f32) -> Model {
        Model { rows, follows, unit }
    }

    /// The sum of the rows of these buckets. (By itself, so that a row is added in one step.)
    #[inline(never)]
    fn sum(&self, buckets: &[u32]) -> Sum {
        let mut sum = Sum::default();
        let Some(rows) = self.rows.first_chunk::<{ 1 << BITS }>() else {
            return sum;
        };
        for bucket in buckets {
            let row = &rows[*bucket as usize % rows.len()];
            for (s, w) in sum.iter_mut().zip(row) {
                *s += i16::from(*w);
            }
        }
        sum
    }

    /// Reads what [`Model::write`] wrote; `None` for anything else.
    pub fn read(packed: &[u8]) -> Option<Model> {
        let bytes = zstd::decode_all(packed).ok()?;
        let (head, mut rest) = bytes.split_at_checked(4)?;
        let unit = f32::from_le_bytes(head.try_into().ok()?);
        let mut follows = [[0; LABELS]; LABELS + 1];
        for cell in follows.iter_mut().flatten() {
            let (value, tail) = rest.split_at_checked(4)?;
            *cell = i32::from_le_bytes(value.try_into().ok()?);
            rest = tail;
        }
        // Which labels each bucket has weights for, and then the weights.
        let (masks, mut weights) = rest.split_at_checked(1 << BITS)?;
        let mut rows = vec![[0i8; ROW]; 1 << BITS];
        for (row, mask) in rows.iter_mut().zip(masks).filter(|(_, mask)| **mask != 0) {
            for (label, weight) in row.iter_mut().enumerate() {
                if mask >> label & 1 == 1 {
                    let (first, tail) = weights.split_first()?;
                    *weight = first.cast_signed();
                    weights = tail;
                }
            }
        }
        Some(Model { rows, follows, unit })
    }

    /// The model as bytes: transitions, for each bucket which labels have a weight, the weights; all packed with zstd.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = self.unit.to_le_bytes().to_vec();
        self.follows
            .iter()
            .flatten()
            .for_each(|cell| bytes.extend(cell.to_le_bytes()));
        let mask = |row: &[i8; ROW]| (0..ROW).fold(0u8, |m, l| m | u8::from(row[l] != 0) << l);
        bytes.extend(self.rows.iter().map(mask));
        bytes.extend(
            self.rows
                .iter()
                .flatten()
                .filter(|w| **w != 0)
                .map(|w| w.cast_unsigned()),
        );
        zstd::encode_all(bytes.as_slice(), 19).unwrap_or_default()
    }
}
