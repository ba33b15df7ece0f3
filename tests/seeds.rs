//! The seeds of the fuzz targets (`fuzz/seeds`): what holds of whatever a fuzzer finds holds of what it begins with, and of
//! what it once found.

mod holds;
mod program;

use std::collections::BTreeSet;

use holds::targets::TARGETS;
use program::repository;

#[test]
fn all_hold() {
    for (name, target) in TARGETS {
        let mut seeds = 0;
        for seed in std::fs::read_dir(repository("fuzz/seeds").join(name)).expect("seeds") {
            target(&std::fs::read(seed.expect("a seed").path()).expect("a seed"));
            seeds += 1;
        }
        assert!(seeds > 0, "{name} has no seeds");
    }
}

#[test]
fn every_target_is_built() {
    let names = |folder: &str| -> BTreeSet<String> {
        let files = std::fs::read_dir(repository(folder)).expect("a folder");
        let stem = |path: std::path::PathBuf| Some(path.file_stem()?.to_string_lossy().into_owned());
        files.filter_map(|f| stem(f.ok()?.path())).collect()
    };
    let all: BTreeSet<String> = TARGETS.iter().map(|t| t.0.to_string()).collect();
    assert_eq!(names("fuzz/targets"), all);
    assert_eq!(names("fuzz/seeds"), all);
}
