//! `isnad names variants`: likely spellings of a name.

use isnad::error::Result;
use isnad::names;

use super::rows::cell;
use super::{Format, print};

pub fn variants(given: &[String], most: usize, format: Format) -> Result<()> {
    let mut out = String::new();
    if format == Format::Tsv {
        out.push_str("name\tspelling\tscript\tscore\tattested\n");
    }
    for name in given {
        for found in names::variants(name, most) {
            let (spelling, script, attested) = (&found.name, found.script.label(), found.attested);
            out += &match format {
                Format::Tsv => {
                    let name = cell(name);
                    format!(
                        "{name}\t{spelling}\t{script}\t{}\t{}\n",
                        found.score,
                        u8::from(attested)
                    )
                }
                Format::Json => {
                    let score: serde_json::Value = found.score.to_string().parse().unwrap_or_default();
                    let row = serde_json::json!({
                        "name": name, "spelling": spelling, "script": script, "score": score, "attested": attested
                    });
                    format!("{row}\n")
                }
            };
        }
    }
    print(&out)
}
