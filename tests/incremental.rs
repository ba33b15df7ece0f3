//! A run that takes from the cache what has not changed writes the same bytes as one that computes everything.
//!
//! Two hundred steps of adding, editing, deleting and renaming documents, changing settings and the files that they name, and
//! damaging the cache; after each, the dataset is built both ways and compared file by file. What makes documents depend on each other is in play:
//! lines that a publisher repeats, its order of numeric dates, copies, names.

mod program;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use isnad::passes::Built;
use isnad::pipeline;
use isnad::settings::Settings;
use isnad::spool::{Cache, Store};
use program::{Project, files};

/// Numbers that look random and are the same everywhere (Knuth's MMIX constants).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    /// An article: a headline, lines of its publisher, paragraphs that name people, places and days.
    fn article(&mut self) -> String {
        let publisher = self.of(&["herald", "observer"]);
        let date = self.of(&["03/04/2019", "13/04/2019", "04/13/2019", "5 March 2019"]);
        let mut lines = vec![
            self.of(&[
                "Council meets over water",
                "Harbour opens again",
                "مجلس البصرة يناقش المياه",
            ])
            .to_string(),
            format!("Published {date}"),
            format!("Sign up for the morning letter of the {publisher} and read it before breakfast"),
        ];
        for _ in 0..1 + self.below(3) {
            let who = self.of(&[
                "Qais al-Khazali",
                "Qays al-Khazali",
                "قيس الخزعلي",
                "Hadi al-Amiri",
                "Sara Haddad",
            ]);
            let place = self.of(&["Basra", "Derna", "Mosul", "البصرة"]);
            let when = self.of(&[
                "on 6 December 2019",
                "last week",
                "two days later",
                "in June",
                "on 02/03/2018",
            ]);
            lines.push(format!(
                "The provincial council of {place} heard {who} {when}, and asked what the new plant near the old harbour \
                 would cost the city, who was to pay for it, and by which day the water was to flow again."
            ));
        }
        format!("{publisher}\n{}", lines.join("\n\n"))
    }
}

/// A corpus on disk that changes: one JSONL record a document, or a plain file.
struct World {
    project: Project,
    random: Random,
    documents: BTreeMap<String, String>,
    settings: String,
    sources: &'static str,
    next: usize,
}

impl World {
    fn new(seed: u64) -> World {
        let mut world = World {
            project: Project::new(),
            random: Random(seed),
            documents: BTreeMap::new(),
            settings: String::new(),
            sources: "",
            next: 0,
        };
        for resource in ["gazetteer.csv", "decisions.csv", "phrases.tsv"] {
            world.resource(resource);
        }
        for _ in 0..8 {
            world.add();
        }
        world
    }

    fn name(&mut self) -> String {
        self.next += 1;
        // Names that sort before and after the others.
        format!("{}{:03}", self.random.of(&["a", "m", "z"]), self.next)
    }

    fn any(&mut self) -> Option<String> {
        let n = self.random.below(self.documents.len().max(1));
        self.documents.keys().nth(n).cloned()
    }

    fn add(&mut self) {
        let (name, article) = (self.name(), self.random.article());
        self.documents.insert(name, article);
    }

    /// One change; gives what it was, for messages.
    fn change(&mut self) -> String {
        let Some(name) = self.any() else {
            self.add();
            return "added the first".into();
        };
        match self.random.below(13) {
            0 | 1 => {
                self.add();
                "added".into()
            }
            2..=4 => {
                let more = self.random.of(&[
                    "Nothing was decided.",
                    "It was put off to 7 May 2020.",
                    "Sara Haddad left.",
                ]);
                self.documents
                    .entry(name.clone())
                    .and_modify(|text| *text += &format!("\n\n{more}"));
                format!("edited {name}")
            }
            5 if self.documents.len() > 3 => {
                self.documents.remove(&name);
                format!("deleted {name}")
            }
            6 => {
                let to = self.name();
                let text = self.documents.remove(&name).unwrap_or_default();
                self.documents.insert(to.clone(), text);
                format!("renamed {name} to {to}")
            }
            7 => {
                let to = self.name();
                let text = self.documents[&name].clone();
                self.documents.insert(to, text);
                format!("copied {name}")
            }
            8 => {
                let choices = [
                    "",
                    "[dates]\ndate_order = \"dmy\"",
                    "[dedupe]\nmode = \"off\"",
                    "[clean]\nmode = \"none\"",
                    "[clean]\nphrases = [\"phrases.tsv\"]",
                    "[assert]\ndocuments.min_rows = 1",
                    "[assert]\ndocuments.max_rows = 1",
                    "[read]\nexclude = [\"m*\"]",
                    "[read]\nmax_document_bytes = 700",
                    "[write]\ntext = \"none\"",
                    "[write]\ncsv = \"none\"",
                ];
                self.settings = self.random.of(&choices).to_string();
                format!("settings {:?}", self.settings)
            }
            9 => {
                let resource = self.random.of(&["gazetteer.csv", "decisions.csv", "phrases.tsv"]);
                self.resource(resource);
                format!("edited {resource}")
            }
            10 => {
                self.sources = self.random.of(&[
                    "",
                    "path,publisher,published\nrecords.jsonl,Herald,2019-03-04\n",
                    "path,publisher,published\nnowhere.txt,Herald,2019-03-04\n",
                    "path,publisher,published\nrecords.jsonl,Observer,5 March\n",
                ]);
                format!("sources.csv {:?}", self.sources)
            }
            _ => {
                let damaged = self.damage();
                format!("damaged {damaged:?}")
            }
        }
    }

    /// Writes a file that the settings may name, with some of the lines that it may have.
    fn resource(&mut self, name: &str) {
        let (head, lines): (_, &[&str]) = match name {
            "gazetteer.csv" => (
                "key,type,name,kind,lang,ids,lat,lon,country",
                &[
                    "q,PERSON,Qais al-Khazali,canonical,en,,,,",
                    "q,PERSON,قيس الخزعلي,alias,ar,,,,",
                    "b,LOC,Basra,canonical,en,,30.5,47.8,IQ",
                    "h,ORG,Harbour,canonical,en,,,,",
                ],
            ),
            "decisions.csv" => (
                "left,right,type,judgement",
                &[
                    "Qais al-Khazali,Hadi al-Amiri,PERSON,same",
                    "Qais al-Khazali,Qays al-Khazali,PERSON,different",
                    "Sara Haddad,Hadi al-Amiri,PERSON,same",
                ],
            ),
            _ => (
                "# language, name, match, pattern, reason, zone",
                &[
                    "en\tletter\tprefix\tsign up for the morning letter\t\t-",
                    "en\tundecided\tfull\tnothing was decided\t\t-",
                ],
            ),
        };
        let chosen = lines.iter().filter(|_| self.random.below(2) == 0);
        let text = chosen.fold(head.to_string(), |text, line| format!("{text}\n{line}"));
        fs::write(self.project.path(name), text + "\n").unwrap();
    }

    /// Turns over some bytes of a file of the cache, or cuts it short.
    fn damage(&mut self) -> Option<PathBuf> {
        let mut all: Vec<_> = fs::read_dir(self.cache()).ok()?.map(|e| e.unwrap().path()).collect();
        all.sort();
        let path = all.swap_remove(self.random.below(all.len()));
        let mut bytes = fs::read(&path).ok().filter(|b| !b.is_empty())?;
        if self.random.below(3) == 0 {
            bytes.truncate(self.random.below(bytes.len()));
        } else {
            for _ in 0..1 + self.random.below(20) {
                let at = self.random.below(bytes.len());
                bytes[at] ^= 1 << self.random.below(8);
            }
        }
        fs::write(&path, bytes).ok()?;
        Some(path)
    }

    fn cache(&self) -> PathBuf {
        self.project.path("cache")
    }

    /// Writes the corpus: some documents are files, the others records of one file.
    fn write(&self) -> Settings {
        let corpus = self.project.path("corpus");
        fs::remove_dir_all(&corpus).unwrap();
        fs::create_dir(&corpus).unwrap();
        let mut records = String::new();
        for (name, document) in &self.documents {
            let (publisher, text) = document.split_once('\n').unwrap();
            if name.starts_with('m') {
                fs::write(corpus.join(format!("{name}.txt")), text).unwrap();
            } else {
                let record = serde_json::json!({"id": name, "text": text, "publisher": publisher});
                records += &format!("{record}\n");
            }
        }
        fs::write(corpus.join("records.jsonl"), records).unwrap();
        if !self.sources.is_empty() {
            fs::write(corpus.join("sources.csv"), self.sources).unwrap();
        }
        let entities = "[entities]\ngazetteers = [\"gazetteer.csv\"]\ndecisions = [\"decisions.csv\"]";
        self.project.pipeline(&format!("{}\n{entities}", self.settings));
        Settings::load(&self.project.path("p.toml")).unwrap()
    }

    /// Builds into a folder, as `run` does.
    fn build(&self, settings: &Settings, folder: &Path, store: &Store) -> Built {
        let staging = self.project.path("staging");
        fs::create_dir(&staging).unwrap();
        let built = pipeline::run(settings, &staging, store, &|_| {}).unwrap();
        if built.current {
            fs::remove_dir_all(&staging).unwrap();
        } else {
            let written = store.look(built.key, &staging).unwrap();
            let _ = fs::remove_dir_all(folder);
            fs::rename(&staging, folder).unwrap();
            store.remember(written).unwrap();
        }
        built
    }
}

fn walk(seed: u64, steps: usize) {
    let mut world = World::new(seed);
    let (mut taken, mut current) = (0, 0);
    for step in 0..steps {
        let what = world.change();
        let settings = world.write();
        let store = Store::Cached(Cache::open(&world.cache()).unwrap().expect("nobody else"));
        let built = world.build(&settings, &world.project.path("out"), &store);
        let fresh = world.project.path("fresh");
        world.build(&settings, &fresh, &Store::Temporary(world.project.path("")));
        let (incremental, scratch) = (world.project.output(), files(&fresh));
        assert!(incremental.keys().eq(scratch.keys()), "step {step}: {what}");
        for (name, bytes) in &incremental {
            assert!(
                bytes == &scratch[name],
                "seed {seed}, step {step}: {what}: {name} differs"
            );
        }
        taken += built.summary.rows_of("documents") - built.cleaned;
        current += usize::from(built.current);
    }
    assert!(
        taken as usize > 4 * steps,
        "most documents came from the cache: {taken} in {steps} steps"
    );
    assert!(current > 0, "a change that changes nothing is seen");
}

#[test]
fn fifty_changes_and_the_same_bytes() {
    walk(1, 50);
}

#[test]
fn fifty_other_changes_and_the_same_bytes() {
    walk(2, 50);
}

#[test]
fn a_third_fifty_changes_and_the_same_bytes() {
    walk(3, 50);
}

#[test]
fn a_fourth_fifty_changes_and_the_same_bytes() {
    walk(4, 50);
}

#[test]
fn one_file_of_many_is_computed_again() {
    let project = Project::new();
    for n in 0..40 {
        let text =
            format!("Report {n} of the harbour office\n\nThe office counted {n} ships on 5 March 2019 in Basra.\n");
        project.file(&format!("{n:02}.txt"), text);
    }
    project
        .isnad(&["run", "p.toml"])
        .exits(0)
        .says(&["40 documents", "written to out"]);
    project
        .isnad(&["run", "p.toml"])
        .exits(0)
        .says(&["40 documents", "nothing has changed: out is current"]);
    project.isnad(&["check", "p.toml"]).exits(0).says(&["out is current"]);
    project.file("17.txt", "The office was closed on 6 March 2019.\n");
    let run = project.isnad(&["run", "p.toml"]).exits(0);
    assert!(run.stderr.contains("cleaned 1 of them, annotated 1;"), "{}", run.stderr);
    let incremental = project.output();
    project.isnad(&["run", "p.toml", "--no-cache"]).exits(0);
    assert_eq!(incremental, project.output());
}

#[test]
fn a_dataset_changed_by_hand_is_built_again() {
    let project = Project::new();
    project.file("a.txt", "The office counted nine ships on 5 March 2019 in Basra.\n");
    project.isnad(&["run", "p.toml"]).exits(0);
    let before = project.output();
    fs::write(project.path("out/mentions.csv"), "mine").unwrap();
    project.isnad(&["check", "p.toml"]).exits(1).says(&["mentions.csv"]);
    project.isnad(&["run", "p.toml"]).exits(0).says(&["written to out"]);
    assert_eq!(before, project.output());
}

#[test]
fn the_cache_goes_where_it_is_told_to_and_nowhere_else() {
    let project = Project::new();
    project.file("a.txt", "The office counted nine ships on 5 March 2019 in Basra.\n");
    project.isnad(&["run", "p.toml", "--no-cache"]).exits(0);
    project.isnad(&["check", "p.toml"]).exits(0);
    assert!(
        !project.path(".isnad-cache").exists(),
        "neither --no-cache nor check makes one"
    );
    project.isnad(&["run", "p.toml", "--cache", "kept"]).exits(0);
    assert!(!project.path(".isnad-cache").exists());
    let kept = || -> Vec<PathBuf> {
        fs::read_dir(project.path("kept"))
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect()
    };
    assert!(kept()[0].join("cleaned.pack").exists());
    assert_eq!(fs::read_to_string(kept()[0].join(".gitignore")).unwrap(), "*\n");
    // An output of the same name elsewhere has a cache of its own.
    fs::write(project.path("q.toml"), "corpus = ['corpus']\noutput = 'other/out'\n").unwrap();
    project.isnad(&["run", "q.toml", "--cache", "kept"]).exits(0);
    assert_eq!(kept().len(), 2);
    for pipeline in ["p.toml", "q.toml"] {
        let again = project.isnad(&["run", pipeline, "--cache", "kept"]).exits(0);
        again.says(&["nothing has changed"]);
    }
    for inside in ["out", "out/kept"] {
        for command in ["run", "check"] {
            let refused = project.isnad(&[command, "p.toml", "--cache", inside]).exits(2);
            refused.says(&["cannot keep the cache", "replaced as a whole"]);
        }
    }
    project
        .isnad(&["run", "p.toml", "--cache", "corpus/kept"])
        .exits(2)
        .says(&["inside the corpus"]);
    project
        .isnad(&["run", "p.toml", "--cache", "kept", "--no-cache"])
        .exits(2);
    fs::write(project.path("file"), "").unwrap();
    project
        .isnad(&["run", "p.toml", "--cache", "file"])
        .exits(2)
        .says(&["cache", "--no-cache"]);
}

#[test]
fn a_default_cache_that_cannot_be_written_is_done_without() {
    let project = Project::new();
    project.file("a.txt", "The office counted nine ships on 5 March 2019 in Basra.\n");
    fs::create_dir(project.path(".isnad-cache")).unwrap();
    fs::write(project.path(".isnad-cache/out"), "somebody's").unwrap();
    for command in ["run", "check"] {
        project.isnad(&[command, "p.toml"]).exits(0);
    }
    let run = project.isnad(&["run", "p.toml"]).exits(0);
    run.says(&["note: cannot use", "this run goes without"]);
}

#[test]
fn a_glob_that_would_read_the_output_is_refused() {
    let project = Project::new();
    project.file("a.txt", "The office counted nine ships on 5 March 2019 in Basra.\n");
    let run = |glob: &str| {
        fs::write(project.path("p.toml"), format!("corpus = ['{glob}']\noutput = 'out'\n")).unwrap();
        project.isnad(&["run", "p.toml"])
    };
    for glob in ["**/*", "*/*.csv", "out*/README.md"] {
        run(glob)
            .exits(2)
            .says(&["cannot write out", "would be read as articles"]);
    }
    for glob in ["corpus/**/*", "**/*.txt", "corp*/*"] {
        run(glob).exits(0);
    }
}
