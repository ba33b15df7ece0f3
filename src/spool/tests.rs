//! Spools, and the cache when it is whole, damaged, foreign or too full.

use std::fs;
use std::path::Path;

use super::*;

fn key(of: &str) -> Key {
    Parts::of("test").bytes(of.as_bytes()).end()
}

fn cached(folder: &Path) -> Store {
    Store::Cached(Cache::open(folder).unwrap().unwrap())
}

/// Runs a pass over these documents; gives those that had to be computed.
fn pass(store: &Store, documents: &[&str]) -> Vec<String> {
    let writer = store.writer(Pass::Cleaned).unwrap();
    let mut computed = Vec::new();
    for document in documents {
        match writer.take::<String>(document, key(document)) {
            Some(head) => assert_eq!(head, format!("head of {document}")),
            None => {
                computed.push(document.to_string());
                let (head, body) = (format!("head of {document}"), document.repeat(100));
                writer.put(document, key(document), &head, &body).unwrap();
            }
        }
    }
    let spool = writer.finish();
    let mut sorted = documents.to_vec();
    sorted.sort();
    for (i, document) in sorted.iter().enumerate() {
        assert_eq!(spool.doc_id(i), *document);
        assert_eq!(spool.get::<String>(i).unwrap(), document.repeat(100));
    }
    store.keep(Pass::Cleaned, &spool).unwrap();
    computed
}

#[test]
fn entries_come_back_in_order_whatever_the_order_of_writing() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::Temporary(folder.path().to_path_buf());
    assert_eq!(pass(&store, &["b", "a", "c"]), ["b", "a", "c"]);
    assert_eq!(pass(&store, &["b"]), ["b"], "nothing is kept");
    let none = store.writer(Pass::Articles).unwrap().finish();
    assert!(none.is_empty() && none.get::<String>(0).is_err() && none.batches().next().is_none());
}

#[test]
fn the_longest_entry_is_given_first() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::Temporary(folder.path().to_path_buf());
    let writer = store.writer(Pass::Articles).unwrap();
    // Bytes that do not pack, so that they are as long in the spool.
    let noise = |len: u32| (0..len).map(|n| key(&n.to_string()).bytes()[0]).collect::<Vec<u8>>();
    for (doc_id, kib) in [("a", 1), ("b", 300), ("c", 2), ("d", 400), ("e", 1)] {
        writer.put(doc_id, key(doc_id), &(), &noise(kib << 10)).unwrap();
    }
    let spool = writer.finish();
    let order: Vec<&str> = spool.longest_first().map(|(i, _)| spool.doc_id(i)).collect();
    assert_eq!(order, ["d", "b", "a", "c", "e"]);
    assert!(
        spool
            .longest_first()
            .all(|(i, len)| len > if i % 2 == 0 { 1 << 10 } else { 300 << 10 })
    );
}

#[test]
fn the_next_run_computes_what_is_new() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(pass(&cached(folder.path()), &["a", "b"]), ["a", "b"]);
    assert_eq!(pass(&cached(folder.path()), &["c", "b", "a"]), ["c"]);
    assert_eq!(pass(&cached(folder.path()), &["b"]), [""; 0]);
    assert_eq!(
        pass(&cached(folder.path()), &["a", "b"]),
        ["a"],
        "what a run did not use is forgotten"
    );
}

#[test]
fn one_run_at_a_time_holds_the_cache() {
    let folder = tempfile::tempdir().unwrap();
    let held = Cache::open(folder.path()).unwrap();
    assert!(held.is_some() && Cache::open(folder.path()).unwrap().is_none());
    drop(held);
    assert!(Cache::open(folder.path()).unwrap().is_some());
}

#[test]
fn a_damaged_entry_is_computed_again() {
    let folder = tempfile::tempdir().unwrap();
    pass(&cached(folder.path()), &["a", "b"]);
    let path = folder.path().join("cleaned.pack");
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        fs::write(&path, &damaged).unwrap();
        let writer = cached(folder.path()).writer(Pass::Cleaned).unwrap();
        let left = ["a", "b"]
            .iter()
            .filter(|d| writer.take::<String>(d, key(d)).is_some())
            .count();
        assert_eq!(left, 1, "byte {at}");
    }
    fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    assert_eq!(pass(&cached(folder.path()), &["a", "b"]), ["b"], "cut short");
}

#[test]
fn a_damaged_or_foreign_index_counts_as_empty() {
    let folder = tempfile::tempdir().unwrap();
    pass(&cached(folder.path()), &["a", "b"]);
    let path = folder.path().join("cleaned.index");
    let whole = fs::read(&path).unwrap();
    let mut damages: Vec<Vec<u8>> = (0..whole.len()).map(|at| whole[..at].to_vec()).collect();
    damages.extend((0..whole.len()).map(|at| {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x80;
        damaged
    }));
    for damaged in damages {
        fs::write(&path, &damaged).unwrap();
        let writer = cached(folder.path()).writer(Pass::Cleaned).unwrap();
        assert!(writer.take::<String>("a", key("a")).is_none());
    }
}

#[test]
fn an_entry_under_anothers_key_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let store = cached(folder.path());
    let writer = store.writer(Pass::Cleaned).unwrap();
    writer.put("a", key("a"), &"head", &"body").unwrap();
    let spool = writer.finish();
    let (_, place) = spool.index()[0];
    let before = [(key("b"), place)].into_iter().collect();
    let file = fs::File::open(folder.path().join("cleaned.pack")).unwrap();
    assert!(Writer::new(file, 0, before).take::<String>("b", key("b")).is_none());
}

#[test]
fn a_pack_that_is_mostly_dead_is_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cleaned.pack");
    let mut seed = 1u64;
    let mut noise = || -> Vec<u64> {
        let next = |_| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            seed
        };
        (0..100_000).map(next).collect()
    };
    let mut longest = 0;
    for n in 0..12 {
        let store = cached(folder.path());
        let writer = store.writer(Pass::Cleaned).unwrap();
        if writer.take::<String>("same", key("same")).is_none() {
            assert_eq!(n, 0, "the entry that every run uses stays");
            writer.put("same", key("same"), &"head", &"body").unwrap();
        }
        writer.put("new", key(&n.to_string()), &"head", &noise()).unwrap();
        let spool = writer.finish();
        store.keep(Pass::Cleaned, &spool).unwrap();
        longest = longest.max(fs::metadata(&path).unwrap().len());
    }
    let one = 1_000_000;
    assert!(longest < 5 * one, "{longest} bytes for one entry of a MB");
}

#[test]
fn an_output_is_remembered_until_a_byte_of_it_changes() {
    let (folder, output) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(output.path().join("a.csv"), "a,b\n").unwrap();
    let store = cached(folder.path());
    assert!(!store.holds(key("in"), output.path()));
    store.remember(store.look(key("in"), output.path()).unwrap()).unwrap();
    assert!(store.holds(key("in"), output.path()) && !store.holds(key("other"), output.path()));
    fs::write(output.path().join(".hidden"), "not part of it").unwrap();
    assert!(store.holds(key("in"), output.path()));
    fs::write(output.path().join("b.csv"), "").unwrap();
    assert!(!store.holds(key("in"), output.path()));
    fs::remove_file(output.path().join("b.csv")).unwrap();
    fs::write(output.path().join("a.csv"), "a,c\n").unwrap();
    assert!(!store.holds(key("in"), output.path()));
    assert!(!Store::Temporary(output.path().to_path_buf()).holds(key("in"), output.path()));
}

#[test]
fn no_link_in_the_cache_is_followed() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mine = other.path().join("mine");
    fs::write(&mine, "mine").unwrap();
    let link = |name: &str| {
        let _ = fs::remove_file(folder.path().join(name));
        std::os::unix::fs::symlink(&mine, folder.path().join(name)).unwrap();
    };
    link("lock");
    assert!(Cache::open(folder.path()).is_err());
    fs::remove_file(folder.path().join("lock")).unwrap();
    link("cleaned.pack");
    assert!(cached(folder.path()).writer(Pass::Cleaned).is_err());
    fs::remove_file(folder.path().join("cleaned.pack")).unwrap();
    link("cleaned.new");
    assert_eq!(pass(&cached(folder.path()), &["a"]), ["a"]);
    assert_eq!(
        pass(&cached(folder.path()), &["a"]),
        [""; 0],
        "the new file took the link's place"
    );
    assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
}

#[test]
fn what_changes_after_it_was_looked_at_is_not_remembered() {
    let (folder, output) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(output.path().join("a.csv"), "a,b\n").unwrap();
    let store = cached(folder.path());
    let written = store.look(key("in"), output.path()).unwrap();
    fs::write(output.path().join("a.csv"), "by somebody else\n").unwrap();
    store.remember(written).unwrap();
    assert!(!store.holds(key("in"), output.path()));
}
