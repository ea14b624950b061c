# Looking for words, and what was found.

search-title = Search
search-lead = Posts and comments, whatever has become of them.
search-words = Words
search-do = Search
search-cut = Only the first twelve words were looked for.
search-nothing = Nothing found
search-nothing-more = Try fewer words, or another one.
search-no-word = There is no word in that
search-no-word-more = Type a word to look for.
search-comment = Comment
search-picture = Picture:
search-on-page = On the page
search-changed = A change is waiting
search-waiting = Waiting at the gate
search-staff-only = Staff screen only
search-hidden = Hidden
search-sent-back = Sent back
search-turned-away = Turned away
search-taken-back = Taken back
