//! Golden pages: a test is a picture. Each page in `tests/golden/FOLDER` holds a text with what is found in it drawn beside
//! it; a stale page fails with its first changed line, and is rewritten with `UPDATE_GOLDEN=1`.

use std::path::{Path, PathBuf};

/// Holds that every page of a folder is as it would be drawn now.
pub fn are_current(folder: &str, redrawn: impl Fn(&str) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(folder);
    let mut pages: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder of golden pages")
        .map(|entry| entry.expect("a golden page").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    pages.sort();
    assert!(!pages.is_empty(), "golden pages are missing in {}", folder.display());
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut stale = Vec::new();
    for path in pages {
        let old = std::fs::read_to_string(&path)
            .expect("a golden page")
            .replace("\r\n", "\n");
        let new = redrawn(&old);
        if new != old {
            stale.push(difference(&path, &old, &new));
            if update {
                std::fs::write(&path, new).expect("the golden page is written");
            }
        }
    }
    assert!(
        stale.is_empty() || update,
        "stale pages (UPDATE_GOLDEN=1 rewrites them):\n{}",
        stale.join("\n")
    );
}

/// The first line that changed.
fn difference(path: &Path, old: &str, new: &str) -> String {
    let line = old.lines().zip(new.lines()).position(|(a, b)| a != b);
    let line = line.unwrap_or_else(|| old.lines().count().min(new.lines().count()));
    let shown = |text: &str| text.lines().nth(line).unwrap_or("(end)").to_string();
    format!(
        "{}:{}\n  was {}\n  is  {}",
        path.display(),
        line + 1,
        shown(old),
        shown(new)
    )
}
