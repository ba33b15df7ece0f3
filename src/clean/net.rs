//! The line classifier: a small network over [`super::features`] of a block and of two blocks to each side, with its
//! weights in `lines.tsv`.
//!
//! Plain sums in a fixed order, so that every machine finds the same number. `training.rs` says how the weights are made.

use std::sync::LazyLock;

use super::features::{COUNT, Features};

/// Units between the features and the answer: sixteen find less on pages left out, forty-eight no more.
pub(super) const HIDDEN: usize = 32;

/// Whose features are read: the block's own, then its neighbours'. One neighbour to each side finds less.
pub(super) const NEIGHBOURS: [isize; 5] = [0, -2, -1, 1, 2];

/// How far away the farthest neighbour is.
const REACH: usize = 2;

/// How many numbers the network reads for a block.
pub(super) const INPUTS: usize = COUNT * NEIGHBOURS.len();

/// One number a unit.
pub(super) type Units = [f32; HIDDEN];

/// The weights.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Net {
    /// For every input what it adds to the units: [`NEIGHBOURS`] by features.
    pub inputs: Vec<Units>,
    /// What the units begin with.
    pub bias: Units,
    /// How much each unit speaks for the article.
    pub out: Units,
    /// What the answer begins with.
    pub answer: f32,
}

/// The shipped weights.
pub(super) static NET: LazyLock<Net> = LazyLock::new(|| Net::read(include_str!("lines.tsv")));

impl Net {
    /// A network that answers nothing.
    pub fn zero() -> Net {
        Net {
            inputs: vec![[0.0; HIDDEN]; INPUTS],
            bias: [0.0; HIDDEN],
            out: [0.0; HIDDEN],
            answer: 0.0,
        }
    }

    /// Reads `lines.tsv`: the units' bias, a row an input, the units' say, the answer's bias.
    fn read(text: &str) -> Net {
        let mut net = Net::zero();
        let mut lines = text.lines().filter(|l| !l.starts_with('#'));
        let mut fill = |row: &mut [f32]| {
            let values = lines.next().unwrap_or("").split('\t').map(|v| v.parse().unwrap_or(0.0));
            row.iter_mut().zip(values).for_each(|(slot, value)| *slot = value);
        };
        fill(&mut net.bias);
        net.inputs.iter_mut().for_each(|row| fill(row));
        fill(&mut net.out);
        fill(std::slice::from_mut(&mut net.answer));
        net
    }

    /// How much speaks for each of `len` blocks to be part of the article; 0 is in doubt.
    ///
    /// `describe` gives a block's features, once for each block in order: a page of millions of blocks never has them all.
    pub fn scores(&self, len: usize, describe: impl Fn(usize) -> Features) -> Vec<f32> {
        // What is not zero of the last blocks; most features are flags, so that is one in four.
        let mut ring = NEIGHBOURS.map(|_| Vec::with_capacity(COUNT));
        let mut out = Vec::with_capacity(len);
        for last in 0..len + REACH {
            if last < len {
                let row = &mut ring[last % NEIGHBOURS.len()];
                row.clear();
                row.extend(told(&describe(last)));
            }
            let Some(n) = last.checked_sub(REACH) else { continue };
            out.push(self.score(near(n, len).map(|m| m.map(|m| ring[m % NEIGHBOURS.len()].as_slice()))));
        }
        out
    }

    fn score(&self, near: [Option<&[(usize, f32)]>; NEIGHBOURS.len()]) -> f32 {
        let rows = near.iter().zip(self.inputs.chunks(COUNT));
        let told = rows.flat_map(|(row, inputs)| {
            let features = row.unwrap_or_default().iter();
            features.map(|(feature, value)| (&inputs[*feature], *value))
        });
        // As a fold the units stay in the registers of the machine; as loops over them they took five times as long.
        let units = told.fold(self.bias, |mut units, (weights, value)| {
            for (unit, weight) in units.iter_mut().zip(weights) {
                *unit += value * weight;
            }
            units
        });
        let say = units.iter().zip(&self.out);
        say.fold(self.answer, |sum, (unit, weight)| sum + unit.max(0.0) * weight)
    }
}

/// The places of the blocks whose features are read for block `n` of `len`.
pub(super) fn near(n: usize, len: usize) -> [Option<usize>; NEIGHBOURS.len()] {
    NEIGHBOURS.map(|distance| n.checked_add_signed(distance).filter(|m| *m < len))
}

/// The inputs that are not zero.
pub(super) fn active<'a>(near: &'a [Option<&Features>]) -> impl Iterator<Item = (usize, f32)> + 'a {
    let rows = near
        .iter()
        .enumerate()
        .filter_map(|(slot, row)| row.map(|row| (slot * COUNT, row)));
    rows.flat_map(|(at, row)| told(row).map(move |(feature, value)| (at + feature, value)))
}

/// The features that are not zero, by their places.
fn told(row: &Features) -> impl Iterator<Item = (usize, f32)> + '_ {
    row.iter().copied().enumerate().filter(|(_, value)| *value != 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_are_whole() {
        let rows = include_str!("lines.tsv").lines().filter(|l| !l.starts_with('#'));
        let widths: Vec<usize> = rows
            .map(|l| l.split('\t').filter(|v| v.parse::<f32>().is_ok()).count())
            .collect();
        let (last, units) = widths.split_last().expect("rows");
        assert_eq!((units.len(), *last), (INPUTS + 2, 1));
        assert!(units.iter().all(|n| *n == HIDDEN));
    }

    #[test]
    fn neighbours_are_read_where_there_are_any() {
        assert_eq!(near(0, 2), [Some(0), None, None, Some(1), None]);
        assert_eq!(near(9, 10), [Some(9), Some(7), Some(8), None, None]);
        let mut row = [0.0; COUNT];
        row[1] = 7.0;
        let seen: Vec<_> = active(&[None, Some(&row)]).collect();
        assert_eq!(seen, [(COUNT + 1, 7.0)]);
    }

    #[test]
    fn each_block_is_described_once_and_scored_with_its_neighbours() {
        let mut net = Net::zero();
        // One unit that hears the block itself once and the block after next ten times.
        net.inputs[0][0] = 1.0;
        net.inputs[4 * COUNT][0] = 10.0;
        net.out[0] = 1.0;
        let described = std::cell::RefCell::new(Vec::new());
        let scores = net.scores(4, |n| {
            described.borrow_mut().push(n);
            let mut row = [0.0; COUNT];
            row[0] = (n + 1) as f32;
            row
        });
        assert_eq!(scores, [31.0, 42.0, 3.0, 4.0]);
        assert_eq!(described.into_inner(), [0, 1, 2, 3]);
    }
}
