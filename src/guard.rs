//! Other people's code on damaged input: where it panics, the caller gets nothing, and nobody at the keyboard sees more
//! than the diagnostic that the caller makes of it.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}
static HOOK: Once = Once::new();

/// What a call returns; `None` when it panicked, of which nothing is printed.
pub fn guarded<T>(call: impl FnOnce() -> T) -> Option<T> {
    // The hook belongs to the whole process: outside of guarded calls it does what it did before.
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                usual(panic);
            }
        }));
    });
    let outer = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(call));
    GUARDED.set(outer);
    done.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_nothing_and_ends_there() {
        assert_eq!(guarded(|| 1), Some(1));
        let inner = guarded(|| guarded(|| -> u8 { panic!("damaged") }).is_none());
        assert_eq!(inner, Some(true));
        assert!(!GUARDED.get());
    }
}
