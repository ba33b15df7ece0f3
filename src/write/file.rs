//! The files of one table: Parquet, CSV beside it, and what the metadata says about both.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use polars::prelude::PolarsError;

use super::csv::CsvFile;
use super::parquet::ParquetFile;
use super::sha256::Sha256;
use crate::error::{Error, Result, io_words};
use crate::settings::CsvFlavour;
use crate::tables::{Cell, Sink, Table};

/// A written file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its name in the dataset's folder.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, hex.
    pub sha256: String,
}

/// A written table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFiles {
    /// The table.
    pub table: &'static str,
    /// Its rows.
    pub rows: u64,
    /// The canonical file.
    pub parquet: Written,
    /// The same rows as CSV.
    pub csv: Option<Written>,
}

/// The files of one table, open for rows.
pub struct TableFile {
    table: &'static Table,
    parquet: ParquetFile<Output>,
    csv: Option<CsvFile<Output>>,
    rows: u64,
    /// The first error: a sink has no other way to tell.
    failed: Result<()>,
}

impl TableFile {
    /// New files in `dir`.
    ///
    /// # Errors
    /// When they cannot be made.
    pub fn new(dir: &Path, table: &'static Table, csv: CsvFlavour) -> Result<TableFile> {
        let name = format!("{}.parquet", table.name);
        let parquet = ParquetFile::new(output(dir, &name)?, table, dir).map_err(|e| cannot(&name, &words(&e)))?;
        let csv = match csv {
            CsvFlavour::None => None,
            flavour => {
                let name = format!("{}.csv", table.name);
                let file = CsvFile::new(output(dir, &name)?, table, flavour == CsvFlavour::Spreadsheet);
                Some(file.map_err(|e| cannot(&name, &io_words(&e)))?)
            }
        };
        Ok(TableFile {
            table,
            parquet,
            csv,
            rows: 0,
            failed: Ok(()),
        })
    }

    /// The first error so far.
    ///
    /// # Errors
    /// When a row could not be written.
    pub fn check(&self) -> Result<()> {
        self.failed.clone()
    }

    /// Closes the files.
    ///
    /// # Errors
    /// When they could not be written.
    pub fn end(self) -> Result<TableFiles> {
        self.failed?;
        let table = self.table.name;
        let name = format!("{table}.parquet");
        let parquet = self.parquet.end().map_err(|e| cannot(&name, &words(&e)))?;
        let parquet = written(parquet, name)?;
        let csv = match self.csv {
            None => None,
            Some(file) => {
                let name = format!("{table}.csv");
                let file = file.end().map_err(|e| cannot(&name, &io_words(&e)))?;
                Some(written(file, name)?)
            }
        };
        Ok(TableFiles {
            table,
            rows: self.rows,
            parquet,
            csv,
        })
    }

    fn write(&mut self, cells: &[Cell]) -> Result<()> {
        self.parquet
            .row(cells)
            .map_err(|e| cannot(&format!("{}.parquet", self.table.name), &words(&e)))?;
        if let Some(csv) = &mut self.csv {
            csv.row(cells)
                .map_err(|e| cannot(&format!("{}.csv", self.table.name), &io_words(&e)))?;
        }
        Ok(())
    }
}

impl Sink for TableFile {
    fn row(&mut self, cells: &[Cell]) {
        debug_assert_eq!(
            cells.len(),
            self.table.columns.len(),
            "cells of a row of {}",
            self.table.name
        );
        if self.failed.is_ok() {
            self.rows += 1;
            self.failed = self.write(cells);
        }
    }
}

type Output = BufWriter<Hashed>;

/// A file that is hashed as it is written.
struct Hashed {
    file: File,
    hash: Sha256,
    bytes: u64,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write_all(bytes)?;
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

fn output(dir: &Path, name: &str) -> Result<Output> {
    let file = File::create_new(dir.join(name)).map_err(|e| cannot(name, &io_words(&e)))?;
    // 256 KiB: few system calls, and thirty of them are little.
    let hashed = Hashed {
        file,
        hash: Sha256::new(),
        bytes: 0,
    };
    Ok(BufWriter::with_capacity(256 << 10, hashed))
}

fn written(out: Output, name: String) -> Result<Written> {
    let file = out.into_inner().map_err(|e| cannot(&name, &io_words(e.error())))?;
    Ok(Written {
        name,
        bytes: file.bytes,
        sha256: file.hash.hex(),
    })
}

/// What polars says went wrong, in a person's words: of an I/O error it keeps only the text, which ends in its number.
fn words(error: &PolarsError) -> String {
    let text = error.to_string();
    let number = text
        .rsplit_once("(os error ")
        .and_then(|(_, rest)| rest.split(')').next()?.parse().ok());
    match number {
        Some(number) => io_words(&std::io::Error::from_raw_os_error(number)),
        None => text.trim_end().to_string(),
    }
}

fn cannot(name: &str, why: &impl std::fmt::Display) -> Error {
    Error::new(format!("cannot write {name}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_called_that() {
        let full = std::io::Error::from_raw_os_error(rustix::io::Errno::NOSPC.raw_os_error());
        let wrapped = PolarsError::ComputeError(format!("parquet: underlying IO error: {full}\n").into());
        assert_eq!(words(&wrapped), "the disk is full");
        assert_eq!(words(&PolarsError::ComputeError("odd\n".into())), "odd");
    }

    #[test]
    fn what_is_said_of_a_file_is_so() {
        let dir = tempfile::tempdir().unwrap();
        let ids = crate::tables::table("entity_ids").unwrap();
        let mut file = TableFile::new(dir.path(), ids, CsvFlavour::Plain).unwrap();
        for id in ["Q1", "Q2"] {
            file.row(&[Cell::Text("a"), Cell::Text("wikidata"), Cell::Text(id)]);
        }
        let written = file.end().unwrap();
        assert_eq!(written.rows, 2);
        for said in [&written.parquet, written.csv.as_ref().unwrap()] {
            let bytes = std::fs::read(dir.path().join(&said.name)).unwrap();
            let mut hash = Sha256::new();
            hash.update(&bytes);
            assert_eq!(
                (said.bytes, &said.sha256),
                (bytes.len() as u64, &hash.hex()),
                "{}",
                said.name
            );
        }
        // From sha256sum, for a hash that is wrong in the same way on both sides would pass.
        let mut abc = Sha256::new();
        abc.update(b"abc");
        assert_eq!(
            abc.hex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
