//! Lines of a byte stream, never more than a given number of bytes of one at a time.

use std::io::{self, BufRead};

/// A line.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// It is in the buffer, without its line end.
    Whole,
    /// It is longer than the limit; the rest of it has been skipped and the buffer holds its beginning.
    TooLong,
    /// There is none.
    End,
}

/// Reads the next line into `buffer`, replacing what is there; keeps at most `limit` bytes of it.
pub fn next(reader: &mut impl BufRead, buffer: &mut Vec<u8>, limit: u64) -> io::Result<Line> {
    buffer.clear();
    let mut any = false;
    let mut cut = false;
    loop {
        let chunk = match reader.fill_buf() {
            Ok(chunk) => chunk,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        if chunk.is_empty() {
            break;
        }
        any = true;
        let end = memchr::memchr(b'\n', chunk);
        let piece = &chunk[..end.unwrap_or(chunk.len())];
        let room = usize::try_from(limit)
            .unwrap_or(usize::MAX)
            .saturating_sub(buffer.len());
        buffer.extend_from_slice(&piece[..piece.len().min(room)]);
        cut |= piece.len() > room;
        let used = piece.len() + usize::from(end.is_some());
        reader.consume(used);
        if end.is_some() {
            break;
        }
    }
    if !cut && buffer.last() == Some(&b'\r') {
        buffer.pop();
    }
    Ok(match (any, cut) {
        (false, _) => Line::End,
        (true, true) => Line::TooLong,
        (true, false) => Line::Whole,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_bounded() {
        let mut reader = io::BufReader::with_capacity(3, &b"one\r\n\nlonger line\nend"[..]);
        let mut buffer = vec![];
        let mut all = vec![];
        loop {
            match next(&mut reader, &mut buffer, 6).unwrap() {
                Line::End => break,
                line => all.push((line, String::from_utf8(buffer.clone()).unwrap())),
            }
        }
        let want = [
            (Line::Whole, "one"),
            (Line::Whole, ""),
            (Line::TooLong, "longer"),
            (Line::Whole, "end"),
        ];
        assert_eq!(all, want.map(|(l, t)| (l, t.to_string())));
    }
}
