use super::*;

#[test]
fn the_shipped_phrases_are_understood() {
    // As if a user had written them: each pattern by itself.
    let origin = Origin::File {
        name: "phrases.tsv",
        taken: &HashSet::new(),
    };
    let rows = rows(SHIPPED, origin).unwrap();
    assert!(rows.len() > 300);
    compile(rows).unwrap();
}

#[test]
fn phrases_of_users_have_names_of_their_own() {
    let taken = HashSet::from(["phrase:share".to_string()]);
    let row = |name: &str| format!("en\t{name}\tfull\tpass it on\tnavigation\t-\n");
    let mine = Origin::File {
        // Whatever it is called.
        name: "the shipped phrases",
        taken: &taken,
    };
    assert!(rows(&row("pass_it_on"), mine).is_ok());
    assert!(rows("en\topen\tregex\t(\tnavigation\t-\n", mine).is_err());
    let refused = rows(&format!("# mine\n{}", row("share")), mine).err().unwrap();
    assert!(
        refused
            .to_string()
            .contains("the shipped phrases, line 2: share is the name of a built-in phrase"),
        "{refused}"
    );
}

#[test]
fn a_line_is_a_phrase_in_any_dress() {
    let reason = |line| SHIPPED_RULES.find(line).map(|p| p.reason);
    assert_eq!(reason("► Skip to Main Content"), Some(Reason::Navigation));
    assert_eq!(reason("إقرأ أيضاً:"), Some(Reason::RelatedLinks));
    assert_eq!(reason("1,204 views 0 comments"), Some(Reason::Comments));
    assert_eq!(reason("He said that comments were closed to the press."), None);
}
