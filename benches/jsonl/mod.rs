//! The texts of JSON lines files, packed or plain.

use std::io::{BufRead, BufReader, Read};

/// The texts (`text`) of the records of a file; a name that ends in `.gz` means that it is packed.
pub fn texts(file: &str) -> Vec<String> {
    let opened = std::fs::File::open(file).expect("a file of ISNAD_BENCH_JSONL");
    let reader: Box<dyn Read> = if file.ends_with(".gz") {
        Box::new(flate2::read::MultiGzDecoder::new(opened))
    } else {
        Box::new(opened)
    };
    BufReader::new(reader)
        .lines()
        .map_while(Result::ok)
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(&line).ok())
        .filter_map(|record| Some(record.get("text")?.as_str()?.to_string()))
        .collect()
}
