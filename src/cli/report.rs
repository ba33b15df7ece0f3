//! Messages to the person, the log or the CI page that watches: one place that knows how each wants them.

use std::io::{IsTerminal, Write};

use clap::ValueEnum;

/// How messages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Sentences, in colour on a terminal
    Human,
    /// One JSON object a line: {"level": "error", "message": "..."}
    Json,
    /// Annotations of GitHub Actions: ::error::...
    Github,
}

/// Writes messages to stderr.
pub struct Report {
    format: Format,
    colour: bool,
}

impl Report {
    /// A report in a format; in colour when stderr is a terminal and `NO_COLOR` is not set.
    pub fn new(format: Format) -> Report {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        Report {
            format,
            colour: format == Format::Human && !plain && std::io::stderr().is_terminal(),
        }
    }

    /// Whether a progress bar may be drawn.
    pub fn draws(&self) -> bool {
        self.format == Format::Human && std::io::stderr().is_terminal()
    }

    /// Something that makes the command fail.
    pub fn error(&self, message: &str) {
        self.say("error", "31", message);
    }

    /// Something to look at.
    pub fn warning(&self, message: &str) {
        self.say("warning", "33", message);
    }

    /// Something to know.
    pub fn note(&self, message: &str) {
        self.say("note", "36", message);
    }

    /// A table or paragraph for people; other formats leave it out.
    pub fn paragraph(&self, text: &str) {
        if self.format == Format::Human {
            let _ = writeln!(std::io::stderr().lock(), "{text}"); // nobody is left to tell when stderr is closed
        }
    }

    fn say(&self, level: &str, colour: &str, message: &str) {
        let line = match self.format {
            Format::Human if self.colour => format!("\x1b[1;{colour}m{level}:\x1b[0m {}", shown(message)),
            Format::Human => format!("{level}: {}", shown(message)),
            Format::Json => serde_json::json!({ "level": level, "message": message }).to_string(),
            // GitHub's own escapes for the message of a workflow command.
            Format::Github => {
                let level = if level == "note" { "notice" } else { level };
                format!(
                    "::{level}::{}",
                    message.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
                )
            }
        };
        let _ = writeln!(std::io::stderr().lock(), "{line}"); // nobody is left to tell when stderr is closed
    }
}

/// A message without characters that could command a terminal or reverse the line: file names come from outside.
pub fn shown(message: &str) -> String {
    let mut out = String::with_capacity(message.len());
    for c in message.chars() {
        let commands = c.is_control() && c != '\n';
        if commands || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}
