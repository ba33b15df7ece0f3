//! Sorts more records than memory holds: sorted runs go to one temporary file and are merged on the way out.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::error::{Error, Result, io_words};

/// Bytes of records held in memory before a run is written: large enough that a corpus of a thousand articles never
/// touches the disk, small enough for three sorters in a small container.
const RUN: usize = 8 << 20;

/// Bytes read at once from each run while merging: with 1,000 runs (8 GiB of records) 64 MiB in all.
const READ: usize = 64 << 10;

/// Sorts records by key, then by value, both as bytes.
#[derive(Debug)]
pub struct Sorter {
    folder: PathBuf,
    limit: usize,
    bytes: Vec<u8>,
    /// Start and key end and end of every record in `bytes`.
    records: Vec<(u32, u32, u32)>,
    spilled: Option<File>,
    /// Start and end of every run in `spilled`.
    runs: Vec<(u64, u64)>,
}

impl Sorter {
    /// An empty one that spills into `folder`. The file has no name there, and is gone when the sorter is.
    pub fn new(folder: &Path) -> Sorter {
        Sorter::with_limit(folder, RUN)
    }

    fn with_limit(folder: &Path, limit: usize) -> Sorter {
        Sorter {
            folder: folder.to_path_buf(),
            limit,
            bytes: Vec::new(),
            records: Vec::new(),
            spilled: None,
            runs: Vec::new(),
        }
    }

    /// Takes a record.
    ///
    /// # Errors
    /// When the temporary file cannot be written.
    pub fn push(&mut self, key: &[u8], value: &[u8]) -> Result<()> {
        let held = self.bytes.len() + self.records.len() * size_of::<(u32, u32, u32)>();
        if !self.records.is_empty() && held + key.len() + value.len() > self.limit {
            self.spill().map_err(|e| cannot("write", &self.folder, &e))?;
        }
        let start = self.bytes.len();
        self.bytes.extend_from_slice(key);
        let middle = self.bytes.len();
        self.bytes.extend_from_slice(value);
        let [start, middle, end] = [start, middle, self.bytes.len()].map(|n| u32::try_from(n).unwrap_or(u32::MAX));
        self.records.push((start, middle, end));
        Ok(())
    }

    /// Gives every record, in order, and is empty afterwards.
    ///
    /// # Errors
    /// When the temporary file cannot be written or read.
    pub fn drain(&mut self, take: &mut dyn FnMut(&[u8], &[u8])) -> Result<()> {
        if self.runs.is_empty() {
            self.sort();
            for &record in &self.records {
                let (key, value) = parts(&self.bytes, record);
                take(key, value);
            }
        } else {
            let merged = self.spill().and_then(|()| self.merge(take));
            merged.map_err(|e| cannot("read", &self.folder, &e))?;
        }
        *self = Sorter::with_limit(&self.folder, self.limit);
        Ok(())
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        self.records
            .sort_unstable_by(|a, b| parts(bytes, *a).cmp(&parts(bytes, *b)));
    }

    /// Writes the records as one sorted run: length of the key, length of the value (both 4 bytes), key, value.
    fn spill(&mut self) -> std::io::Result<()> {
        self.sort();
        let file = match &mut self.spilled {
            Some(file) => file,
            none => none.insert(tempfile::tempfile_in(&self.folder)?),
        };
        let start = file.seek(SeekFrom::End(0))?;
        let mut out = std::io::BufWriter::with_capacity(READ, file);
        let mut end = start;
        for &record in &self.records {
            let (key, value) = parts(&self.bytes, record);
            out.write_all(&(key.len() as u32).to_le_bytes())?;
            out.write_all(&(value.len() as u32).to_le_bytes())?;
            out.write_all(key)?;
            out.write_all(value)?;
            end += 8 + key.len() as u64 + value.len() as u64;
        }
        out.flush()?;
        drop(out);
        self.runs.push((start, end));
        self.bytes.clear();
        self.records.clear();
        Ok(())
    }

    fn merge(&mut self, take: &mut dyn FnMut(&[u8], &[u8])) -> std::io::Result<()> {
        let Some(file) = &mut self.spilled else { return Ok(()) };
        // Memory for the records is not needed any more; the buffers of the runs take its place.
        self.bytes = Vec::new();
        let mut runs: Vec<Run> = self
            .runs
            .iter()
            .map(|&(start, end)| Run {
                at: start,
                end,
                buffer: Vec::new(),
                read: 0,
            })
            .collect();
        // The number of the run breaks ties, so that equal records come in a fixed order (they are equal anyway).
        let mut heap = BinaryHeap::new();
        for (number, run) in runs.iter_mut().enumerate() {
            if let Some((key, value)) = run.next(file)? {
                heap.push(Reverse((key, value, number)));
            }
        }
        while let Some(Reverse((key, value, number))) = heap.pop() {
            take(&key, &value);
            if let Some(run) = runs.get_mut(number)
                && let Some((key, value)) = run.next(file)?
            {
                heap.push(Reverse((key, value, number)));
            }
        }
        Ok(())
    }
}

/// A value as the bytes of a record.
///
/// # Errors
/// Never for the plain structs of this program; the error says which.
pub fn record(value: &impl Serialize) -> Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(|e| Error::new(format!("cannot keep a row for sorting: {e}")))
}

fn parts(bytes: &[u8], (start, middle, end): (u32, u32, u32)) -> (&[u8], &[u8]) {
    let slice = |from: u32, to: u32| bytes.get(from as usize..to as usize).unwrap_or_default();
    (slice(start, middle), slice(middle, end))
}

fn cannot(what: &str, folder: &Path, error: &std::io::Error) -> Error {
    Error::new(format!(
        "cannot {what} a temporary file in {}: {} (sorting needs room there)",
        folder.display(),
        io_words(error)
    ))
}

/// A sorted run being read.
struct Run {
    /// Next byte of the file to read.
    at: u64,
    end: u64,
    buffer: Vec<u8>,
    /// Bytes of the buffer that are done with.
    read: usize,
}

impl Run {
    fn next(&mut self, file: &mut File) -> std::io::Result<Option<(Vec<u8>, Vec<u8>)>> {
        let Some(lengths) = self.take(8, file)? else {
            return Ok(None);
        };
        let length = |at: usize| {
            lengths
                .get(at..)
                .and_then(|b| b.first_chunk())
                .map_or(0, |b| u32::from_le_bytes(*b) as usize)
        };
        let (key, value) = (length(0), length(4));
        let Some(mut bytes) = self.take(key + value, file)? else {
            return Ok(None);
        };
        let value = bytes.split_off(key.min(bytes.len()));
        Ok(Some((bytes, value)))
    }

    fn take(&mut self, n: usize, file: &mut File) -> std::io::Result<Option<Vec<u8>>> {
        while self.buffer.len() - self.read < n {
            let left = usize::try_from(self.end - self.at)
                .unwrap_or(usize::MAX)
                .min(READ.max(n));
            if left == 0 {
                return Ok(None);
            }
            self.buffer.drain(..self.read);
            self.read = 0;
            let old = self.buffer.len();
            self.buffer.resize(old + left, 0);
            file.seek(SeekFrom::Start(self.at))?;
            file.read_exact(&mut self.buffer[old..])?;
            self.at += left as u64;
        }
        let bytes = self.buffer.get(self.read..self.read + n).map(<[u8]>::to_vec);
        self.read += n;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sorts_as_memory_would(records in prop::collection::vec((any::<Vec<u8>>(), any::<Vec<u8>>()), 0..200), limit in 1usize..4000) {
            let folder = tempfile::tempdir().unwrap();
            let mut sorter = Sorter::with_limit(folder.path(), limit);
            for (key, value) in &records {
                sorter.push(key, value).unwrap();
            }
            let mut sorted = Vec::new();
            sorter.drain(&mut |k, v| sorted.push((k.to_vec(), v.to_vec()))).unwrap();
            let mut expected = records;
            expected.sort();
            prop_assert_eq!(sorted, expected);
            prop_assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        }
    }

    #[test]
    fn a_record_longer_than_a_run_passes() {
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = Sorter::with_limit(folder.path(), 10);
        let long = vec![7; 3 * READ];
        for key in [b"c", b"a", b"b"] {
            sorter.push(key, &long).unwrap();
        }
        let mut keys = Vec::new();
        sorter.drain(&mut |k, v| keys.push((k.to_vec(), v.len()))).unwrap();
        assert_eq!(
            keys,
            [
                (b"a".to_vec(), long.len()),
                (b"b".to_vec(), long.len()),
                (b"c".to_vec(), long.len())
            ]
        );
    }
}
