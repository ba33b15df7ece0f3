//! Plain text: a file is a record.

use super::{Format, Holds};
use crate::types::Content;

/// `.txt`, and every file that is named explicitly and has no known extension.
pub(super) const FORMAT: Format = Format {
    name: "text",
    extensions: &["txt", "text"],
    holds: Holds::One(Content::Plain),
};
