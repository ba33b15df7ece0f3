//! Colours of a terminal, and text of documents made safe to print.

use std::io::IsTerminal;

use isnad::explain::InSentence;
use isnad::printable::{escaped, one_line};

/// Longest text, in code points, that is shown where it is not what was asked for.
const SHOWN: usize = 400;

/// Paints when standard output is a terminal and `NO_COLOR` is not set.
pub struct Paint {
    colour: bool,
}

impl Paint {
    pub fn stdout() -> Paint {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        Paint {
            colour: !plain && std::io::stdout().is_terminal(),
        }
    }

    fn code(&self, code: &str, text: &str) -> String {
        match self.colour && !text.is_empty() {
            true => format!("\x1b[{code}m{text}\x1b[0m"),
            false => text.to_string(),
        }
    }

    /// A heading, or the words that a line is about.
    pub fn bold(&self, text: &str) -> String {
        self.code("1", text)
    }

    /// Numbers of lines, ids.
    pub fn dim(&self, text: &str) -> String {
        self.code("2", text)
    }

    /// Removed text.
    pub fn red(&self, text: &str) -> String {
        self.code("31", text)
    }

    /// Why.
    pub fn cyan(&self, text: &str) -> String {
        self.code("36", text)
    }

    /// A sentence with a stretch in brackets.
    pub fn sentence(&self, sentence: &InSentence) -> String {
        let [before, marked, after] = sentence.parts().map(|part| one_line(&part));
        format!("{before}[{}]{after}", self.bold(&marked))
    }
}

/// A line of a document as it can be printed; tabs stay.
pub fn safe(text: &str) -> String {
    text.split('\t').map(escaped).collect::<Vec<_>>().join("\t")
}

/// A text in one line and quotation marks, its end left out when it is long.
pub fn quoted(text: &str) -> String {
    let length = text.chars().count();
    if length <= SHOWN {
        return format!("\"{}\"", one_line(text));
    }
    let start: String = text.chars().take(SHOWN).collect();
    format!("\"{} ...\" ({length} code points)", one_line(&start))
}

/// `line 5` or `lines 5 to 7`.
pub fn lines((first, last): (usize, usize)) -> String {
    match first == last {
        true => format!("line {first}"),
        false => format!("lines {first} to {last}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_document_commands_the_terminal() {
        assert_eq!(
            safe("a\u{1b}[31m\tقيس\u{202e}\u{61c}"),
            "a\\u{1b}[31m\tقيس\\u{202e}\\u{61c}"
        );
        assert_eq!(quoted("a\nb"), "\"a b\"");
        assert!(quoted(&"é".repeat(500)).ends_with(" ...\" (500 code points)"));
    }
}
