# A post, its comments, and writing both.

post-by = by { $names }
post-edited = changed { $moment }
post-edit = Change it
post-take-back = Take it back
post-take-back-question = This hides the post here at once and asks every school that has it to delete it. It can't be undone.
post-take-back-yes = Yes, take it back
post-take-back-no = No, keep it
post-taken-back = Taken back.
post-hide = Take it off our page
post-staff-only = Staff screen only
post-liked = { $names } liked this.
post-like = Like as { $class }
post-unlike = Take back the like of { $class }
post-talk = What people say
post-talk-none = Nobody has said anything yet. Be the first!

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
abroad-waiting = A teacher of { $class } reads it first
abroad-shown = It is on the page of { $class }
abroad-not-shown = It is not on the page of { $class }
comment-answer = Answer
comment-class = For which class?
comment-published = Your comment is out.
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
write-signature = Who wrote it?
write-signature-hint = Such as “Sam and Ama”. Empty, it comes from the whole class.
write-signature-hint-pupil = First names. Leave it empty if it is just you.
write-signature-too-long = That is too long. First names are enough.
write-untitled = No title yet
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
write-help = Help with writing
write-help-starters = Ways to start
write-help-words = Useful words
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
write-picture-size = JPEG, PNG, WebP or GIF, up to 12 MB.
write-picture-alt = What can you see in it?
write-picture-alt-hint = For people who can't see it.
write-picture-alt-missing = Say what the picture shows.
write-picture-alt-too-long = That is too long. A sentence or two is enough.
write-picture-who-missing = Say who is in the picture.
write-picture-kind = That is not a picture. Try another file.
write-pictures-too-many = A post has room for six pictures.
write-picture-too-big = That picture is too big. Try a smaller one.
write-picture-broken = We can't open that picture. Try another.
write-who = Who is in this picture?
write-who-nobody = Nobody
write-who-no-faces = People, but no faces
write-who-faces = People's faces
write-audience = Who can read it?
write-audience-hint = You can make it smaller later, and take it back.
write-audience-public = Only an admin can open a post to the public web. Choose another.
write-send = Publish
write-send-edit = Publish the change
write-send-teacher = Give to my teacher
write-keep = Keep for later
write-kept = Kept. Nobody else can see it yet.
write-with-teacher = Your teacher has it now.
write-published = It is out.
write-throw-away = Throw it away
write-throw-away-question = It leaves your tray, and nobody reads it. It can't be undone.
write-throw-away-yes = Yes, throw it away

taken-back-title = Taken back
taken-back-by = taken back by { $name }
taken-back-here = Nobody can read it here any more. Its words and pictures go from this server within a day.
taken-back-sealed = Nobody can read it here any more but the safeguarding lead.
taken-back-nobody = No other school had it.
taken-back-summary = { $count ->
    [one] { $count } school: { $parts }.
   *[other] { $count } schools: { $parts }.
}
taken-back-confirmed = { $count } of { $all } confirmed
taken-back-took = { $count } { $count ->
    [one] has
   *[other] have
} our letter
taken-back-asked = { $count } asked, cannot confirm
taken-back-refused = { $count } refused
taken-back-on-its-way = { $count } on its way
taken-back-held = { $count } paused
taken-back-silent = { $count } not answering since { $since }
taken-back-school = School
taken-back-state = What it said
taken-back-when = When
taken-back-keep-trying = We keep asking until each has answered. There is nothing more for you to press.
receipt-confirmed = Confirmed
receipt-taken = It has our letter, and has not confirmed yet
receipt-on-its-way = On its way
receipt-asked = Asked; its software cannot confirm
receipt-held = Waits since { $since }, until exchange with it goes on
receipt-refused = Its server would not take our letter ({ $since }): telephone them
receipt-silent = Not answering since { $since }; next try { $next }
receipt-silent-now = Not answering since { $since }; being tried now
receipt-wording = It had the version of { $moment }.
receipt-wording-unknown = It may have had it: its server did not say.
taken-back-erased = Erased for good
taken-back-telephone = Whom to telephone
taken-back-telephone-lead = These schools have not confirmed. Ask them whether it is gone.
taken-back-contact = Contact:
taken-back-safeguarding = Safeguarding lead:
taken-back-nobody-named = nobody written down
taken-back-all = Taken back, not yet confirmed
taken-back-all-lead = What was taken back, and not every school has said that it is gone there. We keep asking. Open one to see whom to telephone.
taken-back-none-open = Everything is confirmed
taken-back-none-open-more = Whatever was taken back is gone from every school that can say so. What is still open shows here.
taken-back-reminder = { $count ->
    [one] { $count } thing that was taken back is not confirmed by every school yet.
   *[other] { $count } things that were taken back are not confirmed by every school yet.
}
report-open = Report to print
report-title = Report on something taken back
report-made = made { $moment } by { $name }
report-what = What
report-post = A post of { $class }
report-comment = A comment of { $class }
report-taken-back = Taken back
report-zone = Times are those of { $zone }.
report-foot = “Confirmed” means that the other school's server said so with its signature. This report holds no word of what was taken back.

# Beside a post, for those who run its class.
post-unreached = { $school } has not received this yet. We have been trying since { $since } and go on by ourselves.
post-unreached-change = { $school } has not received the last change yet. We have been trying since { $since } and go on by ourselves.
post-refused = { $school } did not take this. Ask an admin to look under Deliveries.
post-refused-change = { $school } did not take the last change. Ask an admin to look under Deliveries.

write-collects = Collect short pieces
write-collects-hint = Your pupils write theirs below this post. Friends see one post, and nobody is flooded. Untick it when you have enough.
collection-pieces = { $count ->
    [one] { $count } piece
   *[other] { $count } pieces
}
collection-none = No piece has been let out yet.
collection-closed = This collection is closed. Thank you for all of them!
collection-label = Your piece
collection-add = Add yours
collection-now = We are collecting:
fault-collection-closed = This collection is closed now. Copy your words and ask your teacher.
