//! Where a path truly leads, whether or not something is there yet.

use std::path::{Path, PathBuf};

/// A path from the root, without `..` and links as far as it exists.
pub fn real(path: &Path) -> PathBuf {
    let mut rest = Vec::new();
    let mut at = path.to_path_buf();
    loop {
        let here = if at.as_os_str().is_empty() { Path::new(".") } else { &at };
        if let Ok(real) = here.canonicalize() {
            return rest.iter().rev().fold(real, |p: PathBuf, part| p.join(part));
        }
        let Some(name) = at.file_name().map(ToOwned::to_owned) else {
            return path.to_path_buf();
        };
        rest.push(name);
        at.pop();
    }
}

/// The folder that a path lies in.
pub fn beside(path: &Path) -> PathBuf {
    let real = real(path);
    real.parent().unwrap_or(&real).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_yet_has_a_place() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir(root.join("there")).unwrap();
        std::os::unix::fs::symlink("there", root.join("link")).unwrap();
        assert_eq!(real(&root.join("link/../new/folder")), root.join("new/folder"));
        assert_eq!(real(&root.join("link/new")), root.join("there/new"));
        assert_eq!(beside(&root.join("link")), root);
        let here = std::env::current_dir().unwrap().canonicalize().unwrap();
        assert_eq!(real(Path::new("none of it")), here.join("none of it"));
        assert_eq!(beside(Path::new("none of it")), here);
    }
}
