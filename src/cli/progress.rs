//! The progress bar of a long command, on a terminal only.

use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};
use isnad::passes::Step;

use super::report::Report;

/// Draws the steps of a run.
pub struct Progress {
    bar: Option<Mutex<ProgressBar>>,
}

impl Progress {
    /// A bar when stderr is a terminal, else nothing.
    pub fn new(report: &Report) -> Progress {
        Progress {
            bar: report.draws().then(|| Mutex::new(ProgressBar::hidden())),
        }
    }

    /// Takes note of a step.
    pub fn step(&self, step: Step) {
        let Some(bar) = &self.bar else { return };
        let Ok(mut bar) = bar.lock() else { return };
        match step {
            Step::Begin { what, total } => {
                bar.finish_and_clear();
                let new = if total > 0 {
                    ProgressBar::new(total)
                } else {
                    ProgressBar::new_spinner()
                };
                *bar = new.with_style(style(total)).with_message(what);
                bar.tick();
            }
            Step::Done(units) => bar.inc(units),
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if let Some(Ok(bar)) = self.bar.as_ref().map(Mutex::lock) {
            bar.finish_and_clear();
        }
    }
}

fn style(total: u64) -> ProgressStyle {
    let template = match total {
        0 => "{msg:26} ...",
        _ => "{msg:26} {wide_bar} {percent:>3}%  {eta}",
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
