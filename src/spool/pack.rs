//! One file of packed documents: appended in any order by any thread, given back in `doc_id` order.
//!
//! An entry is a *head*, which the steps that see the whole corpus want at once, and a *body*, which waits until the next
//! pass. Entries of an earlier run are taken over by their key, and only when their bytes are what they were.

use std::collections::HashMap;
use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::sync::{Mutex, PoisonError};

use postcard::ser_flavors::Flavor;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::key::Key;
use crate::error::{Error, Result, io_words};
use crate::packing;

/// Half the time of level 1 for a sixth more on disk (of news: 1.5 KB of text take 2.3 KB as an article with all that was found in it).
const ZSTD_LEVEL: i32 = -3;

/// Entries of one batch hold about this many bytes on disk (a few MB in memory) ...
const BATCH_BYTES: u64 = 1 << 20;
/// ... and are not more than this, so that a batch of tiny records is still cheap.
const BATCH_ENTRIES: usize = 1024;

/// An entry is long from here on: its work takes a hundred times what that of a usual article takes.
const LONG: u64 = 256 << 10;

/// Before an entry: its key (16 bytes), the length of its head (4), and of its body before it was packed (8).
const PREFIX: usize = 28;

/// Where an entry lies in the file, and the hash of its bytes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    pub offset: u64,
    pub len: u64,
    pub check: u128,
}

/// An entry of this run.
struct Entry {
    doc_id: Box<str>,
    key: Key,
    place: Place,
}

/// A spool that is being filled.
pub struct Writer {
    file: File,
    /// Its length when this run began.
    end: u64,
    /// What an earlier run left in the file.
    before: HashMap<Key, Place>,
    inner: Mutex<(u64, Vec<Entry>)>,
}

/// A filled spool.
pub struct Spool {
    file: File,
    /// Its length.
    end: u64,
    entries: Vec<Entry>,
}

impl Writer {
    /// A spool in a file that already has `end` bytes, with these entries in them.
    pub(super) fn new(file: File, end: u64, before: HashMap<Key, Place>) -> Writer {
        Writer {
            file,
            end,
            before,
            inner: Mutex::new((end, Vec::new())),
        }
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn put<H: Serialize, B: Serialize>(&self, doc_id: &str, key: Key, head: &H, body: &B) -> Result<()> {
        let unfit = |e: postcard::Error| Error::new(format!("cannot spool {doc_id}: {e}"));
        let head = postcard::to_stdvec(head).map_err(unfit)?;
        let (body, packed) = packing::with_room(|room| {
            postcard::serialize_with_flavor(body, Room(room)).map_err(unfit)?;
            let packed = packing::pack(room, ZSTD_LEVEL).map_err(|e| failed("write", &e))?;
            Ok::<_, Error>((room.len(), packed))
        })?;
        let mut raw = Vec::with_capacity(PREFIX + head.len() + packed.len());
        raw.extend(key.bytes());
        raw.extend((head.len() as u32).to_le_bytes());
        raw.extend((body as u64).to_le_bytes());
        raw.extend(head);
        raw.extend(packed);
        let len = raw.len() as u64;
        let check = xxh3_128(&raw);
        let offset = self.enter(doc_id, key, |end| Place {
            offset: end,
            len,
            check,
        });
        self.file.write_all_at(&raw, offset).map_err(|e| failed("write", &e))
    }

    /// Takes over the entry that an earlier run made under this key, and gives its head; `None` when there is none, or its
    /// bytes are damaged.
    pub fn take<H: DeserializeOwned>(&self, doc_id: &str, key: Key) -> Option<H> {
        let place = *self.before.get(&key)?;
        let raw = read(&self.file, self.end, place).ok()?;
        if xxh3_128(&raw) != place.check {
            return None;
        }
        let entry = split(&raw).filter(|e| *e.key == key.bytes())?;
        let head = postcard::from_bytes(entry.head).ok()?;
        self.enter(doc_id, key, |_| place);
        Some(head)
    }

    /// Notes an entry and gives its offset; what lies at the end of the file moves the end.
    fn enter(&self, doc_id: &str, key: Key, place: impl Fn(u64) -> Place) -> u64 {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let (end, entries) = &mut *inner;
        let place = place(*end);
        *end = (*end).max(place.offset + place.len);
        let doc_id = doc_id.into();
        entries.push(Entry { doc_id, key, place });
        place.offset
    }

    /// The spool, ready to be read in `doc_id` order.
    pub fn finish(self) -> Spool {
        let (end, mut entries) = self.inner.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Two records may give themselves one id: their keys decide, so that the order is the same in every run.
        entries.sort_unstable_by(|a, b| (&a.doc_id, a.key).cmp(&(&b.doc_id, b.key)));
        entries.shrink_to_fit();
        Spool {
            file: self.file,
            end,
            entries,
        }
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
        self.entries.get(index).map_or("", |e| &e.doc_id)
    }

    /// The key of an entry.
    pub fn key(&self, index: usize) -> Key {
        self.entries.get(index).map_or_else(Key::default, |e| e.key)
    }

    /// The body of an entry, read back.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn get<B: DeserializeOwned>(&self, index: usize) -> Result<B> {
        let doc_id = self.doc_id(index);
        let unfit =
            |why: &dyn std::fmt::Display| Error::new(format!("cannot read back {doc_id} from the spool: {why}"));
        let entry = self
            .entries
            .get(index)
            .ok_or_else(|| unfit(&"there is no such entry"))?;
        let raw = read(&self.file, self.end, entry.place).map_err(|e| failed("read", &e))?;
        let parts = split(&raw).ok_or_else(|| unfit(&"it is too short"))?;
        let body = packing::unpack(parts.packed, parts.len, |plain| postcard::from_bytes(plain));
        body.map_err(|e| failed("read", &e))?.map_err(|e| unfit(&e))
    }

    /// Every entry with its bytes in the spool: the long ones first, the longest of them before the others, so that none
    /// of them is begun when all else is done; then the others in order.
    pub fn longest_first(&self) -> impl Iterator<Item = (usize, u64)> + '_ {
        let of = |long: bool| {
            let all = self.entries.iter().map(|e| e.place.len).enumerate();
            all.filter(move |(_, len)| (*len >= LONG) == long)
        };
        let mut long: Vec<(usize, u64)> = of(true).collect();
        long.sort_by_key(|(_, len)| std::cmp::Reverse(*len));
        long.into_iter().chain(of(false))
    }

    /// The entries in batches of a few MB, in order.
    pub fn batches(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = 0;
        std::iter::from_fn(move || {
            let mut bytes = 0;
            let within = |entry: &&Entry| {
                let fits = bytes < BATCH_BYTES;
                bytes += entry.place.len;
                fits
            };
            let rest = self.entries.get(start..).unwrap_or_default();
            let batch = start..start + rest.iter().take(BATCH_ENTRIES).take_while(within).count();
            start = batch.end;
            (!batch.is_empty()).then_some(batch)
        })
    }

    /// Every key with its place.
    pub(super) fn index(&self) -> Vec<(Key, Place)> {
        self.entries.iter().map(|e| (e.key, e.place)).collect()
    }

    /// Bytes of all entries, and of the file.
    pub(super) fn bytes(&self) -> std::io::Result<(u64, u64)> {
        let live = self.entries.iter().map(|e| e.place.len).sum();
        Ok((live, self.file.metadata()?.len()))
    }

    /// Copies the entries to another file, and gives their new places.
    pub(super) fn copy_to(&self, file: &File) -> std::io::Result<Vec<(Key, Place)>> {
        let mut end = 0;
        let copy = |entry: &Entry| {
            file.write_all_at(&read(&self.file, self.end, entry.place)?, end)?;
            let place = Place {
                offset: end,
                ..entry.place
            };
            end += place.len;
            Ok((entry.key, place))
        };
        self.entries.iter().map(copy).collect()
    }
}

/// Where postcard writes: at the end of a buffer.
struct Room<'a>(&'a mut Vec<u8>);

impl Flavor for Room<'_> {
    type Output = ();

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

/// An entry as it lies in the file.
struct Raw<'a> {
    key: &'a [u8; 16],
    head: &'a [u8],
    packed: &'a [u8],
    /// Length of the body before it was packed.
    len: usize,
}

fn split(raw: &[u8]) -> Option<Raw<'_>> {
    let (key, rest) = raw.split_first_chunk::<16>()?;
    let (head, rest) = rest.split_first_chunk::<4>()?;
    let (len, rest) = rest.split_first_chunk::<8>()?;
    let (head, packed) = rest.split_at_checked(u32::from_le_bytes(*head) as usize)?;
    let len = u64::from_le_bytes(*len) as usize;
    Some(Raw { key, head, packed, len })
}

/// The bytes of an entry in a file of this length.
fn read(file: &File, end: u64, place: Place) -> std::io::Result<Vec<u8>> {
    // The length is of an index that may be anybody's: no room is made beyond what the file has.
    if place.offset.saturating_add(place.len) > end {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    let mut raw = vec![0; place.len as usize];
    file.read_exact_at(&mut raw, place.offset)?;
    Ok(raw)
}

fn failed(what: &str, e: &std::io::Error) -> Error {
    Error::new(format!(
        "cannot {what} the spool, where documents wait between two passes: {}",
        io_words(e)
    ))
}
