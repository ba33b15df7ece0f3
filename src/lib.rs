//! isnad turns a folder of messy, web-scraped articles (English and Arabic) into clean, linked tables.
//!
//! Read [`types`] first, then [`pipeline`]: the one says what flows, the other in which order. Every other module is a
//! noun for what it knows. Two promises hold everywhere: nothing vanishes (every character of every source is in a kept
//! segment or in a removed span with a reason), and same input, same bytes.

pub mod agree;
pub mod clean;
pub mod compare;
pub mod dates;
pub mod dedupe;
pub mod entities;
pub mod error;
pub mod explain;
pub mod flow;
pub mod guard;
pub mod inputs;
pub mod lang;
pub mod layout;
pub mod limits;
pub mod maps;
pub mod mentions;
pub mod names;
pub mod names_seen;
pub mod offsets;
mod packing;
pub mod passes;
pub mod paths;
pub mod pipeline;
pub mod printable;
pub mod read;
pub mod settings;
pub mod spool;
pub mod tables;
pub mod types;
pub mod validate;
pub mod wording;
pub mod write;
