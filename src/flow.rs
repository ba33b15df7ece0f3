//! Work on many documents in the thread pool, as many at once as memory allows: none waits for one of usual length, and few
//! for a giant.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, Receiver, TryRecvError};

use crate::error::Result;

/// How much may be under way at once: enough for every core, little enough to fit in memory. One item always may.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Bytes of all items. Beside an item that is as long as that, only what began before it is under way.
    pub bytes: u64,
    /// Their number.
    pub items: usize,
}

/// A task takes so many of the [`Window`]'s bytes and items: short documents are not worth a task each, and there are
/// several tasks for every core.
const TASKS: usize = 64;

/// Does the work on each item in the pool, in about the order in which they come, and hands every result to `done` in this
/// thread, in the order in which they are ready. `items` gives each item with its length in bytes; it is asked, in this thread,
/// when there is room in the window. (A thread that is itself of the pool does some of the work, and may have a long item to do
/// when there is room.)
///
/// # Errors
/// The first of `done`. What is under way is finished then, and dropped.
///
/// # Panics
/// When `work` does, as soon as what is under way is finished.
pub fn each<T: Send, R: Send>(
    items: impl Iterator<Item = (T, u64)>,
    window: Window,
    work: impl Fn(T) -> R + Sync,
    mut done: impl FnMut(R) -> Result<()>,
) -> Result<()> {
    let mut tasks = Tasks {
        items: items.fuse(),
        most: Window {
            bytes: window.bytes / TASKS as u64,
            items: window.items / TASKS,
        },
    };
    let (send, receive) = mpsc::channel();
    rayon::in_place_scope_fifo(|scope| {
        let (mut bytes, mut items) = (0, 0);
        loop {
            while items == 0 || (bytes < window.bytes && items < window.items) {
                let Some((task, size)) = tasks.next() else { break };
                bytes += size;
                items += task.len();
                let (send, work) = (send.clone(), &work);
                scope.spawn_fifo(move |_| {
                    let count = task.len();
                    let results = || task.into_iter().map(work).collect::<Vec<R>>();
                    // A panic must not leave the other side waiting. It waits as long as anything is under way.
                    let _ = send.send((size, count, catch_unwind(AssertUnwindSafe(results))));
                });
            }
            if items == 0 {
                return Ok(());
            }
            let Some((size, count, results)) = wait(&receive) else {
                return Ok(()); // never: this side holds a sender
            };
            bytes -= size;
            items -= count;
            for result in results.unwrap_or_else(|panic| resume_unwind(panic)) {
                done(result)?;
            }
        }
    })
}

/// The next that comes. A thread of the pool works while it waits: were it the only one, it would wait for itself.
fn wait<R>(receive: &Receiver<R>) -> Option<R> {
    loop {
        match receive.try_recv() {
            Ok(result) => return Some(result),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => match rayon::yield_now() {
                Some(rayon::Yield::Executed) => {}
                Some(rayon::Yield::Idle) => std::thread::yield_now(),
                None => return receive.recv().ok(),
            },
        }
    }
}

/// Items in tasks.
struct Tasks<I> {
    items: I,
    most: Window,
}

impl<T, I: Iterator<Item = (T, u64)>> Iterator for Tasks<I> {
    type Item = (Vec<T>, u64);

    fn next(&mut self) -> Option<(Vec<T>, u64)> {
        let (mut task, mut bytes) = (Vec::new(), 0);
        while task.is_empty() || (bytes < self.most.bytes && task.len() < self.most.items) {
            let Some((item, size)) = self.items.next() else { break };
            bytes += size;
            task.push(item);
        }
        (!task.is_empty()).then_some((task, bytes))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Instant;

    use super::*;
    use crate::error::Error;

    const WINDOW: Window = Window {
        bytes: 1000,
        items: 128,
    };

    #[test]
    fn everything_is_done_once_and_not_too_much_at_a_time() {
        for (window, length) in [(WINDOW, 1), (WINDOW, 50), (Window { bytes: 0, items: 0 }, 1)] {
            let begun = Cell::new(0);
            let ended = Cell::new(0);
            let items = (0..3000u64).map(|n| {
                begun.set(begun.get() + 1);
                let under_way = begun.get() - ended.get();
                // An item more is asked for than a task may hold.
                assert!(under_way <= window.items as u64 + 1, "{under_way}");
                assert!((under_way - 1) * length <= window.bytes + length, "{under_way}");
                (n, length)
            });
            let mut sum = 0;
            each(
                items,
                window,
                |n| n,
                |n| {
                    ended.set(ended.get() + 1);
                    sum += n;
                    Ok(())
                },
            )
            .unwrap();
            assert_eq!(sum, 2999 * 1500);
        }
    }

    #[test]
    fn a_long_item_holds_nobody_up() {
        if rayon::current_num_threads() < 2 {
            eprintln!("skipped: one thread has nobody to hold up");
            return;
        }
        let others = AtomicU64::new(0);
        let mut before = 0;
        let work = |n: u64| {
            // The long one waits until a thousand others are done, or 20 seconds if they wait for it.
            let begun = Instant::now();
            while n == 3 && others.load(Ordering::SeqCst) < 1000 && begun.elapsed().as_secs() < 20 {
                std::thread::yield_now();
            }
            (n, others.fetch_add(1, Ordering::SeqCst))
        };
        let done = |(n, others)| {
            before = if n == 3 { others } else { before };
            Ok(())
        };
        each((0..2000).map(|n| (n, 1)), WINDOW, work, done).unwrap();
        assert!(before >= 1000, "only {before} were done before it");
    }

    #[test]
    fn the_only_thread_of_a_pool_does_not_wait_for_itself() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let mut sum = 0;
        pool.install(|| {
            each(
                (0..2000).map(|n| (n, 1)),
                WINDOW,
                |n| n,
                |n: u64| {
                    sum += n;
                    Ok(())
                },
            )
        })
        .unwrap();
        assert_eq!(sum, 1999 * 1000);
    }

    #[test]
    fn the_first_error_ends_it() {
        let taken = Cell::new(0);
        let items = (0..).inspect(|_| taken.set(taken.get() + 1)).map(|n: u64| (n, 1));
        let error = each(
            items,
            WINDOW,
            |n| n,
            |n| if n < 50 { Ok(()) } else { Err(Error::new("full")) },
        );
        assert_eq!(error.unwrap_err().to_string(), "full");
        assert!(taken.get() < 1000);
    }

    #[test]
    #[should_panic(expected = "number 77")]
    fn a_panic_goes_on_here() {
        let items = (0..100u64).map(|n| (n, 1));
        let _ = each(items, WINDOW, |n| assert!(n != 77, "number {n}"), |()| Ok(()));
    }
}
