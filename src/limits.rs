//! `[assert]`: the limits that a dataset must hold to be published, and the sentences about those that it does not hold.
//!
//! A broken download, a site with a new layout or a wrong exclude gives a dataset that is sound and useless; only whoever
//! knows the corpus can say so beforehand. `run` asks before it publishes, and [`crate::validate`] asks of the dataset,
//! whose `datapackage.json` repeats the limits.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::wording::counted;
use crate::write::{Summary, thousands};

/// The limits of every table that has some, by name.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Limits {
    tables: BTreeMap<String, TableLimits>,
}

/// `[assert]` for one table. Shares are from 0 to 1; of nothing the share is 0.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct TableLimits {
    /// At least so many rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_rows: Option<u64>,
    /// At most so many rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_rows: Option<u64>,
    /// Of `documents`: at most this share could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_failed_share: Option<f64>,
    /// Of `documents`: at most this share of the code points of all sources lies in removed spans.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_removed_share: Option<f64>,
    /// Of `mentions`: at most this share is linked to no entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_unlinked_share: Option<f64>,
}

/// A limit on a share: of which table, what is counted, and among what.
struct Share {
    key: &'static str,
    table: &'static str,
    limit: fn(&TableLimits) -> Option<f64>,
    /// The part and the whole.
    count: fn(&Summary) -> (u64, u64),
    /// What the whole consists of, and what is wrong with the part.
    words: (&'static str, &'static str),
}

/// Every limit on a share; a new one costs a line here and a field above.
const SHARES: &[Share] = &[
    Share {
        key: "max_failed_share",
        table: "documents",
        limit: |t| t.max_failed_share,
        count: |s| (s.failed, s.rows_of("documents")),
        words: ("documents", "could not be read"),
    },
    Share {
        key: "max_removed_share",
        table: "documents",
        limit: |t| t.max_removed_share,
        count: |s| (s.removed_chars, s.source_chars),
        words: ("characters of the documents", "are removed"),
    },
    Share {
        key: "max_unlinked_share",
        table: "mentions",
        limit: |t| t.max_unlinked_share,
        count: |s| (s.unlinked, s.rows_of("mentions")),
        words: ("mentions", "are linked to no entity"),
    },
];

impl Limits {
    /// The limits that a dataset with these counts does not hold: the table, and a sentence that names the limit.
    pub fn broken(&self, summary: &Summary) -> Vec<(String, String)> {
        let of_table = |(table, limits): (&String, &TableLimits)| {
            let rows = summary.rows_of(table);
            let has = format!("{table} has {}", counted(rows, "row"));
            let few = limits.min_rows.filter(|least| rows < *least);
            let many = limits.max_rows.filter(|most| rows > *most);
            let shares = SHARES.iter().filter_map(|share| {
                let (limit, (part, whole)) = ((share.limit)(limits)?, (share.count)(summary));
                let (what, wrong) = share.words;
                (part > 0 && part as f64 / whole as f64 > limit).then(|| {
                    let (part, whole) = (thousands(part), thousands(whole));
                    format!("{part} of {whole} {what} {wrong}, more than {} = {limit}", share.key)
                })
            });
            few.map(|least| format!("{has}, fewer than min_rows = {least}"))
                .into_iter()
                .chain(many.map(|most| format!("{has}, more than max_rows = {most}")))
                .chain(shares)
                .map(|sentence| (table.clone(), sentence))
                .collect::<Vec<_>>()
        };
        self.tables.iter().flat_map(of_table).collect()
    }

    /// Holds the counts of a dataset that is to be published against the limits of the pipeline file `file`.
    ///
    /// # Errors
    /// When a limit does not hold; the sentence names every one.
    pub fn hold(&self, summary: &Summary, file: &str) -> Result<()> {
        let broken: Vec<String> = self.broken(summary).into_iter().map(|(_, sentence)| sentence).collect();
        if broken.is_empty() {
            return Ok(());
        }
        Err(Error::new(format!(
            "not published: {} ([assert] of {file}); the old dataset stays (mend the corpus, or the limits if they are wrong)",
            broken.join("; ")
        )))
    }

    /// Whether the limits can be meant: tables that there are, shares from 0 to 1 on the table that has them.
    ///
    /// # Errors
    /// A sentence without the name of the file.
    pub fn check(&self) -> Result<()> {
        for (table, limits) in &self.tables {
            if !crate::tables::names().contains(&table.as_str()) {
                return Err(Error::new(format!(
                    "[assert] names the table {table}, which there is not (isnad schema lists them)"
                )));
            }
            if let (Some(least), Some(most)) = (limits.min_rows, limits.max_rows)
                && least > most
            {
                return Err(Error::new(format!(
                    "[assert] {table}.min_rows = {least} is more than max_rows = {most}: no dataset can hold both"
                )));
            }
            for share in SHARES {
                let Some(limit) = (share.limit)(limits) else { continue };
                let key = share.key;
                if table != share.table {
                    return Err(Error::new(format!(
                        "[assert] {table}.{key}: only {0} has this limit (write {0}.{key})",
                        share.table
                    )));
                }
                if !(0.0..=1.0).contains(&limit) {
                    return Err(Error::new(format!(
                        "[assert] {table}.{key} = {limit} is no share (give a number from 0 to 1)"
                    )));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(text: &str) -> Limits {
        let settings = format!("corpus = ['in']\noutput = 'out'\n[assert]\n{text}");
        crate::settings::Settings::parse(&settings, "p.toml")
            .expect("limits")
            .assert
    }

    fn summary() -> Summary {
        Summary {
            rows: vec![("documents", 10), ("mentions", 1_000)],
            failed: 1,
            source_chars: 5_000,
            removed_chars: 4_000,
            unlinked: 333,
            ..Summary::default()
        }
    }

    #[test]
    fn a_limit_holds_up_to_its_number() {
        for held in [
            "",
            "documents.min_rows = 10\ndocuments.max_rows = 10",
            "documents.max_failed_share = 0.1",
            "documents.max_removed_share = 0.8",
            "mentions.max_unlinked_share = 0.333",
            "dates.max_rows = 0",
        ] {
            assert_eq!(limits(held).broken(&summary()), [], "{held}");
        }
        for (broken, sentence) in [
            (
                "documents.min_rows = 11",
                "documents has 10 rows, fewer than min_rows = 11",
            ),
            (
                "documents.max_rows = 9",
                "documents has 10 rows, more than max_rows = 9",
            ),
            (
                "documents.max_failed_share = 0.09",
                "1 of 10 documents could not be read, more than max_failed_share = 0.09",
            ),
            (
                "documents.max_removed_share = 0.799",
                "4,000 of 5,000 characters of the documents are removed, more than max_removed_share = 0.799",
            ),
            (
                "mentions.max_unlinked_share = 0",
                "333 of 1,000 mentions are linked to no entity, more than max_unlinked_share = 0",
            ),
            ("dates.min_rows = 1", "dates has 0 rows, fewer than min_rows = 1"),
        ] {
            let told = limits(broken).broken(&summary());
            assert_eq!(told.iter().map(|(_, s)| s.as_str()).collect::<Vec<_>>(), [sentence]);
        }
    }

    #[test]
    fn an_empty_dataset_has_no_shares_but_too_few_rows() {
        let all = limits("documents.max_failed_share = 0\nmentions.max_unlinked_share = 0\nmentions.min_rows = 1");
        assert_eq!(all.broken(&Summary::default()).len(), 1);
    }

    #[test]
    fn all_that_do_not_hold_are_told_at_once() {
        let all = limits("documents.min_rows = 11\ndocuments.max_failed_share = 0\nmentions.max_rows = 1");
        let told = all
            .hold(&summary(), "p.toml")
            .expect_err("three do not hold")
            .to_string();
        assert_eq!(told.matches("; ").count(), 3, "{told}");
        assert!(
            told.contains("max_failed_share") && told.contains("[assert] of p.toml"),
            "{told}"
        );
    }

    #[test]
    fn limits_that_cannot_be_meant_are_told() {
        for (text, part) in [
            ("nonsense.min_rows = 1", "the table nonsense"),
            ("dates.max_failed_share = 0.5", "only documents has this limit"),
            ("mentions.max_unlinked_share = 5", "= 5 is no share"),
            ("mentions.max_unlinked_share = nan", "is no share"),
            (
                "documents.min_rows = 3\ndocuments.max_rows = 2",
                "no dataset can hold both",
            ),
            ("documents.max_unread_share = 0.5", "max_failed_share"),
        ] {
            let settings = format!("corpus = ['in']\noutput = 'out'\n[assert]\n{text}");
            let told = crate::settings::Settings::parse(&settings, "p.toml")
                .expect_err(text)
                .to_string();
            assert!(told.contains("p.toml") && told.contains(part), "{told}");
        }
    }

    #[test]
    fn the_dataset_keeps_only_the_limits_that_were_given() {
        let json =
            serde_json::to_string(&limits("documents.min_rows = 3\nmentions.max_unlinked_share = 0.5")).expect("JSON");
        assert_eq!(
            json,
            r#"{"documents":{"min_rows":3},"mentions":{"max_unlinked_share":0.5}}"#
        );
    }
}
