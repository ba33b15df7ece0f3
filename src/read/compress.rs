//! Files as byte streams: gzip and zstd are undone, by extension and one layer only; what is read from disk is counted;
//! a stream that expands too far fails.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use flate2::bufread::GzDecoder;

use super::codes::{self, Fault};
use super::files::Source;

/// A file may always expand to this many bytes: a few kB of repetitive text compress 1000 times and harm nobody.
const EXPANSION_FLOOR: u64 = 1_000_000;

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// Not.
    None,
    /// `.gz`, with any number of members.
    Gzip,
    /// `.zst`
    Zstd,
}

impl Compression {
    /// The compression that a lower-case file name declares, and the name without it.
    pub fn of(name: &str) -> (Compression, &str) {
        if let Some(rest) = name.strip_suffix(".gz") {
            (Compression::Gzip, rest)
        } else if let Some(rest) = name.strip_suffix(".zst") {
            (Compression::Zstd, rest)
        } else {
            (Compression::None, name)
        }
    }
}

/// The decompressed content of a file. `read` grows by the bytes taken from disk; `junk` is set when there is something
/// behind the compressed data that is none.
pub fn open(
    source: &Source,
    max_expansion: u64,
    read: Arc<AtomicU64>,
    junk: Arc<AtomicBool>,
) -> Result<Box<dyn Read + Send>, Fault> {
    let file = File::open(&source.file).map_err(|e| codes::fault(&e))?;
    undone(Counted { inner: file, read }, source, max_expansion, junk)
}

/// The same of bytes that come from anywhere: of `source` only length and compression are used.
pub fn undone(
    packed: impl Read + Send + 'static,
    source: &Source,
    max_expansion: u64,
    junk: Arc<AtomicBool>,
) -> Result<Box<dyn Read + Send>, Fault> {
    let limit = source.bytes.saturating_mul(max_expansion).max(EXPANSION_FLOOR);
    Ok(match source.compression {
        Compression::None => Box::new(BufReader::with_capacity(1 << 16, packed)),
        Compression::Gzip => {
            let inner = Members {
                member: Some(GzDecoder::new(BufReader::with_capacity(1 << 16, packed))),
                junk,
            };
            Box::new(BufReader::with_capacity(
                1 << 16,
                Guarded {
                    inner,
                    left: limit,
                    max_expansion,
                },
            ))
        }
        Compression::Zstd => {
            let inner = zstd::Decoder::new(packed).map_err(|e| codes::fault(&e))?;
            Box::new(BufReader::with_capacity(
                1 << 16,
                Guarded {
                    inner,
                    left: limit,
                    max_expansion,
                },
            ))
        }
    })
}

/// Decompressed bytes in memory, at most `limit` of them; for HTTP bodies.
pub fn inflated(bytes: &[u8], coding: &str, limit: u64) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    let capped = limit.saturating_add(1);
    let read = match coding {
        "gzip" | "x-gzip" => flate2::read::MultiGzDecoder::new(bytes)
            .take(capped)
            .read_to_end(&mut out),
        "deflate" => match flate2::read::ZlibDecoder::new(bytes).take(capped).read_to_end(&mut out) {
            // Half the servers of old sent the raw stream under this name (RFC 9110, 8.4.1.2).
            Err(_) => {
                out.clear();
                flate2::read::DeflateDecoder::new(bytes)
                    .take(capped)
                    .read_to_end(&mut out)
            }
            done => done,
        },
        "zstd" => zstd::Decoder::new(bytes).and_then(|d| d.take(capped).read_to_end(&mut out)),
        other => {
            return Err(Fault::new(
                codes::COMPRESSION,
                format!("content-encoding {other} is not supported"),
            ));
        }
    };
    read.map_err(|e| codes::fault(&e))?;
    if out.len() as u64 > limit {
        Err(codes::too_long(limit))
    } else {
        Ok(out)
    }
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// The members of a gzip file one after the other. Tapes and downloads pad files with zero bytes: what follows the last
/// member and is none is left alone.
struct Members<R: Read> {
    member: Option<GzDecoder<BufReader<R>>>,
    junk: Arc<AtomicBool>,
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let n = member.read(buffer)?;
            if n > 0 || buffer.is_empty() {
                return Ok(n);
            }
            let Some(mut rest) = self.member.take().map(GzDecoder::into_inner) else {
                break;
            };
            let next = rest.fill_buf()?;
            // A member begins with 1f 8b; the second may lie behind the border of the buffer.
            if next.first() == Some(&0x1f) && next.get(1).is_none_or(|b| *b == 0x8b) {
                self.member = Some(GzDecoder::new(rest));
            } else if !next.is_empty() {
                self.junk.store(true, Ordering::Relaxed);
                io::copy(&mut rest, &mut io::sink())?;
            }
        }
        Ok(0)
    }
}

/// Fails when more comes out than may.
struct Guarded<R> {
    inner: R,
    left: u64,
    max_expansion: u64,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(n as u64).ok_or_else(|| {
            let message = format!(
                "expands to more than {} times its size ([read] max_expansion)",
                self.max_expansion
            );
            io::Error::other(Fault::new(codes::EXPANSION, message))
        })?;
        Ok(n)
    }
}
