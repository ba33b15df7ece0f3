//! Makes the dictionary of attested spellings, `src/names/dictionary.tsv`.
//!
//!     pip download rigour==1.8.2 --no-deps && unzip -j rigour-*.whl rigour/data/names/persons.txt
//!     cargo run --release --example build_name_dictionary persons.txt > dictionary.tsv
//!     mv dictionary.tsv src/names/dictionary.tsv
//!
//! The file is of PyPI rigour (MIT) and gathers labels of Wikidata (CC0): a line is a group of spellings of one name, as
//! `kais, qais, qays, قيس => Q1721497`. The result goes by another file first, for the program is built from the old one.

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(file) = std::env::args().nth(1) else {
        eprintln!("usage: build_name_dictionary persons.txt > dictionary.tsv");
        return ExitCode::from(2);
    };
    let made = std::fs::read_to_string(&file)
        .and_then(|groups| std::io::stdout().write_all(isnad::names::dictionary_of(&groups).as_bytes()));
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot make the dictionary from {file}: {error}");
            ExitCode::from(2)
        }
    }
}
