//! Whole sentences through [`super::find`], and promises that hold for every text.

use proptest::prelude::*;

use super::*;
use crate::types::{GivenName, Link, NameKind, SegmentKind};

/// One segment a paragraph.
fn laid_out(text: &str) -> (Vec<Segment>, Vec<Sentence>) {
    let mut segments = Vec::new();
    let mut at = 0;
    for part in text.split_inclusive("\n\n") {
        let span = Span::new(at, at + part.trim_end_matches('\n').len());
        at += part.len();
        if !span.is_empty() {
            segments.push(Segment {
                span,
                src: span,
                kind: SegmentKind::Paragraph,
                language: None,
                script: None,
                words: 0,
            });
        }
    }
    let sentences = crate::lang::sentences(text, &segments);
    (segments, sentences)
}

/// An entry with a canonical name and aliases.
fn entry(key: &str, kind: EntityType, names: &[&str]) -> GazetteerEntry {
    let given = |(i, name): (usize, &&str)| GivenName {
        name: (*name).to_owned(),
        kind: if i == 0 {
            NameKind::Canonical
        } else {
            NameKind::Nickname
        },
        language: None,
    };
    GazetteerEntry {
        key: key.to_owned(),
        kind,
        names: names.iter().enumerate().map(given).collect(),
        external_ids: Vec::new(),
        lat: None,
        lon: None,
        country: None,
    }
}

fn found(text: &str, entries: &[GazetteerEntry]) -> Found {
    let (segments, sentences) = laid_out(text);
    find(text, &segments, &sentences, &Lexicon::new(entries))
}

/// "TYPE text" of each mention.
fn seen(text: &str) -> Vec<String> {
    seen_with(text, &[])
}

fn seen_with(text: &str, entries: &[GazetteerEntry]) -> Vec<String> {
    found(text, entries)
        .mentions
        .iter()
        .map(|m| format!("{} {}", m.kind.label(), &text[m.span.range()]))
        .collect()
}

/// "text -> full name" of each linked mention.
fn linked(text: &str) -> Vec<String> {
    let found = found(text, &[]);
    let name = |m: &Mention| {
        m.name
            .and_then(|n| found.names.get(n as usize))
            .map_or("?", |n| n.full.as_str())
            .to_owned()
    };
    found
        .mentions
        .iter()
        .map(|m| format!("{} -> {}", &text[m.span.range()], name(m)))
        .collect()
}

#[test]
fn titles_are_no_part_of_a_name() {
    assert_eq!(
        seen("President Barham Salih met officials of the Ministry of Oil in Basra."),
        ["PERSON Barham Salih", "ORG Ministry of Oil", "LOC Basra"]
    );
    assert_eq!(
        seen("They were received by Sheikh Humam Hamoudi."),
        ["PERSON Humam Hamoudi"]
    );
}

#[test]
fn possessives_and_the_article() {
    assert_eq!(
        seen("The minister praised Hassan Rouhani’s visit to Baghdad."),
        ["PERSON Hassan Rouhani", "LOC Baghdad"]
    );
    assert_eq!(seen("He was born in the Netherlands."), ["LOC Netherlands"]);
}

#[test]
fn nationalities_and_religions_are_no_mentions() {
    assert_eq!(
        seen("An Iraqi court tried two Syrian men and a Kurdish woman, all of them Shia."),
        [""; 0]
    );
}

#[test]
fn a_name_inside_a_hyphenated_word() {
    assert_eq!(
        seen("The Iran-backed groups fired at a U.S. base in Syria."),
        ["LOC Iran", "LOC U.S.", "LOC Syria"]
    );
}

#[test]
fn sources_in_brackets_are_organisations() {
    assert_eq!(
        seen("The convoy was hit at night (Buratha Today, May 5; al-Nahar, 6 May)."),
        ["ORG Buratha Today", "ORG al-Nahar"]
    );
}

#[test]
fn a_definition_makes_an_acronym_a_name() {
    let text = "The Popular Salvation Movement (PSM) was founded in 2007. A year later the PSM had ten seats.";
    assert_eq!(seen(text), ["ORG Popular Salvation Movement", "ORG PSM", "ORG PSM"]);
    let found = found(text, &[]);
    assert_eq!(found.names.len(), 1);
    assert_eq!(found.definitions.len(), 1);
    assert_eq!(found.definitions[0].short, "PSM");
    assert_eq!(found.mentions[2].link, Link::Acronym);
}

#[test]
fn surnames_and_given_names_go_to_the_full_name() {
    assert_eq!(
        linked("Karim al-Dulaimi was arrested in Mosul. Two days later al-Dulaimi was freed, and Karim went home."),
        [
            "Karim al-Dulaimi -> Karim al-Dulaimi",
            "Mosul -> Mosul",
            "al-Dulaimi -> Karim al-Dulaimi",
            "Karim -> Karim al-Dulaimi"
        ]
    );
}

#[test]
fn a_surname_that_two_bear_goes_to_the_main_one() {
    let text = "Jabbar al-Lami spoke first. Jabbar al-Lami and Jabbar al-Lami again. His brother Murtadha al-Lami said nothing. Then al-Lami left.";
    assert_eq!(
        linked(text).last().map(String::as_str),
        Some("al-Lami -> Jabbar al-Lami")
    );
}

#[test]
fn another_spelling_of_a_given_name_goes_to_the_full_name() {
    let text = "Qais al-Sabti spoke in Basra. Qais al-Sabti was angry. Qays left early, said Nadia Hilmi.";
    assert!(
        linked(text).contains(&"Qays -> Qais al-Sabti".to_string()),
        "{:?}",
        linked(text)
    );
    // Two whom it fits, and nobody knows.
    let two = "Qais al-Sabti met Kais al-Lami. Qais al-Sabti and Kais al-Lami talked. Qays left early.";
    assert!(linked(two).contains(&"Qays -> Qays".to_string()), "{:?}", linked(two));
}

#[test]
fn a_surname_means_the_one_who_is_not_called_by_the_given_name() {
    let text = "Karim al-Sabti commands the camp. His son Salim al-Sabti was born in Basra, and Salim lives in Basra. \
                Karim al-Sabti was not there. In the evening al-Sabti said nothing.";
    assert_eq!(
        linked(text).last().map(String::as_str),
        Some("al-Sabti -> Karim al-Sabti")
    );
    // Of two whom it names about as often, the one whom it calls Salim is not the only one that may be meant.
    let text = "Karim al-Sabti commands the camp. Karim al-Sabti is old. His son Salim al-Sabti was born in Basra, and Salim \
                lives in Basra, but Salim likes Mosul. In the evening al-Sabti said nothing.";
    assert_eq!(linked(text).last().map(String::as_str), Some("al-Sabti -> ?"));
}

#[test]
fn what_an_acronym_abbreviates_is_one_name() {
    let text = "The Harbour Support Mission in Libya (HSMIL) and the Office for the Care of Wells (OCW) agreed.";
    let found = seen(text);
    for name in [
        "ORG Harbour Support Mission in Libya",
        "ORG HSMIL",
        "ORG Office for the Care of Wells",
        "ORG OCW",
    ] {
        assert!(found.contains(&name.to_string()), "{found:?}");
    }
}

#[test]
fn a_name_ends_where_the_next_begins() {
    assert_eq!(
        seen("The Basra City Council of Nadia Hilmi met Field Marshal Karim al-Sabti."),
        ["ORG Basra City Council", "PERSON Nadia Hilmi", "PERSON Karim al-Sabti"]
    );
}

#[test]
fn what_stands_before_an_acronym_is_not_always_part_of_it() {
    let text = "He met Nadia Hilmi and Harbour Oil Company (NHOC).";
    assert!(
        seen(text).contains(&"PERSON Nadia Hilmi".to_string()),
        "{:?}",
        seen(text)
    );
    let entries = [entry("n", EntityType::Person, &["Nadia Hilmi"])];
    let found = found(text, &entries);
    assert_eq!(found.names[0].key.as_deref(), Some("n"));
    // Two letters of five words abbreviate nothing.
    let text = "The United States Army of the Far North (UN) rode on.";
    assert!(super::tests::found(text, &[]).definitions.is_empty());
}

#[test]
fn an_acronym_with_two_meanings_has_the_nearer_one() {
    let text =
        "The Clay Brick Authority (CBA) fell. The CBA rose. The Corn Bread Association (CBA) paid. The CBA bakes.";
    let linked: Vec<String> = linked(text).into_iter().filter(|l| l.starts_with("CBA")).collect();
    assert_eq!(
        linked,
        [
            "CBA -> Clay Brick Authority",
            "CBA -> Clay Brick Authority",
            "CBA -> Corn Bread Association",
            "CBA -> Corn Bread Association"
        ]
    );
}

#[test]
fn other_middle_words_are_other_people() {
    let text = "Nadia S. Hilmi left. Nadia K. S. Hilmi stayed.";
    assert_eq!(
        linked(text),
        [
            "Nadia S. Hilmi -> Nadia S. Hilmi",
            "Nadia K. S. Hilmi -> Nadia K. S. Hilmi"
        ]
    );
}

#[test]
fn whom_one_trusts_in_is_no_place() {
    let text = "Fans have faith in Osvaldi. The board trusts in Osvaldi, and money went to Osvaldi.";
    assert!(
        found(text, &[]).mentions.iter().all(|m| m.kind != EntityType::Loc),
        "{:?}",
        seen(text)
    );
}

#[test]
fn a_storm_is_nobody() {
    assert_eq!(
        seen("Storm Daniel reached Basra, and Hurricane Nadia came later."),
        ["LOC Basra"]
    );
    let text = "Nadia Hilmi slept in Basra while Hurricane Nadia passed.";
    assert_eq!(seen(text), ["PERSON Nadia Hilmi", "LOC Basra"]);
}

#[test]
fn an_arabic_noun_is_no_surname_for_standing_after_a_name() {
    let text = "لعب كريم المباراة أمس في البصرة. كانت المباراة صعبة. انتهت المباراة.";
    assert!(!seen(text).contains(&"PERSON المباراة".to_string()), "{:?}", seen(text));
    assert_eq!(seen("وصل عبد الحميد السبيعاني أمس."), ["PERSON عبد الحميد السبيعاني"]);
    for text in ["وصل عبد الله البالغ من العمر ستين عاما.", "أخمد عبد الكريم الحريق أمس."]
    {
        let words = found(text, &[]).mentions;
        assert!(
            words
                .iter()
                .all(|m| !text[m.span.range()].contains("البالغ") && !text[m.span.range()].contains("الحريق")),
            "{:?}",
            seen(text)
        );
    }
}

#[test]
fn arabic_names() {
    assert_eq!(
        seen("قال رئيس الوزراء محمد السوداني في كربلاء إنه عاد من بغداد."),
        ["PERSON محمد السوداني", "LOC كربلاء", "LOC بغداد"]
    );
}

#[test]
fn the_users_gazetteer_wins() {
    let entries = [
        entry("sparrow", EntityType::Org, &["Sparrow Group", "SG", "جماعة العصفور"]),
        entry("us", EntityType::Loc, &["Unitaria", "US"]),
    ];
    assert_eq!(
        seen_with(
            "The SG and the US told us so, wrote Sparrow  Group."
                .replace("  ", " ")
                .as_str(),
            &entries
        ),
        ["ORG SG", "LOC US", "ORG Sparrow Group"]
    );
    let found = found("The SPARROW-GROUP met.", &entries);
    assert_eq!(
        found.names,
        [LocalName {
            kind: EntityType::Org,
            full: "Sparrow Group".into(),
            key: Some("sparrow".into())
        }]
    );
    assert_eq!(seen_with("وقالت لجماعة العصفور", &entries), ["ORG جماعة العصفور"]);
}

#[test]
fn the_users_name_inside_a_longer_one() {
    let entries = [entry("falcon", EntityType::Loc, &["Falconia"])];
    assert_eq!(
        seen_with("He works for the National Bank of Falconia.", &entries),
        ["ORG National Bank of Falconia"]
    );
}

#[test]
fn an_alias_that_two_entries_share_is_unclear_unless_the_text_helps() {
    let entries = [
        entry("a", EntityType::Person, &["Anwar Zebari", "Zebari"]),
        entry("b", EntityType::Person, &["Basil Zebari", "Zebari"]),
    ];
    let both = found("Anwar Zebari met Basil Zebari. Zebari smiled.", &entries);
    assert_eq!(both.mentions[2].name, None);
    assert_eq!(both.ambiguities.len(), 1);
    let one = found("Anwar Zebari smiled. Zebari laughed.", &entries);
    assert_eq!(one.mentions[1].name, one.mentions[0].name);
}

#[test]
fn a_definition_wins_over_a_list() {
    for text in [
        "The Financial Services Authority (FSA) fined a bank. Later the FSA relented.",
        "The Institute of Hotel Owners (IHO) met. Later the IHO left.",
    ] {
        let found = found(
            text,
            &[entry("other", EntityType::Org, &["International Horse Office", "IHO"])],
        );
        assert_eq!(found.names.len(), 1, "{text}");
        assert_eq!(found.names[0].key, None);
        assert_eq!(found.mentions.len(), 3);
    }
    // Another spelling of the entity's own name takes nothing from it.
    let text = "The Horse Breeding Organisation (HBO) met. The HBO left.";
    let found = found(
        text,
        &[entry(
            "horses",
            EntityType::Org,
            &["Horse Breeding Organization", "HBO"],
        )],
    );
    assert!(found.names.iter().all(|n| n.key.as_deref() == Some("horses")));
    assert_eq!(
        linked("The Imperial Milk Foundation (IMF) sells milk. The IMF is rich.")
            .last()
            .map(String::as_str),
        Some("IMF -> Imperial Milk Foundation")
    );
}

#[test]
fn what_every_country_has_is_no_one_entity() {
    assert_eq!(
        linked("The Senate of Chile met. In Manila the Supreme Court sat."),
        [
            "Senate of Chile -> Senate of Chile",
            "Manila -> Manila",
            "Supreme Court -> Supreme Court"
        ]
    );
}

#[test]
fn the_contracted_article_is_written_out_in_a_name() {
    let text = "وقال المدير للبنك المركزي الأوروبي أمس";
    let found = found(text, &[]);
    assert!(
        found.names.iter().any(|n| n.full == "البنك المركزي الأوروبي"),
        "{:?}",
        found.names
    );
}

#[test]
fn common_arabic_nouns_are_no_names() {
    for text in [
        "وباع التاجر سيارته بألف ريال",
        "أعلنت الحكومة أن الجيش دخل البلاد",
        "وصل المسلمون إلى هناك وقال العراقيون إن العرب معهم",
        "وقال ولي العهد إن القوات الأجنبية خرجت",
        "وفي شهر رمضان أغلقت الشركة المعسكر",
    ] {
        assert_eq!(seen(text), [""; 0], "{text}");
    }
}

#[test]
fn plurals_months_and_titles_are_no_persons() {
    let text = "The MPs drove SUVs. Lib Dems and Tories cheered in Muharram. Mr and Mrs wept, said the Ayatollah.";
    assert!(
        found(text, &[]).mentions.iter().all(|m| m.kind != EntityType::Person),
        "{:?}",
        seen(text)
    );
}

#[test]
fn a_listed_persons_other_given_name_is_a_person() {
    let entries = [entry("m", EntityType::Person, &["Muqtada al-Zayd", "Moqtada al-Zayd"])];
    let text = "Muqtada al-Zayd left Baghdad. Two years later Moqtada came back and Zayd spoke.";
    assert!(
        found(text, &entries)
            .mentions
            .iter()
            .filter(|m| m.kind == EntityType::Org)
            .count()
            == 0,
        "{:?}",
        seen_with(text, &entries)
    );
}

#[test]
fn the_shipped_list_is_not_the_users_gazetteer() {
    let text = "The Knesset met, and so did the Corn Guild.";
    let found = found(text, &[entry("corn", EntityType::Org, &["Corn Guild"])]);
    let told: Vec<_> = found.mentions.iter().map(|m| (m.finder, m.link_score)).collect();
    assert_eq!(told, [(Finder::Pattern, Some(0.8)), (Finder::Gazetteer, Some(1.0))]);
}

#[test]
fn two_given_names_with_or_are_two_persons() {
    let text = "It was Pedro, or Carlos, who met Maria Lopez in Madrid.";
    assert!(found(text, &[]).definitions.is_empty());
}

#[test]
fn noise_makes_no_long_mentions() {
    let text = "Al ".repeat(20_000);
    assert!(found(text.trim_end(), &[]).mentions.iter().all(|m| m.span.len() < 200));
}

#[test]
fn nothing_in_nothing_out() {
    assert_eq!(found("", &[]), Found::default());
}

/// Spans in order, disjoint, on borders, inside their sentences; indices that point somewhere.
fn holds(text: &str) {
    let (segments, sentences) = laid_out(text);
    let entries = [entry("k", EntityType::Person, &["Al Kay", "الكاي"])];
    let found = find(text, &segments, &sentences, &Lexicon::new(&entries));
    let mut before = 0;
    for m in &found.mentions {
        assert!(m.span.start >= before && m.span.start < m.span.end);
        assert!(text.get(m.span.range()).is_some());
        assert!(sentences[m.sentence as usize].span.contains(m.span));
        assert!(m.name.is_none_or(|n| (n as usize) < found.names.len()));
        assert!((0.0..=1.0).contains(&m.score));
        before = m.span.end;
    }
    let mentions = found.mentions.len();
    assert!(found.definitions.iter().all(|d| (d.mention as usize) < mentions));
    assert!(
        found
            .ambiguities
            .iter()
            .all(|a| (a.mention as usize) < mentions && a.fits.iter().all(|n| (*n as usize) < found.names.len()))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text(text in "\\PC{0,80}") {
        holds(&text);
    }

    #[test]
    fn words_as_in_news(words in prop::collection::vec(prop::sample::select(vec![
        "President", "Ali", "al-Kay", "Al", "Kay", "(AK)", "Bank", "of", "the", "U.S.", "(", ")", "Kay's", ",", "May", "5", "or", "known as", ".", "\n\n",
        "الرئيس", "والكاي", "بالعراق", "لحزب", "الله", "كتائب", "MNF-I", "’s", "“", "-", "–", "É", "ـــ", "IS", "is", "Iran-backed",
    ]), 0..40)) {
        holds(&words.join(" "));
        holds(&words.concat());
    }
}
