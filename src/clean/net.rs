//! The line classifier: a small network over [`super::features`], with its weights in `lines.tsv`.
//!
//! Plain sums in a fixed order, so that every machine finds the same number. `train.rs` says how the weights are made.

use std::sync::LazyLock;

use super::features::{COUNT, Features};

/// Units between the features and the answer.
pub(super) const HIDDEN: usize = 12;

/// The weights: for every unit its bias and one weight a feature, then the answer's bias and one weight a unit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Net {
    pub hidden: Vec<[f32; COUNT + 1]>,
    pub out: [f32; HIDDEN + 1],
}

/// The shipped weights.
pub(super) static NET: LazyLock<Net> = LazyLock::new(|| read(include_str!("lines.tsv")));

impl Net {
    /// How much speaks for a block to be part of the article; 0 is in doubt.
    pub(super) fn score(&self, features: &Features) -> f32 {
        let mut sum = self.out[0];
        for (unit, weight) in self.hidden.iter().zip(&self.out[1..]) {
            let mut inner = unit[0];
            for (value, w) in features.iter().zip(&unit[1..]) {
                inner += value * w;
            }
            sum += inner.max(0.0) * weight;
        }
        sum
    }
}

/// Reads `lines.tsv`: one row a unit, then the row of the answer.
fn read(text: &str) -> Net {
    let mut net = Net {
        hidden: vec![[0.0; COUNT + 1]; HIDDEN],
        out: [0.0; HIDDEN + 1],
    };
    for (n, line) in text.lines().filter(|l| !l.starts_with('#')).enumerate() {
        let values = line.split('\t').map(|v| v.parse().unwrap_or(0.0));
        let row: &mut [f32] = match net.hidden.get_mut(n) {
            Some(row) => row,
            None => &mut net.out,
        };
        for (slot, value) in row.iter_mut().zip(values) {
            *slot = value;
        }
    }
    net
}
