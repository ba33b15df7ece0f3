//! The final publication date of a document, once the corpus has said how its publisher writes numeric dates.

use super::date_order;
use crate::dates::{bounds, show};
use crate::settings::Settings;
use crate::types::{Agreed, Cleaned, DateOrder, PartialDate, Published};

/// The best candidate, an ambiguous numeric date read by the publisher's order, else by what else the text says, else by the
/// pipeline file's order.
pub fn published(cleaned: &Cleaned, agreed: &Agreed, settings: &Settings) -> Option<Published> {
    let candidate = cleaned.published.first()?;
    let (date, alt) = match candidate.day_first {
        None => (candidate.date, None),
        Some(day_first) => {
            let month_first = candidate.date;
            match order(cleaned, agreed, settings, month_first, day_first) {
                DateOrder::Dmy => (day_first, Some(month_first)),
                _ => (month_first, Some(day_first)),
            }
        }
    };
    let (start, end) = bounds(date);
    let alt = alt.filter(|a| *a != date).map(show);
    Some(Published {
        value: show(date),
        start,
        end,
        source: candidate.source,
        alt,
    })
}

fn order(
    cleaned: &Cleaned,
    agreed: &Agreed,
    settings: &Settings,
    month_first: PartialDate,
    day_first: PartialDate,
) -> DateOrder {
    if let Some(order) = date_order(cleaned, agreed, settings) {
        return order;
    }
    // An article is published after the last thing it reports, and seldom long after: of two readings that are not before
    // the latest date in the text the nearer one, else the one that is not before it.
    if let Some(latest) = cleaned.latest_in_text {
        let (m, d) = (bounds(month_first).0, bounds(day_first).0);
        return match (m >= latest, d >= latest) {
            (true, false) => DateOrder::Mdy,
            (false, true) => DateOrder::Dmy,
            (true, true) if d < m => DateOrder::Dmy,
            _ => DateOrder::Mdy,
        };
    }
    DateOrder::Mdy
}
