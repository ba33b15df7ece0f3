//! The user's gazetteers: CSV files of names that are known already, one row a name.
//!
//! Columns `key,type,name,kind` must be there; `lang,ids,lat,lon,country` may. All rows with one key are one entity, whose
//! id is the key; rows of one key may lie in several files (a user's file may add names to a shipped one). A row's
//! `kind` says what the name is to the entity; `alias` is the kind for whoever does not want to say, and is found out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::rows::{Rows, sentence};
use crate::error::Result;
use crate::names;
use crate::types::{EntityType, GazetteerEntry, GivenName, NameKind};

/// What the column `kind` may say.
const KINDS: &str = "canonical, alias, acronym, translation, nickname, spelling, transliteration or short_form";

/// The entities of the gazetteer files, sorted by key; the canonical name of each comes first, then the others in the
/// order of the files. A key without a canonical row takes its first name; of two canonical rows the first counts and
/// the other is a further spelling.
///
/// An `alias` becomes what [`names::kind_of`] sees in it: a spelling or transliteration of the canonical name when the
/// matcher takes it for one, a short form when its words are among the canonical name's, else a nickname.
///
/// # Errors
/// When a file cannot be read, lacks a column, or has a row that makes no sense (an unknown type or kind, a key with two
/// types, a number that is none); the sentence names file and line.
pub fn load(paths: &[PathBuf]) -> Result<Vec<GazetteerEntry>> {
    let mut entries: BTreeMap<String, Rough> = BTreeMap::new();
    for path in paths {
        read(path, &mut entries)?;
    }
    Ok(entries.into_iter().map(|(key, rough)| rough.entry(key)).collect())
}

/// An entry while its rows are read.
struct Rough {
    kind: EntityType,
    names: Vec<(String, RowKind, Option<String>)>,
    external_ids: Vec<(String, String)>,
    lat: Option<f32>,
    lon: Option<f32>,
    country: Option<String>,
}

/// What a row says that its name is.
#[derive(Clone, Copy, PartialEq)]
enum RowKind {
    /// To be found out.
    Alias,
    /// As said.
    Said(NameKind),
}

impl Rough {
    fn entry(self, key: String) -> GazetteerEntry {
        let is_canonical =
            |(_, kind, _): &(String, RowKind, Option<String>)| *kind == RowKind::Said(NameKind::Canonical);
        let first = self.names.iter().position(is_canonical).unwrap_or(0);
        let canonical = self
            .names
            .get(first)
            .map(|(name, _, _)| name.clone())
            .unwrap_or_default();
        let mut given = Vec::with_capacity(self.names.len());
        for (at, (name, kind, language)) in self.names.into_iter().enumerate() {
            if at != first && given.iter().any(|g: &GivenName| g.name == name) {
                continue;
            }
            let kind = match kind {
                _ if at == first => NameKind::Canonical,
                RowKind::Alias | RowKind::Said(NameKind::Canonical) => names::kind_of(&name, &canonical, self.kind),
                RowKind::Said(kind) => kind,
            };
            given.push(GivenName { name, kind, language });
        }
        if let Some(at) = given.iter().position(|g| g.kind == NameKind::Canonical) {
            given[..=at].rotate_right(1);
        }
        let mut seen = std::collections::BTreeSet::new();
        given.retain(|g| seen.insert(g.name.clone()));
        let mut external_ids = self.external_ids;
        external_ids.sort();
        external_ids.dedup();
        GazetteerEntry {
            key,
            kind: self.kind,
            names: given,
            external_ids,
            lat: self.lat,
            lon: self.lon,
            country: self.country,
        }
    }
}

/// Adds the rows of one file.
fn read(path: &Path, entries: &mut BTreeMap<String, Rough>) -> Result<()> {
    let mut rows = Rows::open(path, "the gazetteer", &["key", "type", "name", "kind"])?;
    while let Some(row) = rows.next()? {
        let (key, name) = (row.required("key")?, row.required("name")?);
        let kind = row.entity_type("type")?;
        let said = row.text("kind").to_lowercase();
        let row_kind = match said.as_str() {
            "alias" | "" => RowKind::Alias,
            label => match NameKind::from_label(label) {
                Some(kind) => RowKind::Said(kind),
                None => {
                    return Err(sentence(
                        path,
                        row.line,
                        format!("the kind {said:?} is none of {KINDS}"),
                    ));
                }
            },
        };
        let entry = entries.entry(key.to_string()).or_insert_with(|| Rough {
            kind,
            names: Vec::new(),
            external_ids: Vec::new(),
            lat: None,
            lon: None,
            country: None,
        });
        if entry.kind != kind {
            let (old, new) = (entry.kind.label(), kind.label());
            return Err(sentence(
                path,
                row.line,
                format!("the key {key} is {new} here and {old} in an earlier row"),
            ));
        }
        let language = Some(row.text("lang").to_string()).filter(|l| !l.is_empty());
        entry.names.push((name.to_string(), row_kind, language));
        for id in row.text("ids").split(';').map(str::trim).filter(|id| !id.is_empty()) {
            match id.split_once(':').map(|(scheme, id)| (scheme.trim(), id.trim())) {
                Some((scheme, id)) if !scheme.is_empty() && !id.is_empty() => {
                    entry.external_ids.push((scheme.to_string(), id.to_string()));
                }
                _ => {
                    let what = format!("the id {id:?} is not of the form scheme:id, such as wikidata:Q796");
                    return Err(sentence(path, row.line, what));
                }
            }
        }
        let lat = row.number("lat", 90.0)?;
        let lon = row.number("lon", 180.0)?;
        entry.lat = entry.lat.or(lat);
        entry.lon = entry.lon.or(lon);
        let country = row.text("country");
        if !country.is_empty() {
            if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_alphabetic()) {
                let what = format!("the country {country:?} is not a two-letter code, such as IQ");
                return Err(sentence(path, row.line, what));
            }
            entry.country.get_or_insert_with(|| country.to_ascii_uppercase());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load_text(text: &str) -> Result<Vec<GazetteerEntry>> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("g.csv");
        std::fs::write(&path, text).expect("written");
        load(&[path]).map_err(|e| crate::error::Error::new(e.0.replace(&folder.path().display().to_string(), "DIR")))
    }

    const HEAD: &str = "key,type,name,kind,lang,ids,lat,lon,country\n";

    #[test]
    fn rows_of_one_key_are_one_entity_with_its_canonical_name_first() {
        let text = format!(
            "\u{feff}{HEAD}river-guard,ORG,Haras al-Nahr,alias,en,wikidata:Q2;ofac:7,,,\n\
             river-guard,ORG,River Guard,canonical,en,wikidata:Q2,,,\n\
             river-guard,ORG,RG,acronym,,,,,\nriver-guard,ORG,Rivers Guard,alias,,,,,\n\
             basra,LOC,Basra,canonical,en,,30.5,47.8,iq\nbasra,LOC,البصرة,alias,ar,,,,\n"
        );
        let entries = load_text(&text).expect("fine");
        assert_eq!(
            entries.iter().map(|e| e.key.as_str()).collect::<Vec<_>>(),
            ["basra", "river-guard"]
        );
        let shown = |e: &GazetteerEntry| {
            e.names
                .iter()
                .map(|n| format!("{} {}", n.name, n.kind.label()))
                .collect::<Vec<_>>()
        };
        assert_eq!(shown(&entries[0]), ["Basra canonical", "البصرة transliteration"]);
        assert_eq!(
            shown(&entries[1]),
            [
                "River Guard canonical",
                "Haras al-Nahr nickname",
                "RG acronym",
                "Rivers Guard spelling"
            ]
        );
        assert_eq!(
            entries[1].external_ids,
            [("ofac".into(), "7".into()), ("wikidata".into(), "Q2".into())]
        );
        assert_eq!(
            (entries[0].lat, entries[0].country.as_deref()),
            (Some(30.5), Some("IQ"))
        );
    }

    #[test]
    fn what_makes_no_sense_is_a_sentence_with_file_and_line() {
        let message = |rows: &str| load_text(&format!("{HEAD}{rows}")).expect_err("an error").0;
        assert_eq!(
            message("a,PLACE,A,alias,,,,,\n"),
            "cannot understand DIR/g.csv, line 2: the type \"PLACE\" is none of PERSON, ORG, LOC"
        );
        assert!(message("a,LOC,A,name,,,,,\n").contains("line 2: the kind \"name\" is none of canonical, alias"));
        assert!(message("a,LOC,A,alias,,,,,\na,ORG,B,alias,,,,,\n").contains("line 3: the key a is ORG here and LOC"));
        assert!(message("a,LOC,A,alias,,,north,,\n").contains("line 2: the lat \"north\" is not a number"));
        assert!(message("a,LOC,A,alias,,,91,,\n").contains("line 2: the lat \"91\""));
        assert!(message("a,LOC,,alias,,,,,\n").contains("line 2: the column name is empty"));
        assert!(
            load_text("key,type,name\n")
                .expect_err("an error")
                .0
                .contains("lacks the column kind")
        );
    }
}
