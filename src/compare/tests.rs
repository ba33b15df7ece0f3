//! Datasets of a table or two, written with polars, compared.
