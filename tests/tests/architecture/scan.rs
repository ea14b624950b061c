//! Reads Rust just well enough to see which paths a file names.

/// A piece of code, with the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Word(String),
    /// `::`
    Into,
    Mark(char),
}

/// The words and marks of a file, without comments, without what is in quotes, and without the tests at its foot.
pub(crate) fn tokens(text: &str) -> Vec<(usize, Token)> {
    let mut found = Vec::new();
    for (index, line) in above_tests(&without_words(text)).lines().enumerate() {
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let length = rest.find(|c: char| !is_of_a_name(c)).unwrap_or(rest.len());
            if length > 0 {
                found.push((index + 1, Token::Word(rest[..length].to_owned())));
                rest = &rest[length..];
            } else if let Some(after) = rest.strip_prefix("::") {
                found.push((index + 1, Token::Into));
                rest = after;
            } else {
                if !first.is_whitespace() {
                    found.push((index + 1, Token::Mark(first)));
                }
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    found
}

/// Where a path begins with this name, as `name::…` or `use name`: the lines.
pub(crate) fn uses_of(name: &str, tokens: &[(usize, Token)]) -> Vec<usize> {
    let is_use = |index: usize| {
        let before = index.checked_sub(1).map(|before| &tokens[before].1);
        let begins = match before {
            // `use ::name` begins a path, `other::name` does not.
            Some(Token::Into) => {
                !matches!(index.checked_sub(2).map(|i| &tokens[i].1), Some(Token::Word(word)) if word != "use")
            }
            Some(Token::Mark('.')) => false,
            _ => true,
        };
        let goes_on = matches!(tokens.get(index + 1), Some((_, Token::Into)));
        begins && (goes_on || before == Some(&Token::Word("use".to_owned())))
    };
    let named = tokens.iter().enumerate().filter(|(_, (_, token))| *token == Token::Word(name.to_owned()));
    named.filter(|(index, _)| is_use(*index)).map(|(_, (line, _))| *line).collect()
}

/// Where this path is named, such as `["Timestamp", "now"]`: the lines.
pub(crate) fn calls_of(path: &[&str], tokens: &[(usize, Token)]) -> Vec<usize> {
    let wanted: Vec<Token> =
        path.iter().flat_map(|part| [Token::Into, Token::Word((*part).to_owned())]).skip(1).collect();
    tokens
        .windows(wanted.len())
        .filter(|window| window.iter().map(|(_, token)| token).eq(wanted.iter()))
        .map(|window| window[0].0)
        .collect()
}

/// The modules at the top of our own crate that a file in `module` names by `crate::` or `super::`: line and name.
pub(crate) fn own_modules(module: &[&str], tokens: &[(usize, Token)]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let Token::Word(word) = &tokens[index].1 else {
            index += 1;
            continue;
        };
        let mut depth = match word.as_str() {
            "crate" => 0,
            "super" => module.len().saturating_sub(1),
            _ => {
                index += 1;
                continue;
            }
        };
        index += 1;
        while is_word("super", tokens.get(index + 1)) && is_into(tokens.get(index)) {
            depth = depth.saturating_sub(1);
            index += 2;
        }
        if depth == 0 && is_into(tokens.get(index)) {
            found.extend(heads(&tokens[index + 1..]));
        }
    }
    found
}

/// The names that may follow `crate::`: one, or each of `{one::…, two, …}`. Macros have no floor and are left out.
fn heads(tokens: &[(usize, Token)]) -> Vec<(usize, String)> {
    let head = |index: usize| match (tokens.get(index), tokens.get(index + 1)) {
        (_, Some((_, Token::Mark('!')))) => None,
        (Some((line, Token::Word(word))), _) => Some((*line, word.clone())),
        _ => None,
    };
    if tokens.first().map(|(_, token)| token) != Some(&Token::Mark('{')) {
        return head(0).into_iter().collect();
    }
    let mut found = Vec::new();
    let mut depth = 0;
    for (index, (_, token)) in tokens.iter().enumerate() {
        match token {
            Token::Mark('{') => depth += 1,
            Token::Mark('}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && matches!(token, Token::Mark('{' | ',')) {
            found.extend(head(index + 1));
        }
    }
    found
}

/// What is in double quotes, with its line: from code only, not from comments or the tests at the foot.
pub(crate) fn quoted(text: &str) -> Vec<(usize, String)> {
    let code_lines = above_tests(&without_words(text)).lines().count();
    let mut found = Vec::new();
    let mut line = 1;
    for piece in pieces(text) {
        if piece.kind == Kind::Quote && line <= code_lines {
            found.push((line, piece.text.trim_matches(['r', 'b', '#', '"']).to_owned()));
        }
        line += piece.text.matches('\n').count();
    }
    found
}

/// A file up to its `#[cfg(test)] mod tests {`, which by our custom is at the foot.
fn above_tests(code: &str) -> &str {
    let mut at = 0;
    while let Some(found) = code[at..].find("#[cfg(test)]") {
        let start = at + found;
        let mut after = code[start + "#[cfg(test)]".len()..].lines().map(str::trim).filter(|line| !line.is_empty());
        let item = after.find(|line| !line.starts_with("#["));
        if item.is_some_and(|item| item.starts_with("mod ") && item.ends_with('{')) {
            return &code[..start];
        }
        at = start + 1;
    }
    code
}

/// A file with its comments and the insides of its quotes gone, each line where it was.
fn without_words(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    for piece in pieces(text) {
        if piece.kind == Kind::Code {
            code.push_str(piece.text);
        } else {
            code.push(' ');
            code.extend(piece.text.chars().filter(|c| *c == '\n'));
        }
    }
    code
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Comment,
    Quote,
}

struct Piece<'a> {
    kind: Kind,
    text: &'a str,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut word_before = false;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let special = if rest.starts_with("//") {
            Some((Kind::Comment, rest.find('\n').unwrap_or(rest.len())))
        } else if rest.starts_with("/*") {
            Some((Kind::Comment, rest.find("*/").map_or(rest.len(), |end| end + 2)))
        } else if first == '"' {
            Some((Kind::Quote, quote_length(rest)))
        } else if first == '\'' {
            letter_length(rest).map(|length| (Kind::Quote, length))
        } else if !word_before && (first == 'r' || first == 'b') {
            raw_length(rest).map(|length| (Kind::Quote, length))
        } else {
            None
        };
        if let Some((kind, length)) = special {
            found.push(Piece { kind: Kind::Code, text: &text[start..at] });
            found.push(Piece { kind, text: &rest[..length] });
            at += length;
            start = at;
            word_before = false;
        } else {
            word_before = is_of_a_name(first);
            at += first.len_utf8();
        }
    }
    found.push(Piece { kind: Kind::Code, text: &text[start..] });
    found
}

/// `"…"`, with escapes.
fn quote_length(rest: &str) -> usize {
    let mut escaped = false;
    for (index, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return index + 1,
            _ => {}
        }
    }
    rest.len()
}

/// `'a'` or `'\n'`; a lifetime is none.
fn letter_length(rest: &str) -> Option<usize> {
    let mut letters = rest.char_indices().skip(1);
    let (_, first) = letters.next()?;
    if first == '\\' {
        letters.next();
        return letters.find(|(_, c)| *c == '\'').map(|(index, _)| index + 1);
    }
    letters.next().filter(|(_, c)| *c == '\'').map(|(index, _)| index + 1)
}

/// `r"…"`, `r#"…"#`, `b"…"`, `br"…"`.
fn raw_length(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'));
    let Some(after) = after else {
        let quote = rest.strip_prefix('b').filter(|quote| quote.starts_with('"'))?;
        return Some(1 + quote_length(quote));
    };
    let hashes = after.len() - after.trim_start_matches('#').len();
    let inside = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let opening = rest.len() - inside.len();
    Some(inside.find(&end).map_or(rest.len(), |at| opening + at + end.len()))
}

fn is_of_a_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_into(token: Option<&(usize, Token)>) -> bool {
    matches!(token, Some((_, Token::Into)))
}

fn is_word(word: &str, token: Option<&(usize, Token)>) -> bool {
    matches!(token, Some((_, Token::Word(found))) if found == word)
}
