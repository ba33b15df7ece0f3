//! An entity with the chains that join its names, and two names with what joins or parts them.

use isnad::explain::chain::How;
use isnad::explain::{Entity, Evidence, NamedAs, Pair, Row, Side, Step};
use isnad::printable::one_line;

use super::paint::Paint;

pub fn entity(entity: &Entity, paint: &Paint) -> String {
    let row = &entity.row;
    let text = |column: &str| row.text(column).map(one_line);
    let count = |column: &str| row.int(column).unwrap_or_default();
    let mut out = format!(
        "{} {}\n",
        paint.bold(&text("name").unwrap_or_default()),
        text("entity_id").unwrap_or_default()
    );
    let mut say = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            out += &format!("  {name:<12}{value}\n");
        }
    };
    say("type", text("type"));
    say("origin", text("origin"));
    say("Latin", text("name_latin"));
    say("Arabic", text("name_ar"));
    let ids = entity
        .ids
        .iter()
        .filter_map(|i| Some(format!("{}:{}", i.text("scheme")?, one_line(i.text("id")?))));
    say("ids", Some(ids.collect::<Vec<_>>().join(", ")));
    say(
        "earlier ids",
        Some(
            row.list("merged_ids")
                .into_iter()
                .map(one_line)
                .collect::<Vec<_>>()
                .join(", "),
        ),
    );
    say(
        "seen",
        Some(format!(
            "{} mentions in {} documents, copies left out",
            count("mentions"),
            count("documents")
        )),
    );
    say(
        "published",
        text("first_published")
            .zip(text("last_published"))
            .map(|(a, b)| format!("{a} to {b}")),
    );
    out += &format!("\n{}\n", paint.bold("names"));
    for name in &entity.names {
        out += &named(name, paint);
    }
    if !entity.refused.is_empty() {
        out += &format!("\n{}\n", paint.bold("compared and not joined"));
        for step in &entity.refused {
            out += &refusal(step, paint);
        }
    }
    out
}

fn named(name: &NamedAs, paint: &Paint) -> String {
    let row = &name.row;
    let mut out = format!("  {}  ", paint.bold(&one_line(row.text("name").unwrap_or_default())));
    let times = row.int("mentions").unwrap_or_default();
    out += &format!(
        "{}, origin {}, mentions {times}",
        row.text("kind").unwrap_or_default(),
        row.text("origin").unwrap_or_default()
    );
    if let Some(score) = row.number("score") {
        out += &format!(", like the canonical name {score:.2}");
    }
    out.push('\n');
    for s in &name.chain {
        out += &step(s, paint);
    }
    let told = name.chain.last().and_then(|s| s.evidence.as_ref());
    if let Some(e) = name.evidence.as_ref().filter(|e| Some(*e) != told) {
        out += &format!("      seen: {}\n", evidence(e, paint));
    }
    out
}

fn step(step: &Step, paint: &Paint) -> String {
    let why = match (step.how, &step.merge, &step.evidence) {
        (How::Merge, Some(merge), _) => decision(merge),
        (How::Gazetteer, ..) => "the gazetteer gives both".to_string(),
        (How::Key, ..) => "one comparison key: they differ in case, marks or vowel signs only".to_string(),
        (How::Link, _, Some(e)) => linked(e),
        _ => "linked where it stands".to_string(),
    };
    let mut out = format!(
        "    {} = {}: {}\n",
        one_line(&step.from),
        one_line(&step.to),
        paint.cyan(&why)
    );
    if let Some(e) = &step.evidence {
        out += &format!("      {}\n", evidence(e, paint));
    }
    out
}

fn refusal(step: &Step, paint: &Paint) -> String {
    let Some(merge) = &step.merge else {
        return String::new();
    };
    let side = |name: &str, id: &str| {
        let id = merge
            .text(id)
            .map(|id| format!(" ({})", one_line(id)))
            .unwrap_or_default();
        format!("{}{id}", one_line(name))
    };
    let mut out = format!(
        "    {} / {}: {}\n",
        side(&step.from, "left_entity_id"),
        side(&step.to, "right_entity_id"),
        paint.cyan(&decision(merge))
    );
    if let Some(e) = &step.evidence {
        out += &format!("      {}\n", evidence(e, paint));
    }
    out
}

/// Judgement, reason and score of a row of `entity_merges`.
fn decision(merge: &Row) -> String {
    format!(
        "{}, reason {}, score {:.2}",
        merge.text("judgement").unwrap_or_default(),
        merge.text("reason").unwrap_or_default(),
        merge.number("score").unwrap_or_default()
    )
}

fn linked(evidence: &Evidence) -> String {
    let score = evidence
        .mention
        .number("link_score")
        .map(|s| format!(", score {s:.2}"))
        .unwrap_or_default();
    format!(
        "mentions were linked by {}{score}",
        evidence.mention.text("link").unwrap_or("none")
    )
}

/// The sentence of a mention and where to look it up.
fn evidence(evidence: &Evidence, paint: &Paint) -> String {
    let id = one_line(evidence.mention.text("mention_id").unwrap_or_default());
    let line = evidence.line.map(|l| format!(", line {l}")).unwrap_or_default();
    let said = match &evidence.sentence {
        Some(sentence) => paint.sentence(sentence),
        None => format!("[{}]", one_line(evidence.mention.text("text").unwrap_or_default())),
    };
    format!("{}: {said}", paint.dim(&format!("{id}{line}")))
}

pub fn pair(pair: &Pair, paint: &Paint) -> String {
    let mut out = String::new();
    for side in [&pair.a, &pair.b] {
        out += &known(side, paint);
    }
    out.push('\n');
    let (a, b) = (one_line(&pair.a.name), one_line(&pair.b.name));
    let one = match pair.is_clear() {
        true => "one entity in this dataset",
        false => "one entity in this dataset, if both mean this one",
    };
    for same in &pair.same {
        out += &format!("{}: {}\n", paint.bold(one), one_line(&same.entity_id));
        if same.chain.is_empty() {
            out += "    both are one spelling of it\n";
        }
        for s in &same.chain {
            out += &step(s, paint);
        }
    }
    if !pair.same.is_empty() && !pair.refused.is_empty() {
        out += &format!("{}\n", paint.bold("not one entity, if they mean two of them"));
    } else if pair.same.is_empty() && !pair.a.names.is_empty() && !pair.b.names.is_empty() {
        out += &format!("{}\n", paint.bold("not one entity in this dataset"));
    }
    if !pair.refused.is_empty() {
        for s in &pair.refused {
            out += &refusal(s, paint);
        }
    } else if pair.same.is_empty() && given(&pair.a) && given(&pair.b) {
        out += "    the gazetteer gives them to two entities\n";
    } else if pair.same.is_empty() {
        out += "    no row of entity_merges compares the two: nothing joined them, and they were no narrow miss\n";
    }
    if let Some(matcher) = &pair.matcher {
        let verdict = if matcher.same { "one" } else { "two" };
        out += &format!(
            "\n{} as names of type {}, {a} and {b} are {verdict}: score {:.2}, one from {:.2} on\n    {}\n",
            paint.bold("the matcher by itself:"),
            pair.kind.label(),
            matcher.score,
            matcher.threshold,
            one_line(&matcher.to_string())
        );
    }
    out
}

/// Whether the gazetteer gives a name to its entity.
fn given(side: &Side) -> bool {
    let given = |row: &Row| matches!(row.text("origin"), Some("gazetteer" | "both"));
    !side.names.is_empty() && side.names.iter().all(given)
}

fn known(side: &Side, paint: &Paint) -> String {
    let name = paint.bold(&one_line(&side.name));
    if side.names.is_empty() {
        return format!("{name}: no entity of this dataset has the name\n");
    }
    let of = |row: &Row| {
        let spelling = row.text("name").filter(|n| *n != side.name);
        let spelling = spelling.map(|n| format!(" as {}", one_line(n))).unwrap_or_default();
        format!(
            "{}{spelling} ({})",
            one_line(row.text("entity_id").unwrap_or_default()),
            row.text("kind").unwrap_or_default()
        )
    };
    let may_mean = if side.is_clear() { "" } else { " may mean" };
    format!(
        "{name}{may_mean}: {}\n",
        side.names.iter().map(of).collect::<Vec<_>>().join("; ")
    )
}
