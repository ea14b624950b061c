//! Exports as they are, and as they should not be.

use super::*;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!-- a comment --><rss version=\"2.0\"><channel><title>Maple</title><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://blog.example</wp:base_blog_url>";
const TAIL: &str = "</channel></rss>";

fn read(export: impl Read) -> Result<Vec<Piece>, Unreadable> {
    let mut export = Export::new(export);
    let mut pieces = Vec::new();
    while let Some(piece) = export.piece()? {
        pieces.push(piece);
    }
    Ok(pieces)
}

fn entries(inside: &str) -> Result<Vec<Entry>, Unreadable> {
    let pieces = read(format!("{HEAD}{inside}{TAIL}").as_bytes())?;
    Ok(pieces
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Entry(entry) => Some(*entry),
            Piece::Author { .. } => None,
        })
        .collect())
}

#[test]
fn an_entry_is_read_with_all_that_matters() {
    let entry = "<item><title>A &amp; B &#8217;</title><dc:creator><![CDATA[kaur]]></dc:creator><guid isPermaLink=\"false\">https://blog.example/?p=7</guid>\
        <content:encoded><![CDATA[a ]]]]><![CDATA[> b\r\n🚢]]></content:encoded><wp:post_id>7</wp:post_id><wp:status>publish</wp:status>\
        <wp:post_type>post</wp:post_type><wp:post_password></wp:post_password><category domain=\"post_tag\">ships</category><wp:is_sticky/>\
        <wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>12</wp:meta_value></wp:postmeta>\
        <wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_author>Gran</wp:comment_author>\
        <wp:comment_author_email>gran@mail.example</wp:comment_author_email><wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>\
        <wp:comment_content>Lovely</wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:commentmeta><wp:meta_key>x</wp:meta_key></wp:commentmeta></wp:comment></item>";
    let [entry] = &entries(entry).unwrap()[..] else { panic!("one entry") };

    assert_eq!((entry.id, entry.title.as_str(), entry.content.as_str()), (7, "A & B ’", "a ]]> b\n🚢"));
    assert_eq!((entry.thumbnail, entry.labels, entry.has_password, entry.left_out()), (12, 1, false, None));
    assert_eq!((entry.author.as_str(), entry.guid.as_str()), ("kaur", "https://blog.example/?p=7"));
    let said = &entry.comments[0];
    assert_eq!((said.id, said.author.as_str(), said.content.as_str()), (3, "Gran", "Lovely"));
    assert!(!format!("{entry:?}").contains("mail.example") && !format!("{entry:?}").contains("192.0.2.7"));
}

#[test]
fn whoever_wrote_is_known_by_name_and_the_blog_by_its_address() {
    let author = "<wp:author><wp:author_login>kaur</wp:author_login><wp:author_email>k@x.example</wp:author_email><wp:author_display_name><![CDATA[Mrs Kaur]]></wp:author_display_name></wp:author>";
    let text = format!("{HEAD}{author}{TAIL}");
    let mut export = Export::new(text.as_bytes());

    let piece = export.piece().unwrap();

    assert_eq!(piece, Some(Piece::Author { login: "kaur".to_owned(), name: "Mrs Kaur".to_owned() }));
    assert_eq!(export.site(), "https://blog.example");
    assert_eq!(export.piece().unwrap(), None);
}

#[test]
fn another_file_is_told_apart_at_once() {
    for other in [
        "",
        "hello",
        "PK\u{3}\u{4}",
        "{\"items\": []}",
        "<html><body></body></html>",
        "<rss><channel><title>A feed</title><item></item></channel></rss>",
        "<rss><channel></channel></rss>",
        "<rss><item/></rss>",
    ] {
        assert_eq!(read(other.as_bytes()), Err(Unreadable::NotAnExport), "{other:?}");
    }
    assert_eq!(read(&[0xff, 0xfe, 0x3c, 0x00][..]), Err(Unreadable::NotAnExport));
    let newer = format!("{HEAD}{TAIL}").replace("1.2</", "2.0</");
    assert_eq!(read(newer.as_bytes()), Err(Unreadable::Version("2.0".to_owned())));
    for known in ["1.0", "1.1", "1.2"] {
        let text = format!("{HEAD}<item/>{TAIL}").replace("1.2</", &format!("{known}</"));
        assert_eq!(read(text.as_bytes()).unwrap().len(), 1, "{known}");
    }
}

#[test]
fn t90_no_entity_is_ever_declared_or_made_larger() {
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><rss><channel><title>&b;</title></channel></rss>";
    assert_eq!(read(laughs.as_bytes()), Err(Unreadable::Declares));
    let from_outside = "<!DOCTYPE rss SYSTEM \"file:///etc/passwd\"><rss/>";
    assert_eq!(read(from_outside.as_bytes()), Err(Unreadable::Declares));
    assert_eq!(entries("<item><title>&b;</title></item>"), Err(Unreadable::Declares));
    assert_eq!(entries("<item><title>&lt;&#x1F6A2;&gt;</title></item>").unwrap()[0].title, "<🚢>");
}

#[test]
fn what_nests_too_deep_is_refused() {
    let nested = |deep: usize| format!("<item>{}{}</item>", "<a>".repeat(deep), "</a>".repeat(deep));
    assert_eq!(entries(&nested(DEEPEST - 3)).unwrap().len(), 1);
    assert_eq!(entries(&nested(DEEPEST - 2)), Err(Unreadable::Deep));
    assert_eq!(entries(&format!("<item>{}", "<a>".repeat(1_000_000))), Err(Unreadable::Deep));
}

/// So many bytes of the same, out of nothing.
fn much(head: &str, bytes: u64) -> impl Read {
    let head = format!("{HEAD}{head}").into_bytes();
    io::Cursor::new(head)
        .chain(io::repeat(b'a').take(bytes))
        .chain(io::Cursor::new("]]></content:encoded></item></channel></rss>"))
}

/// Counts what is read of something.
struct Counted<R>(R, u64);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(into)?;
        self.1 += read as u64;
        Ok(read)
    }
}

#[test]
fn a_text_of_200_mb_is_refused_long_before_its_end() {
    let begin = "<item><content:encoded><![CDATA[";
    let mut source = Counted(much(begin, 200_000_000), 0);

    let refused = read(&mut source).unwrap_err();

    assert!(matches!(refused, Unreadable::LongText(_)), "{refused:?}");
    assert!(refused.to_string().contains("8 MB"), "{refused}");
    assert!(source.1 < 9_000_000, "{} bytes were read", source.1);
    let whole = read(much(begin, 8_000_000)).unwrap();
    assert!(matches!(&whole[..], [Piece::Entry(entry)] if entry.content.len() == 8_000_000));
    for begin in ["<item><title>", "<item><title a=\"", "<item><!--", "<item><", "<!DOCTYPE ", "<item><title>&"] {
        let refused = read(much(begin, 200_000_000)).unwrap_err();
        assert!(matches!(refused, Unreadable::LongText(_)), "{begin}: {refused:?}");
    }
}

#[test]
fn many_texts_of_one_post_are_refused_as_well() {
    let text = format!("<wp:comment><wp:comment_content>{}</wp:comment_content></wp:comment>", "a".repeat(1_000_000));
    assert_eq!(entries(&format!("<item>{}</item>", text.repeat(2))).unwrap().len(), 1);
    let large = entries(&format!("<item>{}</item>", text.repeat(70)));
    assert!(matches!(large, Err(Unreadable::LargeEntry(_))), "{large:?}");
    // Two that are large together and not each.
    assert_eq!(entries(&format!("<item>{}</item>", text.repeat(40)).repeat(2)).unwrap().len(), 2);
    let many = entries(&format!("<item>{}</item>", "<wp:comment/>".repeat(MOST_COMMENTS + 1)));
    assert!(matches!(many, Err(Unreadable::LargeEntry(_))));
    let split = entries(&format!("<item><title>{}</title></item>", "&#97;<a/>".repeat(3).repeat(1000)));
    assert_eq!(split.unwrap()[0].title.len(), 3000);
}

#[test]
fn a_damaged_or_cut_file_is_refused() {
    let whole = format!("{HEAD}<item><title>Ships</title></item>{TAIL}");
    for cut in [HEAD.len(), HEAD.len() + 3, HEAD.len() + 12, HEAD.len() + 30, whole.len() - 8] {
        assert_eq!(read(&whole.as_bytes()[..cut]), Err(Unreadable::Cut), "cut at {cut}");
    }
    let crossed = whole.replace("</title></item>", "</item></title>");
    assert!(matches!(read(crossed.as_bytes()), Err(Unreadable::Damaged { .. })));
    let mut bytes = whole.clone().into_bytes();
    bytes[HEAD.len() + 14] = 0xff;
    assert!(matches!(read(&bytes[..]), Err(Unreadable::Damaged { .. })));
    assert_eq!(read(whole.as_bytes()).unwrap().len(), 1);
}
