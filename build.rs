//! A hash of everything that the program is made of (sources, data files, locked dependencies): what a cache of an earlier
//! build holds was made by another program, and its keys must not fit.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = vec![root.join("Cargo.toml"), root.join("Cargo.lock")];
    list(&root.join("src"), &mut files)?;
    files.sort();
    // 64 bits tell one's own builds apart; nobody gains by making two that collide.
    let mut hash = DefaultHasher::new();
    for file in files.iter().filter(|f| f.exists()) {
        file.strip_prefix(&root).unwrap_or(file).hash(&mut hash);
        fs::read(file)?.hash(&mut hash);
    }
    println!("cargo:rustc-env=ISNAD_BUILD={:016x}", hash.finish());
    for path in ["src", "Cargo.toml", "Cargo.lock"] {
        println!("cargo:rerun-if-changed={path}");
    }
    Ok(())
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
