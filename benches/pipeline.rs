//! The whole pipeline, end to end, on all cores (`RAYON_NUM_THREADS` sets how many): `cargo bench --locked --bench pipeline`. Builds the
//! sample corpus, or the folder or file in `ISNAD_BENCH_CORPUS`.
//!
//! Prints for every step the time that passed, the processor time, how much of that was the main thread's (the others wait or
//! do what is ready), MB of input per CPU second, and the most memory that was resident in it. At the end the
//! floor: the same records only read and decoded; "writing tables" is the other half of it.
#![allow(clippy::print_stdout)]

mod cpu;

use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use isnad::passes::Step;
use isnad::pipeline;
use isnad::read;
use isnad::settings::Settings;
use isnad::spool::Store;
use rayon::prelude::*;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// When a step began.
struct Mark {
    what: &'static str,
    at: Instant,
    cpu: f64,
    main: f64,
}

fn main() {
    let corpus = std::env::var("ISNAD_BENCH_CORPUS").unwrap_or_else(|_| {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("corpus/sample")
            .display()
            .to_string()
    });
    let text =
        format!("corpus = [{corpus:?}]\noutput = \"out\"\n[read]\nexclude = [\"README.md\"]\n[write]\ncsv = \"none\"");
    let settings = Settings::parse(&text, "bench.toml").expect("settings");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("out");
    std::fs::create_dir(&output).expect("a temporary folder");
    let store = Store::Temporary(folder.path().to_path_buf());

    let bytes = read::corpus(&settings).expect("a corpus").total_bytes() as f64 / 1e6;
    println!("{bytes:.1} MB on {} threads", rayon::current_num_threads());
    println!(
        "{:28} {:>7} {:>7} {:>7} {:>9} {:>9}",
        "step", "wall s", "CPU s", "main s", "MB/CPU s", "peak MiB"
    );
    let clock = Clock::new(bytes);
    let built = pipeline::run(&settings, &output, &store, &|step| {
        if let Step::Begin { what, .. } = step {
            clock.begin(what);
        }
    });
    let documents = built.expect("a dataset").summary.rows_of("documents");
    clock.end();
    clock.begin("floor: reading");
    let records = read::corpus(&settings).expect("a corpus");
    let mut records = records.records().map(|(record, _)| record);
    loop {
        let batch: Vec<_> = records.by_ref().take(256).collect();
        if batch.is_empty() {
            break;
        }
        batch
            .into_par_iter()
            .for_each(|record| drop(read::document(record, &settings)));
    }
    clock.end();
    println!("{documents} documents");
}

/// Prints a line for every step when the next one begins.
struct Clock {
    bytes: f64,
    now: Mutex<Option<Mark>>,
}

impl Clock {
    fn new(bytes: f64) -> Clock {
        let clock = Clock {
            bytes,
            now: Mutex::new(None),
        };
        clock.begin("resources");
        clock
    }

    fn begin(&self, what: &'static str) {
        self.end();
        let _ = std::fs::write("/proc/self/clear_refs", "5"); // the peak is counted anew
        let mark = Mark {
            what,
            at: Instant::now(),
            cpu: cpu_seconds(),
            main: cpu::seconds(),
        };
        *self.now.lock().expect("one step at a time") = Some(mark);
    }

    fn end(&self) {
        let Some(mark) = self.now.lock().expect("one step at a time").take() else {
            return;
        };
        let (wall, cpu) = (mark.at.elapsed().as_secs_f64(), cpu_seconds() - mark.cpu);
        let main = cpu::seconds() - mark.main;
        println!(
            "{:28} {wall:7.2} {cpu:7.2} {main:7.2} {:9.1} {:9.0}",
            mark.what,
            self.bytes / cpu.max(1e-9),
            peak_mib()
        );
    }
}

/// Processor time of all threads so far, where the system tells it.
fn cpu_seconds() -> f64 {
    // User and system time are the 14th and 15th field, in hundredths of a second; the 2nd may hold blanks, in brackets.
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields
        .skip(11)
        .take(2)
        .filter_map(|f| f.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

/// Most memory that was resident since the peak was last cleared.
fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kib = line.and_then(|l| l.trim().split(' ').next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}
