//! Ids stay: with the ledger of the run before, a new spelling, a merge and a split change no other entity's id.
//!
//! Every test changes exactly one thing between two runs and compares the entity of every mention; and shows that without the
//! ledger the id would have changed, where that is the point. The ledger of an unchanged corpus is in `determinism.rs`.

mod program;

use std::collections::{BTreeMap, BTreeSet};

use program::Project;

const COUNCIL: &str = "Basra council meets over water\n\nMinister Karim al-Sabti met Nadia Hilmi in Basra on 5 March 2019. \
Al-Sabti promised a new plant.\n\nThe minister Karim al-Sabti and the engineer Nadia Hilmi then went to Nasiriyah.\n";
const STRIKE: &str = "Dockers on strike in Umm Qasr\n\nThe union leader Omar Zaki spoke to dockers in Umm Qasr on 7 March 2019. \
\"We will wait,\" said Omar Zaki.\n\nSalim Nouri of the Gulf Shipping Company said that it would not pay.\n";
const SPELLINGS: &str = "A visit to Amara\n\nThe minister Kareem al-Sabti came to Amara on 9 May 2019. Kareem al-Sabti met Omar Zaki \
there.\n\nKareem al-Sabti left for Baghdad with Nadia Hilmi.\n\nIn Baghdad Kareem al-Sabti said nothing. Kareem al-Sabti smiled.\n";

/// A dataset: of every mention its id, its text and its entity.
struct Ids {
    mentions: BTreeMap<String, (String, String)>,
}

impl Ids {
    /// Runs the program, with the ledger of the run before when there was one, and with these decisions.
    fn of(project: &Project, decisions: &str) -> Ids {
        std::fs::write(
            project.path("decisions.csv"),
            format!("left,right,type,judgement\n{decisions}"),
        )
        .unwrap();
        if let Ok(written) = std::fs::read(project.path("out/ledger.csv")) {
            std::fs::write(project.path("ledger.csv"), written).unwrap();
        }
        project.pipeline("[entities]\ndecisions = [\"decisions.csv\"]\nledger = \"ledger.csv\"");
        project.isnad(&["run", "p.toml"]).exits(0);
        project.isnad(&["validate", "out"]).exits(0);
        let row = |mut row: BTreeMap<String, String>| {
            let mut cell = |name: &str| row.remove(name).unwrap();
            (cell("mention_id"), (cell("text"), cell("entity_id")))
        };
        Ids {
            mentions: project.rows("mentions").into_iter().map(row).collect(),
        }
    }

    /// The entities of all mentions with a text.
    fn named(&self, text: &str) -> BTreeSet<&str> {
        self.mentions
            .values()
            .filter(|(t, _)| t == text)
            .map(|(_, id)| id.as_str())
            .collect()
    }

    /// Holds that every mention of both runs has the entity that it had, but for those of the entities `but`.
    #[track_caller]
    fn keep(&self, before: &Ids, but: &[&str]) {
        let mut others = BTreeSet::new();
        for (mention, (text, id)) in &before.mentions {
            let (_, now) = self
                .mentions
                .get(mention)
                .unwrap_or_else(|| panic!("{mention} ({text}) is gone"));
            if !but.contains(&id.as_str()) {
                assert_eq!(id, now, "{mention} ({text})");
                others.insert(id);
            }
        }
        assert!(others.len() >= 5, "too few others to show anything: {others:?}");
    }
}

/// A row of the written ledger, or of `entities`.
fn rows(project: &Project, file: &str, id: &str) -> Vec<String> {
    let text = std::fs::read_to_string(project.path("out").join(file)).unwrap();
    text.lines()
        .filter(|l| l.starts_with(&format!("{id},")))
        .map(String::from)
        .collect()
}

/// Holds that a run with the ledger that was written last changes no byte.
fn nothing_more_changes(project: &Project, decisions: &str) {
    let before = project.output();
    Ids::of(project, decisions);
    for (name, bytes) in project.output() {
        assert!(bytes == before[&name], "{name} changes in a third run");
    }
}

fn project() -> Project {
    let project = Project::new();
    project.file("council.txt", COUNCIL).file("strike.txt", STRIKE);
    project
}

#[test]
fn a_new_spelling_takes_the_id_of_the_old_one_and_no_other_id_changes() {
    let project = project();
    let before = Ids::of(&project, "");
    assert_eq!(before.named("Karim al-Sabti"), ["karim-al-sabti"].into());
    project.file("a-visit.txt", SPELLINGS);
    let after = Ids::of(&project, "");
    assert_eq!(after.named("Kareem al-Sabti"), ["karim-al-sabti"].into());
    after.keep(&before, &[]);
    nothing_more_changes(&project, "");

    // Without the ledger the more frequent spelling gives the id.
    std::fs::remove_file(project.path("out/ledger.csv")).unwrap();
    std::fs::remove_file(project.path("ledger.csv")).unwrap();
    std::fs::remove_dir_all(project.path("out")).unwrap();
    assert_eq!(
        Ids::of(&project, "").named("Karim al-Sabti"),
        ["kareem-al-sabti"].into()
    );
}

#[test]
fn a_merge_keeps_the_shorter_id_tells_of_the_other_and_changes_no_third() {
    let project = project();
    let before = Ids::of(&project, "");
    let same = "Omar Zaki,Karim al-Sabti,PERSON,same\n";
    let after = Ids::of(&project, same);
    for name in ["Omar Zaki", "Karim al-Sabti", "Al-Sabti"] {
        assert_eq!(after.named(name), ["omar-zaki"].into(), "{name}");
    }
    after.keep(&before, &["omar-zaki", "karim-al-sabti"]);
    assert!(
        rows(&project, "entities.csv", "omar-zaki")[0].contains("karim-al-sabti"),
        "merged_ids"
    );
    let ledger = rows(&project, "ledger.csv", "karim-al-sabti");
    assert!(
        !ledger.is_empty() && ledger.iter().all(|r| r.ends_with(",omar-zaki")),
        "{ledger:?}"
    );
    nothing_more_changes(&project, same);
}

#[test]
fn a_split_leaves_the_id_with_the_more_frequent_side_and_changes_no_third() {
    let project = project();
    project.file("visit.txt", SPELLINGS);
    let before = Ids::of(&project, "");
    let one = before.named("Kareem al-Sabti");
    assert_eq!(one, before.named("Karim al-Sabti"), "one entity at first");
    assert_eq!(one, ["kareem-al-sabti"].into());
    let different = "Kareem al-Sabti,Karim al-Sabti,PERSON,different\n";
    let after = Ids::of(&project, different);
    assert_eq!(after.named("Kareem al-Sabti"), one);
    assert_eq!(after.named("Karim al-Sabti"), ["karim-al-sabti"].into());
    after.keep(&before, &["kareem-al-sabti"]);
    nothing_more_changes(&project, different);

    // Later the other side is the more frequent one: each keeps what it has.
    project.file(
        "more.txt",
        COUNCIL.replace("5 March", "6 March").replace("Basra", "Kut").repeat(3),
    );
    let later = Ids::of(&project, different);
    later.keep(&after, &[]);
}

#[test]
fn a_merge_that_is_undone_gives_both_their_ids_back() {
    for more_of_the_other in [false, true] {
        let project = project();
        if more_of_the_other {
            project.file(
                "more.txt",
                STRIKE
                    .replace("Umm Qasr", "Faw")
                    .repeat(2)
                    .replace("Salim Nouri", "Adel Nouri"),
            );
        }
        let before = Ids::of(&project, "");
        let merged = Ids::of(&project, "Omar Zaki,Karim al-Sabti,PERSON,same\n");
        assert_eq!(merged.named("Karim al-Sabti"), merged.named("Omar Zaki"));
        let after = Ids::of(&project, "");
        after.keep(&before, &[]);
        assert_eq!(after.mentions, before.mentions);
        assert!(
            !rows(&project, "ledger.csv", "karim-al-sabti")
                .iter()
                .any(|r| r.ends_with(",omar-zaki"))
        );
        nothing_more_changes(&project, "");
    }
}

/// Karim became Omar, and both became Sami, whose id is the shortest; then Karim is himself again.
#[test]
fn the_first_of_two_merges_in_a_chain_can_be_undone() {
    let same = |one: &str, other: &str| format!("{one},{other},PERSON,same\n");
    let (karim, sami) = (same("Omar Zaki", "Karim al-Sabti"), same("Omar Zaki", "Sami Ali"));
    for left in ["", &sami] {
        let project = project();
        project.file("strike.txt", STRIKE.replace("Salim Nouri", "Sami Ali"));
        let before = Ids::of(&project, "");
        Ids::of(&project, &karim);
        let merged = Ids::of(&project, &[karim.as_str(), &sami].concat());
        assert_eq!(merged.named("Karim al-Sabti"), ["sami-ali"].into());
        let after = Ids::of(&project, left);
        assert_eq!(after.named("Karim al-Sabti"), ["karim-al-sabti"].into());
        let still = if left.is_empty() { "omar-zaki" } else { "sami-ali" };
        assert_eq!(after.named("Omar Zaki"), [still].into());
        after.keep(&before, &["omar-zaki"]);
        nothing_more_changes(&project, left);
    }
}
