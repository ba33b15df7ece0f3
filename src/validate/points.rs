//! Code points of a text found by their number: offsets in the tables count code points, Rust's count bytes.

/// A text with the byte offset of every 64th code point: an eighth of a byte for a byte of text.
pub struct Points<'a> {
    text: &'a str,
    marks: Vec<usize>,
    count: usize,
}

/// Code points between two marks.
const STEP: usize = 64;

impl<'a> Points<'a> {
    /// Counts the code points of a text.
    pub fn new(text: &'a str) -> Points<'a> {
        if text.is_ascii() {
            return Points {
                text,
                marks: Vec::new(),
                count: text.len(),
            };
        }
        let (mut marks, mut count) = (Vec::with_capacity(text.len() / STEP + 1), 0);
        for (byte, _) in text.char_indices() {
            if count % STEP == 0 {
                marks.push(byte);
            }
            count += 1;
        }
        Points { text, marks, count }
    }

    /// How many code points the text has.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The byte offset of a code point; of the end for the number after the last.
    pub fn byte(&self, point: usize) -> Option<usize> {
        if point >= self.count {
            return (point == self.count).then_some(self.text.len());
        }
        if self.marks.is_empty() {
            return Some(point);
        }
        let mark = *self.marks.get(point / STEP)?;
        self.text
            .get(mark..)?
            .char_indices()
            .nth(point % STEP)
            .map(|(byte, _)| mark + byte)
    }

    /// The bytes of a half-open range of code points; `None` when it is not in the text.
    pub fn bytes(&self, (start, end): (i32, i32)) -> Option<(usize, usize)> {
        let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
        (start <= end).then_some(())?;
        Some((self.byte(start)?, self.byte(end)?))
    }

    /// The text of a half-open range of code points; `None` when it is not in the text.
    pub fn slice(&self, span: (i32, i32)) -> Option<&'a str> {
        let (start, end) = self.bytes(span)?;
        self.text.get(start..end)
    }

    /// The number of the code point at a byte offset, for messages.
    pub fn number(&self, byte: usize) -> usize {
        self.text.char_indices().take_while(|(b, _)| *b < byte).count()
    }
}

/// Whether a character is white space for Rust or for Python, which disagree on U+001C to U+001F.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1C}'..='\u{1F}').contains(&c)
}

/// The characters of some texts that are not white space.
pub fn squeezed<'a>(texts: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = char> {
    texts.into_iter().flat_map(str::chars).filter(|c| !is_space(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_are_those_of_the_characters() {
        for text in ["", "abc", "قيس الخزعلي", &"ä😀b".repeat(100)] {
            let (points, chars) = (Points::new(text), text.chars().collect::<Vec<_>>());
            assert_eq!(points.count(), chars.len());
            for start in 0..=chars.len() {
                let end = (start + 70).min(chars.len());
                let slice = points.slice((start as i32, end as i32));
                assert_eq!(slice, Some(chars[start..end].iter().collect::<String>().as_str()));
            }
            assert_eq!(points.slice((0, chars.len() as i32 + 1)), None);
            assert_eq!(points.slice((-1, 0)), None);
        }
        assert_eq!(Points::new("abc").slice((2, 1)), None);
    }
}
