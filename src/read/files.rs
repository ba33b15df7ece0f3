//! Which files a corpus has: folders, files and globs, in path order.
//!
//! Links are followed only to regular files inside their own root, unless `[read] follow_links` asks for more; then a
//! circle of links is left where it closes. Pipes and devices are never opened. Paths are `/` separated; a name that is not UTF-8 has its bad bytes (and then every `%`) percent-escaped.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use super::codes::{self, Code, shown};
use super::compress::Compression;
use super::{FORMATS, txt};
use crate::error::{Error, Result, io_words};
use crate::paths::real;
use crate::settings::Settings;
use crate::types::Diagnostic;

/// A file of the corpus.
#[derive(Debug)]
pub struct Source {
    /// Path below the corpus folder; unique.
    pub path: String,
    /// Where it is.
    pub file: PathBuf,
    /// Its length on disk.
    pub bytes: u64,
    /// How it is compressed.
    pub compression: Compression,
    /// Index into [`FORMATS`].
    pub format: usize,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Listing {
    /// Sorted by path.
    pub files: Vec<Source>,
    /// The `sources.csv` of each root that has one.
    pub tables: Vec<PathBuf>,
    /// Every `sources.csv` in a folder below a root, with its path.
    pub nested: Vec<(PathBuf, String)>,
    /// What was odd.
    pub diagnostics: Vec<Diagnostic>,
}

/// The name of the file that gives other files their fields; it is not a document.
pub const SOURCES_CSV: &str = "sources.csv";

/// Lists the files that `settings.corpus` names.
///
/// # Errors
/// See [`super::corpus`].
pub fn listing(settings: &Settings) -> Result<Listing> {
    let exclude = globs(&settings.read.exclude, settings)?;
    let mut walk = Walk {
        exclude,
        hidden: settings.read.hidden,
        follow: settings.read.follow_links,
        ignored: 0,
        roots: vec![],
        found: BTreeMap::new(),
        listing: Listing::default(),
    };
    for entry in &settings.corpus {
        walk.entry(entry, settings)?;
    }
    if walk.ignored > 0 {
        let message = format!(
            "{} files of unknown kinds were left alone (known: {})",
            walk.ignored,
            extensions()
        );
        walk.odd("", codes::IGNORED, &message);
    }
    let mut listing = walk.listing;
    listing.files = walk.found.into_values().map(|(source, _)| source).collect();
    listing.nested.sort();
    listing.nested.dedup();
    listing
        .diagnostics
        .sort_by(|a, b| (&a.source_path, &a.code).cmp(&(&b.source_path, &b.code)));
    if listing.files.is_empty() {
        let place = place(settings, settings.corpus.first().map_or("", String::as_str));
        return Err(Error::new(format!(
            "there is nothing to read in the corpus{place}; known kinds of files: {}",
            extensions()
        )));
    }
    Ok(listing)
}

/// Whether an entry of `corpus` is a folder that this folder, a real path, is or lies in.
pub fn has_folder(entry: &str, folder: &Path, settings: &Settings) -> bool {
    let read = settings.path(entry);
    read.is_dir() && folder.starts_with(real(&read))
}

/// Whether an entry of `corpus` is a glob that matches this file, a real path, whether or not it is there.
pub fn has_file(entry: &str, file: &Path, settings: &Settings) -> bool {
    let (fixed, pattern) = split_glob(entry);
    let root = real(&settings.path(&fixed));
    let (Ok(glob), true) = (glob(&pattern), file.starts_with(&root)) else {
        return false; // what is no glob is told when it is listed
    };
    let path = below(&root, file);
    let seen = settings.read.hidden || !path.split('/').any(|name| name.starts_with('.'));
    seen && glob.compile_matcher().is_match(&path)
}

/// `.txt .md ...`
fn extensions() -> String {
    FORMATS
        .iter()
        .flat_map(|f| f.extensions)
        .map(|e| format!(".{e}"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// ` (named in pipelines/news.toml, line 3)`
fn place(settings: &Settings, entry: &str) -> String {
    match settings.line_of(entry) {
        Some(line) => format!(" (named in {}, line {line})", settings.file),
        None if settings.file.is_empty() => String::new(),
        None => format!(" (named in {})", settings.file),
    }
}

/// `[read] exclude`: a glob without `/` matches a name in every folder.
fn globs(patterns: &[String], settings: &Settings) -> Result<GlobSet> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let rooted = if pattern.contains('/') {
            pattern.trim_start_matches("./").to_string()
        } else {
            format!("**/{pattern}")
        };
        // `drafts/` means all that is in it.
        let rooted = if rooted.ends_with('/') {
            format!("{rooted}**")
        } else {
            rooted
        };
        set.add(glob(&rooted).map_err(|why| bad_glob(pattern, &why, settings))?);
    }
    set.build()
        .map_err(|e| bad_glob("[read] exclude", &e.to_string(), settings))
}

fn glob(pattern: &str) -> std::result::Result<Glob, String> {
    GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .map_err(|e| e.kind().to_string())
}

fn bad_glob(pattern: &str, why: &str, settings: &Settings) -> Error {
    Error::new(format!(
        "cannot understand the glob {pattern}{}: {why}",
        place(settings, pattern)
    ))
}

struct Walk {
    exclude: GlobSet,
    hidden: bool,
    follow: bool,
    ignored: u64,
    /// The folders that paths are relative to.
    roots: Vec<PathBuf>,
    /// By path; with the entry of the pipeline file that led there.
    found: BTreeMap<String, (Source, String)>,
    listing: Listing,
}

impl Walk {
    fn odd(&mut self, path: &str, code: Code, message: &str) {
        self.listing.diagnostics.push(Diagnostic {
            source_path: path.to_string(),
            doc_id: None,
            code: code.0.into(),
            level: code.1,
            message: shown(message),
            at: None,
        });
    }

    /// Takes note of a root and of its `sources.csv`.
    fn root(&mut self, root: &Path) {
        if self.roots.iter().any(|r| r == root) {
            return;
        }
        self.roots.push(root.to_path_buf());
        let table = root.join(SOURCES_CSV);
        if std::fs::symlink_metadata(&table).is_ok() && self.regular(&table, SOURCES_CSV, &canonical(root)).is_some() {
            self.listing.tables.push(table);
        }
    }

    /// One entry of `corpus`.
    fn entry(&mut self, entry: &str, settings: &Settings) -> Result<()> {
        let path = settings.path(entry);
        match std::fs::metadata(&path) {
            Ok(meta) if meta.is_dir() => {
                self.root(&path);
                self.folder(&path, entry, None, settings)
            }
            Ok(meta) if meta.is_file() => {
                let root = path.parent().unwrap_or(Path::new("")).to_path_buf();
                self.root(&root);
                let name = path.file_name().map(lossless).unwrap_or_default();
                let source = source(name, path, meta.len(), true);
                self.add(source.into_iter().collect(), entry, settings)
            }
            Ok(_) => Err(Error::new(format!(
                "cannot read {entry}: it is neither a file nor a folder{}",
                place(settings, entry)
            ))),
            Err(_) if entry.contains(['*', '?', '[', '{']) => {
                let (fixed, pattern) = split_glob(entry);
                let matcher = glob(&pattern).map_err(|why| bad_glob(entry, &why, settings))?;
                let only = GlobSetBuilder::new()
                    .add(matcher)
                    .build()
                    .map_err(|e| bad_glob(entry, &e.to_string(), settings))?;
                let root = settings.path(&fixed);
                if !root.is_dir() {
                    return Err(Error::new(format!(
                        "cannot list {fixed}: no such folder{}",
                        place(settings, entry)
                    )));
                }
                self.root(&root);
                let before = self.found.len();
                self.folder(&root, entry, Some(&only), settings)?;
                if self.found.len() == before {
                    return Err(Error::new(format!("nothing matches {entry}{}", place(settings, entry))));
                }
                Ok(())
            }
            Err(e) => {
                let why = if e.kind() == std::io::ErrorKind::NotFound {
                    "no such folder".into()
                } else {
                    io_words(&e)
                };
                Err(Error::new(format!(
                    "cannot list {entry}: {why}{}",
                    place(settings, entry)
                )))
            }
        }
    }

    /// A folder and all below it.
    fn folder(&mut self, root: &Path, entry: &str, only: Option<&GlobSet>, settings: &Settings) -> Result<()> {
        let canonical = canonical(root);
        let hidden = self.hidden;
        let mut files = vec![];
        let walk = walkdir::WalkDir::new(root)
            .follow_links(self.follow)
            .sort_by_file_name()
            .into_iter();
        for item in
            walk.filter_entry(|e| e.depth() == 0 || hidden || !e.file_name().as_encoded_bytes().starts_with(b"."))
        {
            let item = match item {
                Ok(item) => item,
                Err(e) => {
                    self.not_listed(root, &e);
                    continue;
                }
            };
            if item.file_type().is_dir() {
                continue;
            }
            let path = below(root, item.path());
            if self.exclude.is_match(&path) || only.is_some_and(|o| !o.is_match(&path)) || path == SOURCES_CSV {
                continue;
            }
            let Some(meta) = self.regular(item.path(), &path, &canonical) else {
                continue;
            };
            if item.file_name() == SOURCES_CSV {
                self.listing.nested.push((item.path().to_path_buf(), path));
            } else if format_of(&path).is_some() || only.is_some() {
                files.extend(source(path, item.path().to_path_buf(), meta.len(), only.is_some()));
            } else {
                self.ignored += 1;
            }
        }
        self.add(files, entry, settings)
    }

    /// Takes note of what could not be listed.
    fn not_listed(&mut self, root: &Path, error: &walkdir::Error) {
        let path = error.path().map(|p| below(root, p)).unwrap_or_default();
        match error.io_error() {
            // What walkdir says beside I/O errors: this link leads to a folder that it lies in.
            None => self.odd(&path, codes::LINK, &format!("the link {path} leads in a circle")),
            Some(e) if error.path().is_some_and(Path::is_symlink) => self.bad_link(&path, e),
            Some(e) => self.odd(
                &path,
                codes::UNREADABLE,
                &format!("cannot read {path}: {}", io_words(e)),
            ),
        }
    }

    /// The metadata of a regular file, itself or behind a link that is to be followed; what is none is taken note of.
    fn regular(&mut self, file: &Path, path: &str, root: &Path) -> Option<std::fs::Metadata> {
        let link = file.is_symlink();
        let meta = match std::fs::metadata(file) {
            Ok(meta) => meta,
            Err(e) if link => {
                self.bad_link(path, &e);
                return None;
            }
            Err(e) => {
                self.odd(
                    path,
                    codes::UNREADABLE,
                    &format!("cannot read {path}: {}", io_words(&e)),
                );
                return None;
            }
        };
        let left = if link && !self.follow && !file.canonicalize().is_ok_and(|target| target.starts_with(root)) {
            format!("the link {path} leads out of the corpus folder and is not followed ([read] follow_links)")
        } else if link && meta.is_dir() {
            format!("the link {path} leads to a folder and is not followed ([read] follow_links)")
        } else if !meta.is_file() {
            format!("{path} is not a regular file")
        } else {
            return Some(meta);
        };
        self.odd(path, codes::NOT_REGULAR, &left);
        None
    }

    /// Takes note of a link that cannot be followed.
    fn bad_link(&mut self, path: &str, error: &std::io::Error) {
        let why = match rustix::io::Errno::from_io_error(error) {
            Some(rustix::io::Errno::LOOP) => "leads in a circle".to_string(),
            _ if error.kind() == std::io::ErrorKind::NotFound => "leads nowhere".to_string(),
            _ => format!("cannot be followed: {}", io_words(error)),
        };
        self.odd(path, codes::LINK, &format!("the link {path} {why}"));
    }

    fn add(&mut self, files: Vec<Source>, entry: &str, settings: &Settings) -> Result<()> {
        for source in files {
            if let Some((other, other_entry)) = self.found.get(&source.path) {
                if other.file == source.file || same_file(&other.file, &source.file) {
                    continue; // a file and a glob that also matches it
                }
                return Err(Error::new(format!(
                    "{} and {} both hold the path {}{}; documents are named by their path below the corpus folder, \
                     so name the folder above both instead",
                    shown(other_entry),
                    shown(entry),
                    shown(&source.path),
                    place(settings, entry)
                )));
            }
            self.found.insert(source.path.clone(), (source, entry.to_string()));
        }
        Ok(())
    }
}

/// The folder without links on its way, to tell what lies inside it.
fn canonical(root: &Path) -> PathBuf {
    // `corpus = ["a.txt"]` has the empty path as its root.
    let root = if root.as_os_str().is_empty() {
        Path::new(".")
    } else {
        root
    };
    root.canonicalize().unwrap_or_else(|_| root.to_path_buf())
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// A source, unless its kind is unknown and `any` does not say to read it as text.
fn source(path: String, file: PathBuf, bytes: u64, any: bool) -> Option<Source> {
    let source = Source::named(&path, bytes);
    (any || format_of(&path).is_some()).then_some(Source { file, ..source })
}

impl Source {
    /// A file of this name and length that is nowhere on disk; plain text when no format claims the name.
    pub fn named(path: &str, bytes: u64) -> Source {
        let lower = path.to_lowercase();
        let text = || FORMATS.iter().position(|f| f.name == txt::FORMAT.name);
        Source {
            path: path.to_string(),
            file: PathBuf::new(),
            bytes,
            compression: Compression::of(&lower).0,
            format: format_of(path).or_else(text).unwrap_or_default(),
        }
    }
}

/// The format that a file name claims.
fn format_of(path: &str) -> Option<usize> {
    let lower = path.to_lowercase();
    let (_, name) = Compression::of(&lower);
    let extension = name.rsplit('/').next()?.rsplit_once('.')?.1;
    FORMATS.iter().position(|f| f.extensions.contains(&extension))
}

/// The part of a glob before its first wildcard component, and the rest.
fn split_glob(entry: &str) -> (String, String) {
    let parts: Vec<&str> = entry.split('/').collect();
    let fixed = parts.iter().take_while(|p| !p.contains(['*', '?', '[', '{'])).count();
    let folder = parts[..fixed].join("/");
    let folder = match (folder.is_empty(), entry.starts_with('/')) {
        (true, true) => "/".to_string(),
        (true, false) => ".".to_string(),
        _ => folder,
    };
    (folder, parts[fixed..].join("/"))
}

/// A path below `root`, `/` separated.
fn below(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let names = relative.components().filter_map(|c| match c {
        Component::Normal(name) => Some(lossless(name)),
        _ => None,
    });
    names.collect::<Vec<_>>().join("/")
}

/// A file name as text; bytes that are not UTF-8 are percent-escaped, and then so is `%`.
fn lossless(name: &std::ffi::OsStr) -> String {
    if let Some(text) = name.to_str() {
        return text.to_string();
    }
    let mut out = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        out.push_str(&chunk.valid().replace('%', "%25"));
        for byte in chunk.invalid() {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_choose_formats() {
        let name = |path: &str| format_of(path).map(|f| FORMATS[f].name);
        assert_eq!(name("a/b.txt"), Some("text"));
        assert_eq!(name("a/B.HTML.GZ"), Some("html"));
        assert_eq!(name("x.jsonl.zst"), Some("jsonl"));
        assert_eq!(name("deep.json.jsonl"), Some("jsonl"));
        assert_eq!(name("a.txt.gz.gz"), None);
        assert_eq!(name("README"), None);
        assert_eq!(name("a.b/readme"), None);
    }

    #[test]
    fn globs_have_a_fixed_part() {
        assert_eq!(split_glob("../corpus/*/a.txt"), ("../corpus".into(), "*/a.txt".into()));
        assert_eq!(split_glob("*.txt"), (".".into(), "*.txt".into()));
        assert_eq!(split_glob("/*.txt"), ("/".into(), "*.txt".into()));
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf8_are_escaped() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(
            lossless(std::ffi::OsStr::from_bytes(b"50% bad\xff.txt")),
            "50%25 bad%FF.txt"
        );
        assert_eq!(lossless(std::ffi::OsStr::new("50%.txt")), "50%.txt");
    }
}
