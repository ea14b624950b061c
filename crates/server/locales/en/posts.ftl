# A post, its comments, and writing both.

post-by = by { $names }
post-edited = changed { $moment }
post-edit = Change it
post-take-back = Take it back
post-take-back-question = This hides the post here at once and asks every school that has it to delete it. It can't be undone.
post-take-back-yes = Yes, take it back
post-talk = What people say
post-talk-none = Nobody has said anything yet. Be the first!
post-own = Your comments

# The audiences of a post, as a chip and as a choice.
audience-class = Our class
audience-class-hint = The class's own pupils, staff and families
audience-school = Our school
audience-school-hint = Everyone who signs in here
audience-friends = Our friends
audience-friends-hint = Our school, and the partner classes that follow us
audience-public = Public web
audience-public-hint = Anyone. An admin allows this for a class.

comment-answers = to { $name }
comment-hide = Hide this comment
comment-label = Say something kind or ask something
comment-signed = Signed: { $signature }
comment-send = Send
comment-send-teacher = Give to my teacher
comment-mend-title = Try your comment again
comment-mend-post = About this post
comment-empty = Write something first.
comment-too-long = That is too long. Make it shorter.

write-title-new = Write something
write-title-edit = Change your post
write-title = Title
write-title-missing = Give it a title.
write-title-too-long = That title is too long.
write-body = Your words
write-body-missing = Write something first.
write-body-too-long = That is too long. Make it shorter.
write-tools = Make it look good
write-tool-heading = Heading
write-tool-bold = Bold
write-tool-list = List
write-tool-numbers = Numbers
write-tool-quote = Quote
write-tool-look = Have a look
write-words = Words:
write-saved = Kept on this computer
write-markdown = **bold**, # heading, - list
write-preview = How it will look
write-found = You wrote something here before.
write-found-use = Put it back
write-found-drop = Throw it away
write-pictures = Pictures
write-pictures-hint = Up to 6. Say what each one shows.
write-picture = Picture { $number }
write-picture-choose = Choose a picture
write-picture-other = Choose another picture
write-picture-remove = Take this picture out
write-picture-alt = What can you see in it?
write-picture-alt-hint = For people who can't see it.
write-picture-alt-missing = Say what the picture shows.
write-picture-who-missing = Say who is in the picture.
write-picture-kind = That is not a picture. Try another file.
write-picture-too-big = That picture is too big. Try a smaller one.
write-picture-broken = We can't open that picture. Try another.
write-who = Who is in this picture?
write-who-nobody = Nobody
write-who-no-faces = People, but no faces
write-who-faces = People's faces
write-audience = Who can read it?
write-audience-hint = You can make it smaller later, and take it back.
write-audience-missing = Choose who can read it.
write-send = Publish
write-send-edit = Publish the change
write-send-teacher = Give to my teacher
write-keep = Keep for later

taken-back-title = Taken back
taken-back-by = taken back by { $name }
taken-back-here = Nobody can read it here any more.
taken-back-nobody = No other school had it.
taken-back-count = { $total ->
    [one] { $confirmed } of { $total } school has confirmed
   *[other] { $confirmed } of { $total } schools have confirmed
}
taken-back-school = School
taken-back-state = What it said
taken-back-when = When
taken-back-keep-trying = We keep asking the others, without end.
receipt-confirmed = Confirmed
receipt-on-its-way = On its way
receipt-silent = Not answering since { $since }; we keep trying
