//! Text from outside in a message or on a terminal: on one line, so that no file name can begin a line of a log with a command
//! (`::error`), and without characters that command a terminal, turn the direction of a line or cannot be seen.

/// Whether a character can be printed as it is. White space but the plain space, and what joins letters in Arabic script
/// (U+200C, U+200D), are the borders: the first is not, the second is.
pub fn is_printable(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
        && !matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// A text on one line, what cannot be printed written out: a line break as `\n`, U+202E as `\u{202e}`.
///
/// ```
/// assert_eq!(isnad::printable::escaped("a\nb\u{1b}"), r"a\nb\u{1b}");
/// ```
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_printable(c) {
            out.push(c);
        } else {
            out.extend(c.escape_default());
        }
    }
    out
}

/// The same for a text that is read, not looked up: its white space is plain spaces.
///
/// ```
/// assert_eq!(isnad::printable::one_line("a\n\tb\u{1b}"), r"a  b\u{1b}");
/// ```
pub fn one_line(text: &str) -> String {
    escaped(&text.replace(char::is_whitespace, " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_commands_a_terminal_or_begins_a_line() {
        assert_eq!(
            escaped("a\u{1b}[31m\tقيس\u{202e}\u{61c}"),
            r"a\u{1b}[31m\tقيس\u{202e}\u{61c}"
        );
        assert_eq!(escaped("a.txt\n::error::b\r"), r"a.txt\n::error::b\r");
        assert_eq!(escaped("می\u{200c}خواهم é 🙂"), "می\u{200c}خواهم é 🙂");
    }
}
