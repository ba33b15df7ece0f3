//! Whole files through the whole of reading: a corpus in a temporary folder, the documents it gives.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::types::Body;

const EN: &str = "The council met on Monday and voted for the new bridge.\n";

/// The settings of a pipeline file in `folder` whose corpus is `corpus/` and whose `[read]` is `read`.
fn settings(folder: &Path, read: &str) -> Settings {
    let text = format!("corpus = [\"corpus\"]\noutput = \"out\"\n{read}\n");
    std::fs::write(folder.join("p.toml"), &text).unwrap();
    let mut settings = Settings::parse(&text, "p.toml").unwrap();
    settings.base = folder.to_path_buf();
    settings
}

/// A folder with these files in `corpus/`.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("corpus")).unwrap();
    for (name, bytes) in files {
        let file = folder.path().join("corpus").join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
    folder
}

fn documents(files: &[(&str, &[u8])], read: &str) -> Vec<Document> {
    let folder = folder(files);
    let settings = settings(folder.path(), read);
    let corpus = corpus(&settings).unwrap();
    let documents: Vec<Document> = corpus.records().map(|(r, _)| document(r, &settings)).collect();
    for d in &documents {
        for x in &d.diagnostics {
            assert!(CODES.iter().any(|c| c.0 == x.code), "{} is listed", x.code);
            assert!(
                !x.message.contains(['\n', '\x1b', '\u{202e}']),
                "{:?} is one clean line",
                x.message
            );
            assert!(!x.message.contains("/tmp"), "{:?} names no absolute path", x.message);
        }
    }
    documents
}

/// `doc_id status text`, and under it the codes of what was odd.
fn picture(files: &[(&str, &[u8])], read: &str) -> String {
    let mut out = String::new();
    for d in documents(files, read) {
        writeln!(out, "{} {} {:?}", d.doc_id, d.status.label(), d.text).unwrap();
        for x in d.diagnostics {
            writeln!(out, "  {} {}", x.code, x.message).unwrap();
        }
    }
    out
}

fn error(corpus_line: &str, files: &[(&str, &[u8])]) -> String {
    let folder = folder(files);
    let mut settings = settings(folder.path(), "");
    let text = format!("output = \"out\"\ncorpus = [{corpus_line}]\n");
    std::fs::write(folder.path().join("p.toml"), &text).unwrap();
    settings.corpus = Settings::parse(&text, "p.toml").unwrap().corpus;
    corpus(&settings).unwrap_err().to_string()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(vec![], flate2::Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn files_come_in_path_order() {
    let files: &[(&str, &[u8])] = &[
        ("b/z.txt", b"3"),
        ("b.txt", b"2"),
        ("a.md", b"1"),
        ("c.bin", b"x"),
        (".h.txt", b"h"),
        ("d/skip.txt", b""),
    ];
    assert_eq!(
        picture(files, "[read]\nexclude = [\"skip.txt\"]"),
        "a.md ok \"1\"\nb.txt ok \"2\"\nb/z.txt ok \"3\"\n"
    );
    assert!(picture(files, "[read]\nhidden = true").starts_with(".h.txt ok \"h\"\n"));
}

#[test]
fn errors_are_sentences() {
    let one: &[(&str, &[u8])] = &[("a.txt", b"x"), ("sub/a.txt", b"x")];
    assert_eq!(
        error("\"nope\"", one),
        "cannot list nope: no such folder (named in p.toml, line 2)"
    );
    assert_eq!(
        error("\"corpus/*.html\"", one),
        "nothing matches corpus/*.html (named in p.toml, line 2)"
    );
    assert!(
        error("\"corpus\"", &[("a.bin", b"x")])
            .starts_with("there is nothing to read in the corpus (named in p.toml, line 2)")
    );
    assert!(
        error("\"corpus\", \"corpus/sub\"", one)
            .starts_with("corpus and corpus/sub both hold the path a.txt (named in p.toml")
    );
    assert!(
        error("\"corpus\"", &[("a.txt", b"x"), ("sources.csv", b"file\nx\n")])
            .ends_with("line 1: it has no column named path")
    );
}

#[test]
fn sources_csv_gives_fields_and_is_no_document() {
    let table = b"path,publisher,published\na.txt,The Paper,2020-02-04\nr.jsonl,Wire,\nr.jsonl#2,Other,\nnone.txt,x,\n";
    let lines = b"{\"id\":1,\"text\":\"one\",\"published\":\"2021\"}\n{\"id\":2,\"text\":\"two\",\"publisher\":\"own\"}\n{\"text\":\"three\",\"publisher\":\"own\"}\n";
    let files: &[(&str, &[u8])] = &[("a.txt", b"x"), ("r.jsonl", lines), ("sources.csv", table)];
    let given: Vec<_> = documents(files, "")
        .into_iter()
        .map(|d| (d.doc_id, d.given.publisher, d.given.published))
        .collect();
    let some = |s: &str| Some(s.to_string());
    assert_eq!(given[0], ("a.txt".into(), some("The Paper"), some("2020-02-04")));
    assert_eq!(given[1], ("r.jsonl#1".into(), some("Wire"), some("2021")));
    assert_eq!(given[2], ("r.jsonl#2".into(), some("Other"), None));
    assert_eq!(given[3], ("r.jsonl#line:3".into(), some("own"), None));
    let folder = folder(files);
    let corpus = corpus(&settings(folder.path(), "")).unwrap();
    assert_eq!(
        corpus.diagnostics()[0].message,
        "sources.csv names none.txt, which is not in the corpus"
    );
}

#[test]
fn json_lines() {
    let lines = br#"{"text":"ok","id":1,"n":1e999999,"deep":[[[[1]]]]}
{"text":

[]
{"text":null}
{"text":5}
{"text":"\ud800"}
{"text":"two","id":1}
{"html":"<p>three</p>","authors":["Ann Lee",{"name":"Bo Ray"}]}
"#;
    let want = r#"a.jsonl#1 ok "ok"
a.jsonl#line:2 failed ""
  E107-bad-record line 2: not a JSON object as it should be: EOF while parsing a value
a.jsonl#line:4 failed ""
  E107-bad-record line 4: not a JSON object as it should be: invalid type: sequence, expected an object
a.jsonl#line:5 failed ""
  E107-bad-record line 5: it has neither text nor html
a.jsonl#line:6 failed ""
  E107-bad-record line 6: its text is not a string
a.jsonl#line:7 warning "�"
  W102-invalid-utf8 line 7: 1 halves of surrogate pairs replaced by U+FFFD
a.jsonl#line:8 warning "two"
  W105-repeated-id line 8 cannot be told apart by its id "1"; its number is used
a.jsonl#line:9 ok "three"
"#;
    assert_eq!(picture(&[("a.jsonl", lines)], ""), want);
    let deep = format!("{{\"text\":{}{}}}\n", "[".repeat(100_000), "]".repeat(100_000));
    assert!(picture(&[("a.jsonl", deep.as_bytes())], "").contains("recursion limit exceeded"));
    let mapped = picture(
        &[("a.jsonl", br#"{"body":"x","key":"k"}"#)],
        "[read.fields]\ntext = \"body\"\nid = \"key\"",
    );
    assert_eq!(mapped, "a.jsonl#k ok \"x\"\n");
}

#[test]
fn tables() {
    let table = b"\xef\xbb\xbfid,text,html,authors\n1,\"one,\nline\",,Ann; Bo\n2,,<p>two</p>,\n3,x\n";
    let want = r#"a.csv#1 ok "one,\nline"
a.csv#2 ok "two"
a.csv#3 failed ""
  E107-bad-record row 3: it has 2 cells where the header has 4
"#;
    assert_eq!(picture(&[("a.csv", table)], ""), want);
    let documents = documents(&[("a.csv", table)], "");
    assert_eq!(documents[0].given.authors, ["Ann", "Bo"]);
    assert_eq!(
        documents[0].source_bytes,
        Some(b"1,\"one,\nline\",,Ann; Bo".len() as u64)
    );
    assert!(picture(&[("a.csv", b"id,words\n1,x\n")], "").contains("no column named text nor html"));
    let open = [b"text\nfine\n\"".to_vec(), vec![b'a'; 100_000]].concat();
    assert!(picture(&[("a.csv", &open)], "[read]\nmax_document_bytes = 1000").contains("E102-too-long"));
}

#[test]
fn tables_of_spreadsheets() {
    let arabic = "قرأ المتحدث التقرير عن مدن النهر يوم الاثنين، ثم أجاب عن أسئلة الصحفيين";
    let table = format!("title;text\nتقرير;{arabic}\n");
    let utf16: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(table.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let legacy = encoding_rs::WINDOWS_1256.encode(&table).0.into_owned();
    for bytes in [table.as_bytes(), &utf16, &legacy] {
        let d = &documents(&[("a.csv", bytes)], "")[0];
        assert_eq!((d.text.as_str(), d.given.title.as_deref()), (arabic, Some("تقرير")));
    }
    let long = format!(
        "id\ttext\n1\tone\n2\t\"{}\n\"\n3\tthree, \"\"four\r\n\n",
        "x".repeat(2000)
    );
    let want = "a.csv#1 ok \"one\"\na.csv#line:2 failed \"\"\n  E102-too-long row 2: longer than 1000 bytes ([read] max_document_bytes)\na.csv#3 ok \"three, \\\"\\\"four\"\n";
    assert_eq!(
        picture(&[("a.csv", long.as_bytes())], "[read]\nmax_document_bytes = 1000"),
        want
    );
}

#[test]
fn html_speaks_where_the_text_is_blank() {
    let line = br#"{"text":" ","html":"<p>three</p>"}"#;
    assert_eq!(picture(&[("a.jsonl", line)], ""), "a.jsonl#line:1 ok \"three\"\n");
    let bad = b"{\"text\":\"caf\xe9 two\"}\n";
    assert!(picture(&[("a.jsonl", bad)], "").starts_with("a.jsonl#line:1 warning \"caf\u{fffd} two\"\n  W102"));
}

#[test]
fn what_is_no_record_is_said_once() {
    let padded = [gzip(EN.as_bytes()), vec![0; 700]].concat();
    let want = format!(
        "a.txt.gz warning {EN:?}\n  W109-trailing-bytes bytes after the end of the compressed data were left alone\n\
        b.jsonl skipped \"\"\n  N104-no-records there are no records in it\n"
    );
    assert_eq!(picture(&[("a.txt.gz", &padded), ("b.jsonl", b"\n\n")], ""), want);
    let dns = "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: text/dns\r\nContent-Length: 4\r\n\r\n1234\r\n\r\n";
    let text = "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\n1234\r\n\r\n";
    assert_eq!(
        picture(&[("a.warc", [dns, text].concat().as_bytes())], ""),
        "a.warc#line:2 ok \"1234\"\n"
    );
}

#[test]
fn sources_csv_below_the_root_speaks_of_its_folder() {
    let files: &[(&str, &[u8])] = &[
        ("in/a.txt", b"x"),
        ("in/sources.csv", b"path,authors\na.txt,By Ann Lee and Bo Ray\n"),
    ];
    let found = documents(files, "");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].given.authors, ["Ann Lee", "Bo Ray"]);
}

fn warc(kind: &str, length: &str, block: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:x:{}>\r\nWARC-Target-URI: http://example.org/\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
}

#[test]
fn web_archives() {
    let page =
        |header: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{header}\r\n<p>{EN}</p>");
    let sized = |kind: &str, block: &str| warc(kind, &block.len().to_string(), block);
    let gone = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Sorry</p>";
    let chunked =
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\n\r\n";
    let image = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n....";
    let all = [
        sized("warcinfo", "software: x"),
        sized("request", "GET / HTTP/1.1\r\n\r\n"),
        sized("response", &page("")),
        sized("response", image),
        warc("response", "-5", &page("X: y\r\n")),
        sized("response", chunked),
        sized("response", gone),
        warc("response", "1000000000000", &page("X: z\r\n")),
    ]
    .concat();
    let want = format!(
        "a.warc#urn:x:{} ok {:?}\na.warc#line:5 failed \"\"\n  E107-bad-record record 5: its Content-Length is missing or no number\n\
         a.warc#urn:x:{} ok \"one\"\na.warc#urn:x:{} skipped \"\"\n  N103-http-status the server did not deliver this page\n\
         a.warc#urn:x:{} failed \"\"\n  E104-truncated record 8: it declares 1000000000000 bytes, but the file has only {} more\n",
        page("").len(),
        EN.trim(),
        chunked.len(),
        gone.len(),
        page("X: z\r\n").len(),
        page("X: z\r\n").len() + 4,
    );
    assert_eq!(picture(&[("a.warc", all.as_bytes())], ""), want);
    // One gzip member a record, as crawlers write it.
    let members = [
        gzip(sized("response", &page("")).as_bytes()),
        gzip(sized("response", chunked).as_bytes()),
    ]
    .concat();
    assert_eq!(documents(&[("a.warc.gz", &members)], "").len(), 2);
}

#[test]
fn compressed_files() {
    let zstd = zstd::encode_all(EN.as_bytes(), 3).unwrap();
    let documents = documents(&[("a.txt.gz", &gzip(EN.as_bytes())), ("b.txt.zst", &zstd)], "");
    assert!(
        documents
            .iter()
            .all(|d| d.text == EN && d.source_bytes == Some(EN.len() as u64))
    );

    let whole = gzip(&EN.repeat(100).into_bytes());
    let bomb = gzip(&vec![b'a'; 20_000_000]);
    let nested = gzip(&gzip(EN.as_bytes()));
    let files: &[(&str, &[u8])] = &[
        ("a.txt.gz", &whole[..whole.len() - 20]),
        ("b.txt.gz", EN.as_bytes()),
        ("c.txt.gz", &bomb),
        ("d.txt.gz", &nested),
    ];
    let want = r#"a.txt.gz failed ""
  E104-truncated the file ends in the middle of its compressed data
b.txt.gz failed ""
  E105-compression cannot decompress: invalid gzip header
c.txt.gz failed ""
  E103-expansion expands to more than 200 times its size ([read] max_expansion)
d.txt.gz failed ""
  E106-not-text this is gzip data, not text
"#;
    assert_eq!(picture(files, ""), want);
}

#[test]
fn a_container_keeps_the_records_before_the_damage() {
    let lines: String = (0..50_000)
        .map(|i| format!("{{\"id\":{i},\"text\":\"{:x}\"}}\n", i * 2_654_435_761u64))
        .collect();
    let whole = gzip(lines.as_bytes());
    let documents = documents(&[("a.jsonl.gz", &whole[..whole.len() / 2])], "");
    assert!(documents.len() > 1000);
    let (last, before) = documents.split_last().unwrap();
    assert!(before.iter().all(|d| d.status == Status::Ok));
    assert_eq!(
        (last.status, last.diagnostics[0].code.as_ref()),
        (Status::Failed, "E104-truncated")
    );
}

#[test]
fn long_records_fail_alone() {
    let line = format!(
        "{{\"id\":1,\"text\":\"a\"}}\n{{\"id\":2,\"text\":\"{}\"}}\n{{\"id\":3,\"text\":\"b\"}}\n",
        "x".repeat(5000)
    );
    let statuses = |files: &[(&str, &[u8])]| -> Vec<Status> {
        documents(files, "[read]\nmax_document_bytes = 1000")
            .iter()
            .map(|d| d.status)
            .collect()
    };
    assert_eq!(
        statuses(&[("a.jsonl", line.as_bytes())]),
        [Status::Ok, Status::Failed, Status::Ok]
    );
    assert_eq!(
        statuses(&[("a.txt", &[b'a'; 1000]), ("b.txt", &[b'a'; 1001])]),
        [Status::Ok, Status::Failed]
    );
}

#[test]
fn the_bytes_read_add_up() {
    let files: &[(&str, &[u8])] = &[
        ("a.txt", b"12345"),
        ("b.jsonl", b"{\"text\":\"x\"}\n{\"text\":\"y\"}\n"),
        ("c.txt.gz", &gzip(b"text")),
    ];
    let folder = folder(files);
    let corpus = corpus(&settings(folder.path(), "")).unwrap();
    assert_eq!(corpus.records().map(|(_, n)| n).sum::<u64>(), corpus.total_bytes());
}

#[test]
fn long_documents_come_first() {
    let long = |mib: usize| vec![b'x'; mib << 20];
    let lines = [long(2), b"\n".to_vec()].concat();
    let folder = folder(&[
        ("a.txt", b"short"),
        ("b.jsonl", &lines),
        ("c.txt", &long(1)),
        ("d.md", &long(2)),
        ("e.txt", b"short, too"),
    ]);
    let corpus = corpus(&settings(folder.path(), "")).unwrap();
    let paths: Vec<String> = corpus.records().map(|(record, _)| record.source_path).collect();
    assert_eq!(paths, ["d.md", "c.txt", "a.txt", "b.jsonl", "e.txt"]);
}

#[cfg(unix)]
#[test]
fn links_and_pipes() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("a.txt", b"x")]);
    let root = folder.path().join("corpus");
    std::fs::write(folder.path().join("outside.txt"), "secret").unwrap();
    symlink("a.txt", root.join("alias.txt")).unwrap();
    symlink("../outside.txt", root.join("out.txt")).unwrap();
    symlink("nope", root.join("dead.txt")).unwrap();
    symlink("loop.txt", root.join("loop.txt")).unwrap();
    symlink(".", root.join("dir")).unwrap();
    let corpus = corpus(&settings(folder.path(), "")).unwrap();
    let ids: Vec<String> = corpus.records().map(|(r, _)| r.doc_id).collect();
    assert_eq!(ids, ["a.txt", "alias.txt"]);
    let odd: Vec<(&str, &str)> = corpus
        .diagnostics()
        .iter()
        .map(|d| (d.source_path.as_str(), d.code.as_ref()))
        .collect();
    let want = [
        ("dead.txt", "W107-link"),
        ("dir", "N101-not-regular"),
        ("loop.txt", "W107-link"),
        ("out.txt", "N101-not-regular"),
    ];
    assert_eq!(odd, want);
}

#[cfg(unix)]
#[test]
fn links_are_followed_when_asked() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("a.txt", b"x"), ("in/b.txt", b"x")]);
    let (root, outside) = (folder.path().join("corpus"), folder.path().join("outside"));
    std::fs::create_dir(&outside).unwrap();
    std::fs::write(outside.join("c.txt"), "elsewhere").unwrap();
    std::fs::write(outside.join("sources.csv"), "path,publisher\nc.txt,Wire\n").unwrap();
    symlink("../outside/c.txt", root.join("file.txt")).unwrap();
    symlink("../outside", root.join("folder")).unwrap();
    symlink("nope", root.join("dead.txt")).unwrap();
    symlink("itself.txt", root.join("itself.txt")).unwrap();
    symlink("..", root.join("in/circle")).unwrap();
    symlink("/dev/null", root.join("device.txt")).unwrap();
    let listed = |read: &str| -> (Vec<String>, Vec<String>) {
        let corpus = corpus(&settings(folder.path(), read)).unwrap();
        let publisher = |r: Record| format!("{} {}", r.doc_id, r.given.publisher.unwrap_or_default());
        let odd = corpus.diagnostics().iter().map(|d| format!("{} {}", d.code, d.message));
        (corpus.records().map(|(r, _)| publisher(r)).collect(), odd.collect())
    };
    let (asked, odd) = listed("[read]\nfollow_links = true");
    assert_eq!(asked, ["a.txt ", "file.txt ", "folder/c.txt Wire", "in/b.txt "]);
    assert_eq!(
        odd,
        [
            "W107-link the link dead.txt leads nowhere",
            "N101-not-regular device.txt is not a regular file",
            "W107-link the link in/circle leads in a circle",
            "W107-link the link itself.txt leads in a circle",
        ]
    );
    let (default, odd) = listed("");
    assert_eq!(default, ["a.txt ", "in/b.txt "]);
    let left = odd
        .iter()
        .filter(|o| o.contains("is not followed ([read] follow_links)"));
    assert_eq!(left.count(), 4, "{odd:?}");
}

#[cfg(unix)]
#[test]
fn a_sources_csv_that_is_no_file_of_the_corpus_is_left_alone() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("a.txt", b"x"), ("in/a.txt", b"x")]);
    std::fs::write(folder.path().join("elsewhere.csv"), "path,publisher\na.txt,Wire\n").unwrap();
    symlink("../elsewhere.csv", folder.path().join("corpus/sources.csv")).unwrap();
    let pipe = folder.path().join("corpus/in/sources.csv");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RWXU,
        0,
    )
    .unwrap();
    for (read, publisher) in [("", None), ("[read]\nfollow_links = true", Some("Wire"))] {
        let corpus = corpus(&settings(folder.path(), read)).unwrap();
        let given: Vec<_> = corpus.records().map(|(r, _)| r.given.publisher).collect();
        assert_eq!(given, [publisher.map(String::from), None]);
        let odd: Vec<&str> = corpus.diagnostics().iter().map(|d| d.source_path.as_str()).collect();
        assert_eq!(
            odd,
            if publisher.is_none() {
                vec!["in/sources.csv", "sources.csv"]
            } else {
                vec!["in/sources.csv"]
            }
        );
    }
}

#[test]
fn what_is_replaced_in_a_line_of_json_is_counted() {
    let lines = b"{\"text\":\"caf\xe9 \xff two\"}\n{\"title\":\"\xff\",\"text\":\"fine\"}\n{\"text\":\"\\ud800 \xff\"}\n{\"text\":\"\xef\xbf\xbd\"}\n";
    let replaced: Vec<(u32, String)> = documents(&[("a.jsonl", lines)], "")
        .into_iter()
        .map(|d| (d.replaced_chars, d.text))
        .collect();
    let want = [
        (2, "caf\u{fffd} \u{fffd} two"),
        (0, "fine"),
        (2, "\u{fffd} \u{fffd}"),
        (0, "\u{fffd}"),
    ];
    assert_eq!(replaced, want.map(|(n, text)| (n, text.to_string())));
}

#[test]
fn words_of_several_scripts_are_told_with_their_place() {
    for (name, content, at) in [
        ("a.txt", "The minister Q\u{430}is spoke.\n".to_string(), 13),
        ("a.html", "<p>The minister Q\u{430}is spoke.</p>".to_string(), 13),
    ] {
        let found = &documents(&[(name, content.as_bytes())], "")[0];
        let told = found
            .diagnostics
            .iter()
            .find(|d| d.code == "W110-mixed-script")
            .unwrap();
        assert_eq!((told.at, found.status), (Some(at), crate::types::Status::Warning));
    }
}

#[test]
fn front_matter_speaks_where_nothing_is_given() {
    let text = b"---\ntitle: Floods\ndate: 2020-02-04\n---\n# Floods\n\nText.\n";
    let d = &documents(
        &[("a.md", text), ("sources.csv", b"path,published\na.md,2020-02-05\n")],
        "",
    )[0];
    assert_eq!(
        (d.given.title.as_deref(), d.given.published.as_deref()),
        (Some("Floods"), Some("2020-02-05"))
    );
    assert_eq!(d.front_matter.map(|s| d.text[s.range()].len()), Some(38));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever the bytes, every format gives records and no panic.
    #[test]
    fn any_bytes_in_any_format(bytes: Vec<u8>, text in "(WARC/1.0\r\n|Content-Length: [0-9-]{1,22}\r\n|\r\n|\\{\"text\":|\"a\"|\\}|,|\n|text|<p|>|&amp;|---\n|é){0,30}") {
        let (fields, sources) = (Fields::new(&Default::default(), "").unwrap(), Sources::default());
        for format in FORMATS {
            for bytes in [&bytes[..], text.as_bytes()] {
                let input = Input { path: "x", bytes: Box::new(std::io::Cursor::new(bytes.to_vec())), limit: 100, max_expansion: 200, fields: &fields, sources: &sources };
                for record in format.records(input).take(1000) {
                    prop_assert!(matches!(record.body, Body::Failed) != record.diagnostics.is_empty() || !matches!(record.body, Body::Failed));
                    let settings = Settings::parse("corpus = [\"x\"]\noutput = \"y\"", "").unwrap();
                    document(record, &settings);
                }
            }
        }
    }
}
