//! Messages to the person, the log or the CI page that watches: one place that knows how each wants them.

use std::io::{IsTerminal, Write};
use std::path::{Component, Path};

use clap::ValueEnum;
use isnad::printable::escaped;
use serde_json::Value;

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

/// How grave a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It makes the command fail.
    Error,
    /// Something to look at.
    Warning,
    /// Something to know.
    Note,
}

/// A message and what it is about.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// How grave it is.
    pub level: Level,
    /// The sentence.
    pub text: &'a str,
    /// The file it is about. GitHub shows the message at the file; people read only the sentence.
    pub file: Option<&'a Path>,
    /// A headline for GitHub.
    pub title: Option<&'a str>,
    /// More fields for programs: a JSON object.
    pub fields: Option<&'a Value>,
}

impl<'a> Message<'a> {
    /// A sentence about no file.
    pub fn new(level: Level, text: &'a str) -> Message<'a> {
        Message {
            level,
            text,
            file: None,
            title: None,
            fields: None,
        }
    }
}

/// Writes messages to stderr, each on one line: file names come from outside.
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

    /// Whether a person reads the messages, who sees a table or paragraph better than one message after another.
    pub fn is_human(&self) -> bool {
        self.format == Format::Human
    }

    /// Whether GitHub shows the messages.
    pub fn is_github(&self) -> bool {
        self.format == Format::Github
    }

    /// Something that makes the command fail.
    pub fn error(&self, message: &str) {
        self.send(&Message::new(Level::Error, message));
    }

    /// Something to look at.
    pub fn warning(&self, message: &str) {
        self.send(&Message::new(Level::Warning, message));
    }

    /// Something to know.
    pub fn note(&self, message: &str) {
        self.send(&Message::new(Level::Note, message));
    }

    /// A table or paragraph for people; other formats leave it out.
    pub fn paragraph(&self, text: &str) {
        if self.format == Format::Human {
            let lines: Vec<String> = text.split('\n').map(escaped).collect();
            let _ = writeln!(std::io::stderr().lock(), "{}", lines.join("\n")); // nobody is left to tell when stderr is closed
        }
    }

    /// A message with all that it carries.
    pub fn send(&self, message: &Message) {
        let (level, colour) = match message.level {
            Level::Error => ("error", "31"),
            Level::Warning => ("warning", "33"),
            Level::Note => ("note", "36"),
        };
        let line = match self.format {
            Format::Human if self.colour => format!("\x1b[1;{colour}m{level}:\x1b[0m {}", escaped(message.text)),
            Format::Human => format!("{level}: {}", escaped(message.text)),
            Format::Json => json(level, message),
            Format::Github => annotation(level, message),
        };
        let _ = writeln!(std::io::stderr().lock(), "{line}"); // nobody is left to tell when stderr is closed
    }
}

fn json(level: &str, message: &Message) -> String {
    let mut line = serde_json::json!({ "level": level, "message": message.text });
    if let Some(file) = message.file {
        line["file"] = relative(file).into();
    }
    for (key, value) in message.fields.and_then(Value::as_object).into_iter().flatten() {
        line[key] = value.clone();
    }
    line.to_string()
}

/// A workflow command of GitHub Actions: `::error file=out/documents.parquet,title=...::message`.
fn annotation(level: &str, message: &Message) -> String {
    let level = if level == "note" { "notice" } else { level };
    let properties = [
        ("file", message.file.map(relative)),
        ("title", message.title.map(str::to_string)),
    ];
    let given = properties.into_iter().filter_map(|(key, value)| Some((key, value?)));
    let given: Vec<String> = given
        .map(|(key, value)| format!("{key}={}", property(&value)))
        .collect();
    let space = if given.is_empty() { "" } else { " " };
    format!("::{level}{space}{}::{}", given.join(","), data(message.text))
}

/// As GitHub's toolkit escapes the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// As GitHub's toolkit escapes a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A path as GitHub wants it: below the working directory where it lies there, without `.` and with `/`.
fn relative(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let below = path.strip_prefix(&here).unwrap_or(path);
    let parts = below.components().filter(|part| *part != Component::CurDir);
    let parts: Vec<_> = parts
        .map(|part| part.as_os_str().to_string_lossy().replace('\\', "/"))
        .collect();
    // The root of an absolute path is a part of its own, "/".
    parts.join("/").replacen("//", "/", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations_are_escaped_as_github_wants_them() {
        let message = Message {
            file: Some(Path::new("./out/a,b:c.csv")),
            title: Some("5% off"),
            ..Message::new(Level::Error, "one\ntwo: 5%, really")
        };
        assert_eq!(
            annotation("error", &message),
            "::error file=out/a%2Cb%3Ac.csv,title=5%25 off::one%0Atwo: 5%25, really"
        );
        assert_eq!(annotation("note", &Message::new(Level::Note, "so")), "::notice::so");
    }

    #[test]
    fn paths_are_told_from_the_working_directory() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(relative(&here.join("output/sample/a.csv")), "output/sample/a.csv");
        assert_eq!(relative(Path::new("/elsewhere/a.csv")), "/elsewhere/a.csv");
        assert_eq!(relative(Path::new("../a.csv")), "../a.csv");
    }

    #[test]
    fn json_carries_the_fields() {
        let fields = serde_json::json!({"table": "dates", "added": 2});
        let message = Message {
            fields: Some(&fields),
            ..Message::new(Level::Note, "two rows")
        };
        let line: Value = serde_json::from_str(&json("note", &message)).unwrap();
        assert_eq!(
            line,
            serde_json::json!({"level": "note", "message": "two rows", "table": "dates", "added": 2})
        );
    }
}
