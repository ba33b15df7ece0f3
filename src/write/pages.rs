//! The pages of a column: encoded, compressed, and those that are full put on disk until their row group is written.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use polars::prelude::*;
use polars_parquet::parquet::CowBuffer;
use polars_parquet::parquet::compression::Compression;
use polars_parquet::parquet::page::{CompressedDictPage, Page as PlainPage};
use polars_parquet::write::{
    self as pw, CompressedDataPage, CompressedPage, CompressionOptions, Encoding, FallibleStreamingIterator,
    ParquetType, WriteOptions, ZstdLevel,
};

use crate::packing;

/// Level 1, pyarrow's default: level 3 makes files a tenth shorter, and a whole run a twenty-fifth longer.
const LEVEL: i32 = 1;

/// A compressed page, and where its bytes are when they are not in it: start and length in the parking file.
pub struct Page {
    page: CompressedPage,
    parked: Option<(u64, usize)>,
}

/// The pages of a column on their way into the file, one in memory at a time.
pub struct Pages<'a> {
    rest: std::vec::IntoIter<Page>,
    parking: &'a Mutex<&'a mut Parking>,
    current: Option<CompressedPage>,
}

impl<'a> Pages<'a> {
    /// These pages, some of which may be parked here.
    pub fn new(pages: Vec<Page>, parking: &'a Mutex<&'a mut Parking>) -> Pages<'a> {
        Pages {
            rest: pages.into_iter(),
            parking,
            current: None,
        }
    }
}

impl FallibleStreamingIterator for Pages<'_> {
    type Item = CompressedPage;
    type Error = PolarsError;

    fn advance(&mut self) -> PolarsResult<()> {
        let mut parking = self.parking.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.current = self.rest.next().map(|page| parking.fetch(page)).transpose()?;
        Ok(())
    }

    fn get(&self) -> Option<&CompressedPage> {
        self.current.as_ref()
    }
}

/// Full pages that wait on disk until their row group is written.
pub struct Parking {
    folder: PathBuf,
    file: Option<File>,
}

impl Parking {
    /// Nothing parked yet; what will be goes into a file without a name in `folder`.
    pub fn new(folder: &Path) -> Parking {
        Parking {
            folder: folder.to_path_buf(),
            file: None,
        }
    }

    /// Puts the bytes of a page on disk.
    pub fn park(&mut self, mut page: Page) -> std::io::Result<Page> {
        let CompressedPage::Data(data) = &mut page.page else {
            return Ok(page);
        };
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile_in(&self.folder)?),
        };
        let at = file.seek(SeekFrom::End(0))?;
        let buffer = std::mem::replace(data.slice_mut(), CowBuffer::Owned(Vec::new()));
        file.write_all(&buffer)?;
        page.parked = Some((at, buffer.len()));
        Ok(page)
    }

    fn fetch(&mut self, Page { mut page, parked }: Page) -> PolarsResult<CompressedPage> {
        if let (CompressedPage::Data(data), Some((at, len)), Some(file)) = (&mut page, parked, &mut self.file) {
            let mut buffer = vec![0; len];
            file.seek(SeekFrom::Start(at))?;
            file.read_exact(&mut buffer)?;
            *data.slice_mut() = CowBuffer::Owned(buffer);
        }
        Ok(page)
    }

    /// Forgets what is parked.
    pub fn clear(&mut self) -> std::io::Result<()> {
        self.file.as_mut().map_or(Ok(()), |file| file.set_len(0))
    }
}

/// How pages are compressed.
pub fn compression() -> PolarsResult<CompressionOptions> {
    Ok(CompressionOptions::Zstd(Some(ZstdLevel::try_new(LEVEL)?)))
}

/// The pages of a column, encoded and compressed.
pub fn compressed(
    series: Series,
    kind: &ParquetType,
    encoding: &[Encoding],
    options: WriteOptions,
) -> PolarsResult<Vec<Page>> {
    let array = series.rechunk().to_arrow(0, CompatLevel::newest());
    let mut pages = Vec::new();
    for leaf in pw::array_to_columns(array, kind.clone(), options, encoding)? {
        for page in leaf {
            let page = compress(page?)?;
            pages.push(Page { page, parked: None });
        }
    }
    Ok(pages)
}

/// What polars' own function does, but with a context that is there already and in no more memory than the bytes take.
fn compress(page: PlainPage) -> PolarsResult<CompressedPage> {
    let pack = |plain: &[u8]| packing::pack(plain, LEVEL).map(CowBuffer::Owned);
    Ok(match page {
        PlainPage::Data(page) => {
            let rows = page.num_rows().unwrap_or_else(|| page.num_values());
            let (header, plain) = (page.header().clone(), page.buffer());
            let (packed, len) = (pack(plain)?, plain.len());
            let page = CompressedDataPage::new(header, packed, Compression::Zstd, len, page.descriptor, rows);
            CompressedPage::Data(page)
        }
        PlainPage::Dict(page) => {
            let (packed, len) = (pack(&page.buffer)?, page.buffer.len());
            let page = CompressedDictPage::new(packed, Compression::Zstd, len, page.num_values, page.is_sorted);
            CompressedPage::Dict(page)
        }
    })
}
