//! The one error type: a sentence for the person at the keyboard.
//!
//! Errors exist at three edges only: the pipeline file, the corpus folder and the output folder.
//! Everything odd about a document is a [`crate::types::Diagnostic`] instead.

/// What was being done, to what, and what would help; lower case, no full stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Error(pub String);

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error that says `sentence`.
    pub fn new(sentence: impl Into<String>) -> Error {
        Error(sentence.into())
    }
}

/// A standard I/O error in words a person would use, without the operating system's number.
pub fn io_words(error: &std::io::Error) -> String {
    use std::io::ErrorKind::*;
    match error.kind() {
        NotFound => "no such file or folder".into(),
        PermissionDenied => "permission denied".into(),
        IsADirectory => "it is a folder".into(),
        NotADirectory => "it is not a folder".into(),
        ReadOnlyFilesystem => "the file system is read-only".into(),
        StorageFull => "the disk is full".into(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_lowercase()
        }
    }
}
