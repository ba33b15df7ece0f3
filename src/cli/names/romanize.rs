//! `isnad names romanize`: Arabic names in Latin letters by a standard.

use isnad::error::Result;
use isnad::names;

use super::rows::cell;
use super::{Format, Standard, print};

pub fn romanize(given: &[String], standard: Standard, format: Format) -> Result<()> {
    let standard = match standard {
        Standard::AlaLc => names::Standard::AlaLc,
        Standard::Bgn => names::Standard::Bgn,
        Standard::Ic => names::Standard::Ic,
    };
    let mut out = String::new();
    if format == Format::Tsv {
        out.push_str("name\tromanized\tattested\n");
    }
    for name in given {
        let found = names::romanized(name, standard);
        out += &match format {
            Format::Tsv => format!("{}\t{}\t{}\n", cell(name), cell(&found.text), u8::from(found.attested)),
            Format::Json => {
                let row = serde_json::json!({ "name": name, "romanized": found.text, "attested": found.attested });
                format!("{row}\n")
            }
        };
    }
    print(&out)
}
