//! From names to entities.

pub mod gazetteer;
mod rows;
