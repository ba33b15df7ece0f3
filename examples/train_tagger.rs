//! Makes the tagger's model, `src/mentions/data/tagger.bin`.
//!
//!     cargo run --release --example train_tagger -- OUT.bin ORDERS FILE.jsonl ...
//!
//! Each file holds records `{text, mentions: [{start, end, type: PER|ORG|LOC}]}` with offsets in code points; a line of a
//! text is a block. `ORDERS` is how many shuffles the model is averaged over: three take out most of the noise. The same
//! files in the same order give the same bytes. What the shipped model was trained on stands in `src/mentions/data/README.md`.

use std::process::ExitCode;

use isnad::mentions::Lexicon;
use isnad::mentions::training::{Example, train};
use isnad::types::{EntityType, Span};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [out, orders, files @ ..] = &args[..] else {
        eprintln!("usage: train_tagger OUT.bin ORDERS FILE.jsonl ...");
        return ExitCode::from(2);
    };
    match made(out, orders, files) {
        Ok(bytes) => {
            eprintln!("{out}: {bytes} bytes");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Trains on the files and writes the model; its length.
fn made(out: &str, orders: &str, files: &[String]) -> Result<usize, String> {
    let orders = orders.parse().map_err(|_| format!("{orders} is no number of orders"))?;
    let mut examples = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).map_err(|e| format!("cannot read {file}: {e}"))?;
        examples.extend(text.lines().filter_map(example));
    }
    let bytes = train(&examples, &Lexicon::new(&[]), orders).write();
    std::fs::write(out, &bytes).map_err(|e| format!("cannot write {out}: {e}"))?;
    Ok(bytes.len())
}

/// The example in a line; none in a line that is no record.
fn example(line: &str) -> Option<Example> {
    let record: serde_json::Value = serde_json::from_str(line).ok()?;
    let text = record["text"].as_str()?.to_owned();
    let at: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let name = |mention: &serde_json::Value| {
        let kind = match mention["type"].as_str()? {
            "PER" => EntityType::Person,
            "ORG" => EntityType::Org,
            "LOC" => EntityType::Loc,
            _ => return None,
        };
        // A description ("the president") is no name.
        if mention["named"].as_bool() == Some(false) {
            return None;
        }
        let byte = |field: &str| at.get(usize::try_from(mention[field].as_u64()?).ok()?).copied();
        let (start, end) = (byte("start")?, byte("end")?);
        (start < end).then(|| (Span::new(start, end), kind))
    };
    Some(Example {
        names: record["mentions"].as_array()?.iter().filter_map(name).collect(),
        text,
    })
}
