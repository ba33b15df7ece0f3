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

    /// How much speaks for each block to be part of the article; 0 is in doubt.
    pub fn scores(&self, rows: &[Features]) -> Vec<f32> {
        (0..rows.len())
            .map(|n| {
                let mut units = self.bias;
                for (input, value) in active(rows, n) {
                    let weights = &self.inputs[input];
                    for (unit, weight) in units.iter_mut().zip(weights) {
                        *unit += value * weight;
                    }
                }
                let say = units.iter().zip(&self.out);
                say.fold(self.answer, |sum, (unit, weight)| sum + unit.max(0.0) * weight)
            })
            .collect()
    }
}

/// The inputs of a block that are not zero: most features are flags, so that is one in four.
pub(super) fn active(rows: &[Features], n: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
    let place = move |(slot, distance): (usize, isize)| {
        let row = n.checked_add_signed(distance).and_then(|m| rows.get(m));
        row.map(|row| (slot * COUNT, row))
    };
    NEIGHBOURS
        .into_iter()
        .enumerate()
        .filter_map(place)
        .flat_map(|(at, row)| row.iter().enumerate().map(move |(k, value)| (at + k, *value)))
        .filter(|(_, value)| *value != 0.0)
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
        let row = |value| {
            let mut row = [0.0; COUNT];
            row[1] = value;
            row
        };
        let rows = [row(1.0), row(2.0), row(3.0)];
        let seen: Vec<_> = active(&rows, 0).collect();
        assert_eq!(seen, [(1, 1.0), (3 * COUNT + 1, 2.0), (4 * COUNT + 1, 3.0)]);
    }
}
