//! Plain text: a file is a record.

use super::{Format, whole_file};
use crate::types::Content;

/// `.txt`, and every file that is named explicitly and has no known extension.
pub(super) const FORMAT: Format = Format {
    name: "text",
    extensions: &["txt", "text"],
    records: |input| whole_file(input, Content::Plain),
};
