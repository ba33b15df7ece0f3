//! Names in, entities out: what is one, what is not, and why.

use super::*;

/// A table of (kind, name, key, mentions).
fn table(rows: &[(EntityType, &str, Option<&str>, u32)]) -> NameTable {
    let mut table = NameTable::default();
    for (at, (kind, full, key, mentions)) in rows.iter().enumerate() {
        let evidence = MentionRef {
            doc_id: format!("d{at}").into(),
            src_start: at as u32,
        };
        let name = LocalName {
            kind: *kind,
            full: full.to_string(),
            key: key.map(str::to_string),
        };
        table.names.insert(
            name,
            NameCount {
                mentions: *mentions,
                documents: 1,
                evidence,
            },
        );
    }
    table
}

fn define(table: &mut NameTable, kind: EntityType, long: &str, short: &str, how: DefinitionKind) {
    let evidence = MentionRef {
        doc_id: "def".into(),
        src_start: 1,
    };
    table.definitions.insert(
        (kind, long.into(), short.into()),
        (
            how,
            NameCount {
                mentions: 1,
                documents: 1,
                evidence,
            },
        ),
    );
}

fn entry(key: &str, kind: EntityType, names: &[&str]) -> GazetteerEntry {
    let given = |name: &&str| GivenName {
        name: name.to_string(),
        kind: NameKind::Canonical,
        language: None,
    };
    let names = names.iter().map(given).collect();
    GazetteerEntry {
        key: key.into(),
        kind,
        names,
        external_ids: vec![],
        lat: None,
        lon: None,
        country: None,
    }
}

/// "id: names" of every entity.
fn shown(entities: &Entities) -> Vec<String> {
    let mut names: Vec<Vec<&str>> = vec![Vec::new(); entities.list.len()];
    entities
        .of
        .iter()
        .for_each(|(name, at)| names[*at as usize].push(&name.full));
    names.iter_mut().for_each(|names| names.sort_unstable());
    entities
        .list
        .iter()
        .zip(names)
        .map(|(e, n)| format!("{}: {}", e.id, n.join(", ")))
        .collect()
}

fn reason(entities: &Entities, left: &str, right: &str) -> Option<(Judgement, MergeReason)> {
    entities
        .merges
        .iter()
        .find(|m| m.left == left && m.right == right)
        .map(|m| (m.judgement, m.reason))
}

use EntityType::{Loc, Org, Person};

#[test]
fn spellings_join_and_the_most_frequent_latin_one_names_the_entity() {
    let table = table(&[
        (Person, "Karim al-Sabti", None, 5),
        (Person, "Kareem Al-Sabti", None, 9),
        (Person, "كريم السبتي", None, 20),
        (Person, "Salim al-Sabti", None, 3),
        (Person, "Sabti", None, 7),
        (Person, "al-Sabti", None, 2),
    ]);
    let entities = resolve(table, &[], &[], &[]);
    assert_eq!(
        shown(&entities),
        [
            "kareem-al-sabti: Kareem Al-Sabti, Karim al-Sabti, كريم السبتي",
            "sabti: Sabti, al-Sabti",
            "salim-al-sabti: Salim al-Sabti"
        ]
    );
    let told =
        reason(&entities, "Kareem Al-Sabti", "كريم السبتي").or(reason(&entities, "Karim al-Sabti", "كريم السبتي"));
    assert_eq!(told, Some((Judgement::Same, MergeReason::Transliteration)));
}

#[test]
fn gazetteer_entities_draw_clusters_and_never_merge() {
    let gazetteer = [
        entry("river-guard", Org, &["River Guard", "Haras al-Nahr", "RG"]),
        entry("karim-1", Person, &["Karim al-Sabti", "Abu Layla"]),
        entry("karim-2", Person, &["Kareem Sabti"]),
        entry("unseen", Loc, &["Nowhere"]),
    ];
    let table = table(&[
        (Org, "River Guard", Some("river-guard"), 5),
        (Org, "Haras al-Nahar", None, 2),
        (Org, "RG", None, 1),
        (Person, "Karim al-Sabti", None, 5),
        (Person, "Kareem Sabti", None, 5),
        (Person, "Abu Layla", None, 1),
        (Loc, "River Guard", None, 1),
    ]);
    let entities = resolve(table, &gazetteer, &[], &[]);
    assert_eq!(
        shown(&entities),
        [
            "karim-1: Abu Layla, Karim al-Sabti",
            "karim-2: Kareem Sabti",
            "river-guard: Haras al-Nahar, RG, River Guard",
            "river-guard-2: River Guard"
        ]
    );
    assert_eq!(
        reason(&entities, "Haras al-Nahar", "River Guard").or(reason(&entities, "Haras al-Nahar", "Haras al-Nahr")),
        Some((Judgement::Same, MergeReason::Gazetteer))
    );
}

#[test]
fn an_acronym_means_its_long_form_unless_there_are_two() {
    let rows = [
        (Org, "River Guard Forces", None, 5),
        (Org, "RGF", None, 2),
        (Org, "Royal Goat Farmers", None, 1),
    ];
    let mut one = table(&rows);
    define(&mut one, Org, "River Guard Forces", "RGF", DefinitionKind::Acronym);
    let entities = resolve(one.clone(), &[], &[], &[]);
    assert_eq!(
        shown(&entities),
        [
            "river-guard-forces: RGF, River Guard Forces",
            "royal-goat-farmers: Royal Goat Farmers"
        ]
    );
    assert_eq!(
        reason(&entities, "RGF", "River Guard Forces"),
        Some((Judgement::Same, MergeReason::Acronym))
    );
    define(&mut one, Org, "Royal Goat Farmers", "RGF", DefinitionKind::Acronym);
    let entities = resolve(one.clone(), &[], &[], &[]);
    assert_eq!(entities.list.len(), 3);
    assert_eq!(
        reason(&entities, "RGF", "River Guard Forces"),
        Some((Judgement::Unsure, MergeReason::Acronym))
    );
}

#[test]
fn the_user_wins() {
    let rows = [
        (Person, "Karim al-Sabti", None, 5),
        (Person, "Kareem al-Sabti", None, 2),
        (Person, "Abu Layla", None, 1),
    ];
    let decision = |left: &str, right: &str, judgement| Decision {
        left: left.into(),
        right: right.into(),
        kind: Person,
        judgement,
    };
    let decisions = [
        decision("Abu Layla", "Karim al-Sabti", Judgement::Same),
        decision("Kareem al-Sabti", "Karim al-Sabti", Judgement::Different),
    ];
    let entities = resolve(table(&rows), &[], &decisions, &[]);
    assert_eq!(
        shown(&entities),
        [
            "kareem-al-sabti: Kareem al-Sabti",
            "karim-al-sabti: Abu Layla, Karim al-Sabti"
        ]
    );
    assert_eq!(
        reason(&entities, "Kareem al-Sabti", "Karim al-Sabti"),
        Some((Judgement::Different, MergeReason::User))
    );
    let gazetteer = [
        entry("a", Person, &["Karim al-Sabti"]),
        entry("b", Person, &["Abu Layla"]),
    ];
    let entities = resolve(table(&rows), &gazetteer, &decisions[..1], &[]);
    assert_eq!(
        (
            entities.list.len(),
            entities.list[0].id.as_str(),
            &entities.list[0].merged_ids
        ),
        (1, "a", &vec!["b".to_string()])
    );
}

#[test]
fn ids_stay_with_the_ledger_and_a_second_run_changes_nothing() {
    let rows = [
        (Person, "Karim al-Sabti", None, 5),
        (Person, "Nadia Hilmi", None, 2),
        (Loc, "Nadia Hilmi", None, 2),
        (Person, "王小明", None, 1),
    ];
    let first = resolve(table(&rows), &[], &[], &[]);
    let ledger = ledger::next_ledger(&[], &first);
    let again = resolve(table(&rows), &[], &[], &ledger);
    assert_eq!(shown(&first), shown(&again));
    assert_eq!(ledger::next_ledger(&ledger, &again), ledger);

    // The name becomes another spelling: the id stays. Two ids become one: the other is remembered.
    let row = |id: &str, key: &str| LedgerRow {
        entity_id: id.into(),
        kind: Person,
        name_key: key.into(),
        merged_into: None,
    };
    let old = [
        row("old-id", &crate::names::key("Kareem al-Sabti")),
        row("k", &crate::names::key("Karim al-Sabti")),
        row("gone", "gone"),
    ];
    let rows = [
        (Person, "Karim al-Sabti", None, 5),
        (Person, "Kareem al-Sabti", None, 9),
        (Person, "Gone", None, 1),
    ];
    let merged = resolve(table(&rows), &[], &[], &old);
    assert_eq!(shown(&merged), ["gone: Gone", "k: Kareem al-Sabti, Karim al-Sabti"]);
    assert_eq!(merged.list[1].merged_ids, ["old-id"]);
    let next = ledger::next_ledger(&old, &merged);
    assert!(
        next.iter()
            .any(|r| r.entity_id == "old-id" && r.merged_into.as_deref() == Some("k"))
    );
    let second = resolve(table(&rows), &[], &[], &next);
    assert_eq!(
        (shown(&second), &second.list[1].merged_ids),
        (shown(&merged), &merged.list[1].merged_ids)
    );
    assert_eq!(ledger::next_ledger(&next, &second), next);
}

#[test]
fn one_word_of_two_scripts_needs_a_gazetteer() {
    let rows = [
        (Person, "Mr", None, 5),
        (Person, "عمر", None, 2),
        (Loc, "Amman", None, 5),
        (Loc, "أمان", None, 2),
        (Loc, "Zarqa", None, 2),
        (Loc, "الزرقاء", None, 2),
    ];
    let gazetteer = [entry("zarqa", Loc, &["Zarqa", "الزرقاء"])];
    assert_eq!(resolve(table(&rows), &gazetteer, &[], &[]).list.len(), 5);
}

#[test]
fn a_place_that_everybody_knows_is_one_in_two_scripts() {
    let rows = [
        (Loc, "Benghazi", None, 5),
        (Loc, "بنغازي", None, 2),
        (Loc, "Tripoli", None, 5),
        (Loc, "طرابلس", None, 2),
        (Person, "بنغازي", None, 1),
    ];
    let entities = resolve(table(&rows), &[], &[], &[]);
    assert_eq!(
        shown(&entities),
        [
            "benghazi: Benghazi, بنغازي",
            "bnghazy: بنغازي",
            "trabls: طرابلس",
            "tripoli: Tripoli"
        ]
    );
    let told = reason(&entities, "Benghazi", "بنغازي");
    assert_eq!(told, Some((Judgement::Same, MergeReason::Transliteration)));
    // A user knows better.
    let apart = Decision {
        left: "Benghazi".into(),
        right: "بنغازي".into(),
        kind: Loc,
        judgement: Judgement::Different,
    };
    assert_eq!(resolve(table(&rows), &[], &[apart], &[]).list.len(), 5);
}

#[test]
fn a_gazetteer_city_does_not_attract_any_city() {
    let gazetteer = [entry("raqqa", Loc, &["Raqqa", "الرقة", "مدينة الرقة"])];
    let rows = [(Loc, "مدينة الرقة", None, 5), (Loc, "مدينة عراقية", None, 2)];
    let entities = resolve(table(&rows), &gazetteer, &[], &[]);
    assert_eq!((entities.list.len(), entities.list[1].id.as_str()), (2, "raqqa"));
    assert_eq!(entities.of.values().collect::<BTreeSet<_>>().len(), 2);
}

#[test]
fn the_user_wins_over_an_alias_and_never_parts_one_entity() {
    let gazetteer = [entry("guard", Org, &["River Guard", "حرس النهر"])];
    let decision = |left: &str, right: &str, judgement| Decision {
        left: left.into(),
        right: right.into(),
        kind: Org,
        judgement,
    };
    let rows = [
        (Org, "River Guard", Some("guard"), 5),
        (Org, "حرس النهر", Some("guard"), 2),
        (Org, "Haras", None, 2),
    ];
    let decisions = [decision("River Guard", "حرس النهر", Judgement::Different)];
    let entities = resolve(table(&rows), &gazetteer, &decisions, &[]);
    assert_eq!(
        shown(&entities),
        ["guard: River Guard", "haras: Haras", "hrs-al-nhr: حرس النهر"]
    );
    assert_eq!(entities.list[0].given.len(), 1);
    let told = entities.merges.iter().find(|m| m.reason == MergeReason::User);
    assert!(told.is_some_and(|m| m.left_entity != m.right_entity), "{told:?}");
    // Decisions that contradict one another give no row that contradicts itself.
    let more = [
        decision("Haras", "River Guard", Judgement::Same),
        decision("Haras", "حرس النهر", Judgement::Same),
        decisions[0].clone(),
    ];
    let entities = resolve(table(&rows), &gazetteer, &more, &[]);
    assert!(entities.merges.iter().all(|m| m.judgement != Judgement::Different));
}

#[test]
fn a_name_that_left_an_id_leaves_its_ledger() {
    let row = |id: &str, key: &str| LedgerRow {
        entity_id: id.into(),
        kind: Person,
        name_key: key.into(),
        merged_into: None,
    };
    // One id had two names, which now are two people; in the next run the other is the more frequent one.
    let old = [row("sabti", "karim sabti"), row("sabti", "nadia hilmi")];
    let rows = |karim, nadia| {
        [
            (Person, "Karim al-Sabti", None, karim),
            (Person, "Nadia Hilmi", None, nadia),
        ]
    };
    let first = resolve(table(&rows(5, 2)), &[], &[], &old);
    let next = ledger::next_ledger(&old, &first);
    assert_eq!(next, [row("nadia-hilmi", "nadia hilmi"), row("sabti", "karim sabti")]);
    let second = resolve(table(&rows(2, 5)), &[], &[], &next);
    assert_eq!(shown(&second), shown(&first));
}

#[test]
fn one_thread_and_four_give_the_same() {
    let given = [
        "Karim", "Kareem", "Salim", "Saleem", "Nadia", "Nadya", "Hasan", "Hussein", "كريم", "Abu Ali",
    ];
    let family = [
        "Sabti",
        "al-Sabti",
        "Sabty",
        "Hilmi",
        "Helmi",
        "السبتي",
        "Musawi",
        "al-Mousawi",
    ];
    let mut names = NameTable::default();
    for g in given {
        for f in family {
            for kind in [Person, Org] {
                let evidence = MentionRef {
                    doc_id: "d".into(),
                    src_start: 0,
                };
                let name = LocalName {
                    kind,
                    full: format!("{g} {f}"),
                    key: None,
                };
                names.names.insert(
                    name,
                    NameCount {
                        mentions: g.len() as u32,
                        documents: 1,
                        evidence,
                    },
                );
            }
        }
    }
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a thread pool");
        pool.install(|| resolve(names.clone(), &[], &[], &[]))
    };
    let (one, four) = (run(1), run(4));
    assert_eq!((&one.list, &one.of, &one.merges), (&four.list, &four.of, &four.merges));
    assert!(one.list.len() < names.names.len() / 2);
}
