//! One run at a time on an output folder: whoever holds the lock on `.NAME.isnad-lock` beside it may write.
//!
//! The operating system lets go of the lock when the process ends, however it ends; a lock file that a killed run left
//! behind is taken over by the next one. It is deleted while it is held, so that nothing stays beside the output.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, OFlags};
use rustix::io::Errno;

use super::siblings::sibling;

/// The lock on an output folder; dropping it lets go.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    /// Closing it lets go of the lock.
    _file: File,
}

/// What became of asking for the lock.
#[derive(Debug)]
pub enum Asked {
    /// It is ours.
    Held(Lock),
    /// Another process holds it.
    Busy,
    /// This file system knows no locks (some network file systems).
    Unknown,
}

/// The lock on the output folder `name` in `parent`, or who else has it; never waits.
///
/// # Errors
/// When nothing can be written beside the output folder.
pub fn lock(parent: &Path, name: &OsStr) -> io::Result<Asked> {
    let path = parent.join(sibling(name, "lock"));
    loop {
        let file = open(&path)?;
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(Errno::WOULDBLOCK) => return Ok(Asked::Busy),
            Err(Errno::INTR) => continue,
            Err(_) => {
                let _ = fs::remove_file(&path);
                return Ok(Asked::Unknown);
            }
        }
        // Its last holder may have deleted the file after we opened it: then what we hold is no longer the lock.
        let held = file.metadata()?;
        if fs::symlink_metadata(&path).is_ok_and(|at| (at.dev(), at.ino()) == (held.dev(), held.ino())) {
            return Ok(Asked::Held(Lock { path, _file: file }));
        }
    }
}

/// The lock file, made when it is missing. One that another user's killed run left may be readable only; that is
/// enough to lock it.
fn open(path: &Path) -> io::Result<File> {
    // A link under this name is nobody's lock file and is not followed.
    let flags = OFlags::NOFOLLOW.bits() as i32;
    let open = |options: &mut OpenOptions| options.read(true).custom_flags(flags).open(path);
    match open(OpenOptions::new().write(true).create(true)) {
        Err(e) if e.kind() == io::ErrorKind::PermissionDenied => open(&mut OpenOptions::new()).map_err(|_| e),
        opened => opened,
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Deleted while it is held; who opened it meanwhile finds out by its inode. Where it cannot be deleted, the next
        // run takes it over.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(folder: &Path) -> Asked {
        lock(folder, OsStr::new("sample")).unwrap()
    }

    #[test]
    fn one_holds_it_and_nothing_is_left() {
        let root = tempfile::tempdir().unwrap();
        let Asked::Held(first) = ask(root.path()) else {
            eprintln!("skipped: the temporary folder knows no locks");
            return;
        };
        assert!(matches!(ask(root.path()), Asked::Busy));
        drop(first);
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
        fs::write(root.path().join(".sample.isnad-lock"), "").unwrap();
        assert!(
            matches!(ask(root.path()), Asked::Held(_)),
            "a killed run's file is taken over"
        );
    }

    #[test]
    fn never_two_at_once_however_the_file_comes_and_goes() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let root = tempfile::tempdir().unwrap();
        let (holders, turns) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..500 {
                        if let Asked::Held(held) = ask(root.path()) {
                            assert_eq!(holders.fetch_add(1, Ordering::SeqCst), 0, "two hold the lock");
                            turns.fetch_add(1, Ordering::SeqCst);
                            holders.fetch_sub(1, Ordering::SeqCst);
                            drop(held);
                        }
                    }
                });
            }
        });
        assert!(turns.into_inner() > 0, "nobody ever got it");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    }
}
