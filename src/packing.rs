//! Packing with zstd. Its contexts hold a few MB and cost more to make than an article to pack: each thread keeps one of
//! each kind, and the room that it works in.

use std::cell::RefCell;
use std::io::Result;

use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::compress_bound;

/// Room that a thread keeps: many times what an article or a page of a table takes. What took more is given back.
const KEPT: usize = 4 << 20;

thread_local! {
    static PACKER: RefCell<Option<(Compressor<'static>, Vec<u8>)>> = const { RefCell::new(None) };
    static UNPACKER: RefCell<Option<(Decompressor<'static>, Vec<u8>)>> = const { RefCell::new(None) };
    static ROOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// What `work` makes with an empty buffer that is already as long as an earlier one became. `work` must not ask for another.
pub fn with_room<T>(work: impl FnOnce(&mut Vec<u8>) -> T) -> T {
    ROOM.with_borrow_mut(|room| {
        room.clear();
        let made = work(room);
        give_back(room);
        made
    })
}

/// A frame with these bytes in it, as zstd makes it at this level.
///
/// # Errors
/// When zstd finds no memory.
pub fn pack(plain: &[u8], level: i32) -> Result<Vec<u8>> {
    PACKER.with_borrow_mut(|packer| {
        let (context, room) = match packer {
            Some(packer) => packer,
            None => packer.insert((Compressor::new(level)?, Vec::new())),
        };
        context.set_compression_level(level)?;
        room.clear();
        room.reserve(compress_bound(plain.len()));
        context.compress_to_buffer(plain, room)?;
        let packed = room.as_slice().to_vec();
        give_back(room);
        Ok(packed)
    })
}

/// What `read` makes of the `len` bytes that are in a frame, which may not be more. `read` must not unpack.
///
/// # Errors
/// When this is no frame of so many bytes.
pub fn unpack<T>(packed: &[u8], len: usize, read: impl FnOnce(&[u8]) -> T) -> Result<T> {
    UNPACKER.with_borrow_mut(|unpacker| {
        let (context, room) = match unpacker {
            Some(unpacker) => unpacker,
            None => unpacker.insert((Decompressor::new()?, Vec::new())),
        };
        room.clear();
        room.reserve_exact(len);
        context.decompress_to_buffer(packed, room)?;
        let made = read(room);
        give_back(room);
        Ok(made)
    })
}

fn give_back(room: &mut Vec<u8>) {
    if room.capacity() > KEPT {
        *room = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_and_depends_on_nothing_before() {
        let texts = ["", "a", &"round and round ".repeat(600_000)];
        for level in [1, -3, 3] {
            for text in texts {
                let packed = pack(text.as_bytes(), level).unwrap();
                assert_eq!(packed, zstd::bulk::compress(text.as_bytes(), level).unwrap());
                assert!(unpack(&packed, text.len(), |plain| plain == text.as_bytes()).unwrap());
            }
        }
        assert!(unpack(b"no frame", 10, <[u8]>::len).is_err());
    }

    #[test]
    fn no_thread_keeps_the_room_of_a_giant() {
        let giant = vec![7; 20 << 20];
        let packed = pack(&giant, 1).unwrap();
        assert_eq!(unpack(&packed, giant.len(), <[u8]>::len).unwrap(), giant.len());
        with_room(|room| room.extend(&giant));
        PACKER.with_borrow(|packer| assert!(packer.as_ref().unwrap().1.capacity() <= KEPT));
        UNPACKER.with_borrow(|unpacker| assert!(unpacker.as_ref().unwrap().1.capacity() <= KEPT));
        ROOM.with_borrow(|room| assert!(room.capacity() <= KEPT));
    }
}
