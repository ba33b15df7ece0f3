//! A publisher's order of numeric dates, from those of its dates that can be read one way only.

use std::collections::BTreeMap;

use super::Known;
use crate::settings::Settings;
use crate::types::DateOrder;

/// One order must be this many times as frequent as the other: a site that prints both ways has no order.
const CLEAR: u32 = 3;

/// The order by publisher: the pipeline file's when it names one, else what its sure dates say; nothing when they do not agree.
pub fn date_order(known: &[Known], settings: &Settings) -> BTreeMap<String, DateOrder> {
    let mut counts: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for k in known {
        if let Some(p) = &k.publisher {
            let (month_first, day_first) = counts.entry(p).or_default();
            *month_first += k.digest.month_first;
            *day_first += k.digest.day_first;
        }
    }
    let learnt = counts.into_iter().filter_map(|(p, (month_first, day_first))| {
        if month_first > CLEAR * day_first {
            Some((p.to_string(), DateOrder::Mdy))
        } else if day_first > CLEAR * month_first {
            Some((p.to_string(), DateOrder::Dmy))
        } else {
            None
        }
    });
    let given = settings
        .dates
        .publishers
        .iter()
        .filter_map(|(p, order)| Some((p.clone(), order.fixed()?)));
    learnt.chain(given).collect()
}
