//! The command line: parse the arguments, run the command, print the error.

mod cli;

use std::process::ExitCode;

/// Most of the work is many small strings on all cores; the system's allocator makes that a third slower.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::main()
}
