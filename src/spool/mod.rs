//! Documents waiting on disk between passes, so that memory grows with digests and not with text.
//!
//! Entries are appended in any order by any thread; [`Spool`] gives them back in `doc_id` order. The file has no name
//! (the system removes it when the program ends, however it ends).

use std::cell::RefCell;
use std::fs::File;
use std::io::Write;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;
use zstd::bulk::{Compressor, Decompressor};

use crate::error::{Error, Result, io_words};

/// Level 1: a third of the text's size at several hundred MB/s; higher levels cost more than the disk they save.
const ZSTD_LEVEL: i32 = 1;

/// Entries of one batch hold about this many bytes on disk (a few MB in memory) ...
const BATCH_BYTES: u64 = 1 << 20;
/// ... and are not more than this, so that a batch of tiny records is still cheap.
const BATCH_ENTRIES: usize = 1024;

struct Entry {
    doc_id: Box<str>,
    offset: u64,
    len: u32,
}

/// A spool that is being filled.
pub struct Writer {
    inner: Mutex<(File, u64, Vec<Entry>)>,
}

/// A filled spool.
pub struct Spool {
    file: File,
    entries: Vec<Entry>,
}

impl Writer {
    /// An empty spool in a folder.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn new(folder: &Path) -> Result<Writer> {
        let file = tempfile::tempfile_in(folder).map_err(|e| failed("make", &e))?;
        Ok(Writer {
            inner: Mutex::new((file, 0, Vec::new())),
        })
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn put<T: Serialize>(&self, doc_id: &str, value: &T) -> Result<()> {
        let plain = postcard::to_stdvec(value).map_err(|e| Error::new(format!("cannot spool {doc_id}: {e}")))?;
        let packed = pack(&plain).map_err(|e| failed("write", &e))?;
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, end, entries) = &mut *inner;
        let head = (plain.len() as u64).to_le_bytes();
        file.write_all(&head)
            .and_then(|()| file.write_all(&packed))
            .map_err(|e| failed("write", &e))?;
        let len = head.len() + packed.len();
        entries.push(Entry {
            doc_id: doc_id.into(),
            offset: *end,
            len: len as u32,
        });
        *end += len as u64;
        Ok(())
    }

    /// The spool, ready to be read in `doc_id` order.
    pub fn finish(self) -> Spool {
        let (file, _, mut entries) = self.inner.into_inner().unwrap_or_else(PoisonError::into_inner);
        entries.sort_by(|a, b| a.doc_id.cmp(&b.doc_id));
        entries.shrink_to_fit();
        Spool { file, entries }
    }
}

impl Spool {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The `doc_id` of an entry.
    pub fn doc_id(&self, index: usize) -> &str {
        &self.entries[index].doc_id
    }

    /// An entry, read back.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn get<T: DeserializeOwned>(&self, index: usize) -> Result<T> {
        let entry = &self.entries[index];
        let mut raw = vec![0; entry.len as usize];
        read_at(&self.file, &mut raw, entry.offset).map_err(|e| failed("read", &e))?;
        let (head, packed) = raw.split_at(8.min(raw.len()));
        let len = head.try_into().map(u64::from_le_bytes).unwrap_or(0);
        let plain = unpack(packed, len as usize).map_err(|e| failed("read", &e))?;
        postcard::from_bytes(&plain)
            .map_err(|e| Error::new(format!("cannot read back {} from the spool: {e}", entry.doc_id)))
    }

    /// The entries in batches of a few MB, in order.
    pub fn batches(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = 0;
        std::iter::from_fn(move || {
            let mut end = start;
            let mut bytes = 0;
            while end < self.entries.len() && end - start < BATCH_ENTRIES && (bytes < BATCH_BYTES || end == start) {
                bytes += u64::from(self.entries[end].len);
                end += 1;
            }
            let batch = start..end;
            start = end;
            (!batch.is_empty()).then_some(batch)
        })
    }
}

// Contexts of zstd hold a few MB: made once a thread, since making one costs more than packing an article.
thread_local! {
    static PACKER: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

fn pack(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    PACKER.with_borrow_mut(|packer| match packer {
        Some(packer) => packer.compress(plain),
        None => packer.insert(Compressor::new(ZSTD_LEVEL)?).compress(plain),
    })
}

fn unpack(packed: &[u8], len: usize) -> std::io::Result<Vec<u8>> {
    UNPACKER.with_borrow_mut(|unpacker| match unpacker {
        Some(unpacker) => unpacker.decompress(packed, len),
        None => unpacker.insert(Decompressor::new()?).decompress(packed, len),
    })
}

#[cfg(unix)]
fn read_at(file: &File, into: &mut [u8], offset: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, into, offset)
}

#[cfg(windows)]
fn read_at(file: &File, mut into: &mut [u8], mut offset: u64) -> std::io::Result<()> {
    while !into.is_empty() {
        let n = std::os::windows::fs::FileExt::seek_read(file, into, offset)?;
        if n == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        into = &mut into[n..];
        offset += n as u64;
    }
    Ok(())
}

fn failed(what: &str, e: &std::io::Error) -> Error {
    Error::new(format!(
        "cannot {what} the temporary spool beside the output folder: {}",
        io_words(e)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back_in_order_whatever_the_order_of_writing() {
        let folder = tempfile::tempdir().unwrap();
        let writer = Writer::new(folder.path()).unwrap();
        for id in ["b", "a", "c"] {
            writer.put(id, &format!("text of {id}")).unwrap();
        }
        let spool = writer.finish();
        let ids: Vec<_> = spool.batches().flatten().map(|i| spool.doc_id(i).to_string()).collect();
        assert_eq!(ids, ["a", "b", "c"]);
        assert_eq!(spool.get::<String>(2).unwrap(), "text of c");
    }
}
