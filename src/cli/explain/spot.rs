//! One place or row of a document, with its date or mention.

use isnad::explain::{DateFound, MentionFound, Removed, Row, Spot};
use isnad::printable::one_line;

use super::page::{published, why};
use super::paint::{Paint, lines, quoted};

pub fn spot(spot: &Spot, paint: &Paint) -> String {
    let title = spot
        .document
        .row
        .text("title")
        .map(|t| format!(" {}", quoted(t)))
        .unwrap_or_default();
    let mut out = format!("{}{title}\n", paint.bold(&one_line(spot.document.id())));
    let asked = spot.id.as_deref().map(|id| format!("{} begins at ", one_line(id)));
    out += &format!("{}{} of the source text", asked.unwrap_or_default(), spot.src_start);
    match &spot.point {
        Some(point) => {
            out += &format!(": line {}, column {}", point.line, point.column);
            if let Some(c) = point.character {
                out += &format!(", {} U+{:04X}", quoted(&c.to_string()), u32::from(c));
            }
            out += &format!("\n  {}\n", quoted(&point.text));
        }
        None => out += "\n  its text is not in this dataset (written with text = \"none\")\n",
    }
    if let Some(r) = &spot.removed {
        out += &removed(r, paint);
    }
    if let Some(segment) = &spot.segment {
        let kept = if spot.removed.is_some() {
            "cut out of"
        } else {
            "kept in"
        };
        out += &heading(kept, segment, "segment_id", paint);
        out += &format!("  {}{}\n", segment.text("kind").unwrap_or_default(), text_of(segment));
    }
    if spot.removed.is_none() && spot.segment.is_none() {
        out += "\nwhite space between the segments: neither kept nor removed\n";
    }
    if let Some(sentence) = &spot.sentence {
        out += &heading("sentence", sentence, "sentence_id", paint);
        out += &format!(
            "  language {}{}\n",
            sentence.text("language").unwrap_or("not known"),
            text_of(sentence)
        );
    }
    for found in &spot.dates {
        out += &date(found, &spot.document.row, paint);
    }
    for found in &spot.mentions {
        out += &mention(found, paint);
    }
    out
}

fn heading(what: &str, row: &Row, id: &str, paint: &Paint) -> String {
    let (start, end) = row.src();
    let id = one_line(row.text(id).unwrap_or_default());
    format!(
        "\n{} {} {}\n",
        paint.bold(what),
        id,
        paint.dim(&format!("({start}..{end})"))
    )
}

fn text_of(row: &Row) -> String {
    row.text("text").map(|t| format!(": {}", quoted(t))).unwrap_or_default()
}

fn removed(removed: &Removed, paint: &Paint) -> String {
    let mut out = heading("removed", &removed.row, "span_id", paint);
    out += &format!("  {}\n", paint.cyan(&why(removed)));
    if let Some(means) = &removed.rule_means {
        out += &format!("  {}\n", one_line(means));
    }
    if let Some(place) = removed.lines {
        out += &format!("  {}{}\n", lines(place), text_of(&removed.row));
    }
    if let Some(twin) = &removed.twin {
        let place = twin.lines.map(|l| format!(" in {}", lines(l))).unwrap_or_default();
        let text = twin
            .text
            .as_deref()
            .map(|t| format!(": {}", quoted(t)))
            .unwrap_or_default();
        out += &format!(
            "  the twin that is kept, {}..{}{place}{text}\n",
            twin.src_start, twin.src_end
        );
    }
    out
}

fn date(date: &DateFound, document: &Row, paint: &Paint) -> String {
    let row = &date.row;
    let text = |column: &str| row.text(column).map(one_line);
    let mut out = heading("date", row, "date_id", paint);
    let mut say = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            out += &format!("  {name:<12}{value}\n");
        }
    };
    say("text", row.text("text").map(quoted));
    say("in", date.in_sentence.as_ref().map(|s| paint.sentence(s)));
    let value = text("value").unwrap_or_else(|| "none: it could not be resolved".to_string());
    say(
        "value",
        Some(format!(
            "{} ({})",
            paint.bold(&value),
            row.text("type").unwrap_or_default()
        )),
    );
    say("mod", text("mod"));
    let days = |start: String| match text("end_date") {
        Some(end) if end != start => format!("{start} to {end}"),
        _ => start,
    };
    say("days", text("start_date").map(days));
    say("Hijri", text("hijri_value"));
    say("other value", text("alt_value"));
    say("confidence", row.number("confidence").map(|c| format!("{c:.2}")));
    say("rule", text("rule_id"));
    say("", date.rule_means.as_deref().map(one_line));
    let from = text("anchor_date")
        .map(|d| format!(", counted from {d}"))
        .unwrap_or_default();
    say(
        "anchor",
        text("anchor").map(|anchor| paint.cyan(&format!("{anchor}{from}"))),
    );
    say("", date.anchor_means.as_deref().map(one_line));
    if row.text("anchor") == Some("publication") {
        say("", published(document).map(|p| format!("published {p}")));
    }
    let source = |r: &Row| {
        Some(format!(
            "the only date before it on that day: {} {}",
            one_line(r.text("date_id")?),
            quoted(r.text("text")?)
        ))
    };
    say("", date.counted_from.as_ref().and_then(source));
    say("role", text("role").filter(|r| r != "text"));
    say("range", text("range_id"));
    out
}

fn mention(mention: &MentionFound, paint: &Paint) -> String {
    let row = &mention.row;
    let text = |column: &str| row.text(column).map(one_line);
    let score = |column: &str| {
        row.number(column)
            .map(|s| format!(", score {s:.2}"))
            .unwrap_or_default()
    };
    let mut out = heading("mention", row, "mention_id", paint);
    let mut say = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            out += &format!("  {name:<12}{value}\n");
        }
    };
    say("text", row.text("text").map(quoted));
    say("in", mention.in_sentence.as_ref().map(|s| paint.sentence(s)));
    say("type", text("type").map(|t| format!("{t}{}", score("score"))));
    say("found by", text("finder").map(|f| paint.cyan(&f)));
    let link = text("link").filter(|l| l != "none");
    let link = link.map(|l| format!("by {l}{}", score("link_score")));
    say(
        "linked",
        link.or_else(|| Some("to no entity".to_string()))
            .map(|l| paint.cyan(&l)),
    );
    let entity = |e: &Row| {
        Some(format!(
            "{} ({})",
            one_line(e.text("name")?),
            one_line(e.text("entity_id")?)
        ))
    };
    say("entity", mention.entity.as_ref().and_then(entity));
    let spelling = |n: &Row| {
        let times = n.int("mentions").unwrap_or_default();
        Some(format!(
            "{}, origin {}, mentions {times}",
            n.text("kind")?,
            n.text("origin")?
        ))
    };
    say("spelling", mention.spelling.as_ref().and_then(spelling));
    if let Some(id) = text("entity_id") {
        say(
            "",
            Some(paint.dim(&format!("--entity {id} shows what made it one entity"))),
        );
    }
    out
}
