-- The words are made by the program, so that nothing is left for a dictionary to do. Nothing waits outside of the index to be
-- put into it, and no sample of the words is kept to plan by.
create index findable_by_words on findable using gin (array_to_tsvector(string_to_array(words, ' '))) with (fastupdate = off);
alter index findable_by_words alter column 1 set statistics 0;
