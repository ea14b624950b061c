-- The words are made by the program, so that a blank is all there is between two; where in a text they stand is in the text.
create virtual table findable_words using fts5 (words, content = 'findable', content_rowid = 'number', tokenize = "ascii tokenchars '='",
    detail = none, columnsize = 0);
-- What is taken out leaves nothing behind.
insert into findable_words (findable_words, rank) values ('secure-delete', 1);
create trigger findable_comes after insert on findable begin
    insert into findable_words (rowid, words) values (new.number, new.words);
end;
create trigger findable_goes after delete on findable begin
    insert into findable_words (findable_words, rowid, words) values ('delete', old.number, old.words);
end;
-- Every word there is, for looking whether all of them are still in a text.
create virtual table findable_terms using fts5vocab (findable_words, row);
