//! What the fuzz targets share: what they do and what is to hold then (`tests/holds`, which the tests ask, too), and an
//! allocator that tells when one declared length would have filled the memory.

use std::alloc::{GlobalAlloc, Layout, System};

#[path = "../../tests/holds/mod.rs"]
pub mod holds;

/// The most that may be asked for at once, in bytes. Inputs are a few kB, and what is compressed in them may be 200 times
/// that, at least 1 MB ([read] max_expansion): what asks for more than this believes a length that the input declares.
const MOST: usize = 64 << 20;

/// The system's allocator, which ends the process when somebody asks for more than [`MOST`].
struct Watched;

#[global_allocator]
static ALLOCATOR: Watched = Watched;

fn watch(bytes: usize) {
    if bytes > MOST {
        eprintln!("{bytes} bytes asked for at once");
        std::process::abort();
    }
}

// SAFETY: everything is handed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Watched {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        watch(layout.size());
        unsafe { System.alloc(layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        watch(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        watch(size);
        unsafe { System.realloc(pointer, layout, size) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}
