# The gate, its cases and its history.

gate-waiting = { $count ->
    [0] Nothing is waiting
    [one] { $count } thing is waiting
   *[other] { $count } things are waiting
}
gate-waiting-many = { $count } things or more are waiting
gate-history = What was decided
gate-live-show = Show what waits now
gate-trays = Trays
gate-coming-in = Coming in
gate-going-out = Going out
gate-ours = Ours
gate-asking = { $count ->
    [one] { $count } class asks to follow us
   *[other] { $count } classes ask to follow us
}
gate-none = You have no gate
gate-none-more = An admin gives you a place at a class's gate under staff and rights.
gate-open-this = Open
gate-only-look = You sit beside a colleague here: you see what waits, and they decide.
gate-nothing-waiting = Nothing is waiting.
gate-nothing-waiting-more = The gate is open. What comes next waits here for you.
gate-tray-empty = Nothing waits in this tray.
gate-tray-empty-more = Look in the others.
gate-group-count = { $count ->
    [one] { $count } item
   *[other] { $count } items
}
gate-about = About this post
gate-about-waiting = It waits too
gate-about-hidden = It is off the page
gate-bulk = Let in these { $count }
gate-bulk-hint = Flagged items and pictures stay here, to be looked at one by one.
gate-hide-all = Hide everything
gate-hide-all-question = Everything from this class disappears at once, here and for everyone. New things are held back. You can show it again under partner classes.
gate-hide-all-yes = Yes, hide everything

gate-key-next = next
gate-key-previous = back
gate-key-let-in = let in
gate-key-send-back = send back
gate-key-picture = show picture
gate-key-undo = undo

gate-kind-post = post
gate-kind-comment = comment
gate-kind-answer = answer
gate-kind-edit = changed after it was let in
gate-kind-edit-hidden = changed; the old one is off the page
gate-kind-hidden = taken off the page
gate-by = written by { $name }
gate-edit-explains = The words you let in stay up until you decide. What would change:
gate-warning = Their warning: { $warning }
gate-flags = Have a closer look
gate-picture-look = Look
gate-picture-alt = Described as:
gate-picture-coming = A picture is on its way
gate-picture-refused = A picture that could not be taken
gate-picture-who = Who is in it: { $answer }
gate-link-allow = Allow this link
gate-link-allowed = Link allowed

gate-let-in = Let in
gate-let-out = Let out
gate-without-pictures = Without pictures
gate-staff-screen = Staff screen only
gate-turn-away = Turn away
gate-send-back = Send back
gate-send-back-why = What should it say? One tap sends it back.
gate-send-back-note = Or in your own words
gate-send-back-with-note = Send back with my words
gate-leave-out = Leave something out
gate-leave-out-label = Let it out with something left out
gate-leave-out-hint = The child sees what you changed.
gate-leave-out-send = Let out like this
gate-change-none = Change the words below, then look at what changes.
gate-change-difference = What would change:
gate-change-text = The words
gate-change-reason = What the child reads about it
gate-change-reason-hint = Such as “I left out your street.” You can leave this empty.
gate-change-look = Look at the change
gate-worried = I'm worried
gate-worried-explains = This seals it for the safeguarding lead. It leaves every page at once, this one too.
gate-worried-note = What worries you? You can leave this empty.
gate-worried-seal = Seal it

# What the child reads when something comes back.
reason-names = Leave out full names.
reason-kind = Say it in a kind way.
reason-more = Tell us a bit more.
reason-spelling = Read it again and check your spelling.
reason-picture = Choose another picture.
reason-private = Leave out places and numbers.
reason-own-words = Say it in your own words.

flag-link = Link
flag-phone = Phone number
flag-postcode = Postcode
flag-email = E-mail address
flag-handle = Handle
flag-surname = Surname
flag-where-live = Asks where someone lives
flag-words = Word to look at
flag-first = First from this school
flag-picture = New picture

# After a decision, on the toast.
toast-plain = { $text }
toast-let-in = Let in.
toast-let-out = Let out.
toast-let-in-without-pictures = Let in without its pictures.
toast-staff-only = On the staff screen only.
toast-let-out-changed = Let out, with your change.
toast-let-in-many = { $count ->
    [one] { $count } item let in.
   *[other] { $count } items let in.
}
toast-send-back = Sent back.
toast-turn-away = Turned away.
toast-sealed = Sealed for the safeguarding lead.
toast-hidden = Everything from that class is hidden.
toast-link-allowed = Link allowed.
toast-undone = Undone. It waits again.
toast-undone-post = Undone. It is a draft again, and nobody else sees it.
toast-undone-comment = Undone. Your words are back in the field.
toast-undo-too-late = Too late to undo. Take it off the page, or take it back, under what was decided.
toast-taken = { $name } was faster: { $outcome }.
toast-changed = It was changed in the meantime. Look at it again.
toast-pictures-coming = Its pictures are still on their way. You can let it in without them.
toast-gone = It is not there any more: removed, sealed, or its school is paused.
toast-missed-some = { $count ->
    [one] { $count } stays:
   *[other] { $count } stay:
}
toast-item-hidden = Off every page. It waits here again.
toast-send-back-why = Choose what the child should read, or write it.
gate-paused-all = All exchange with other schools is paused: nothing comes in, nothing goes out.
gate-paused-school = { $school } is paused. What it sent is held.

sealed-title = Worries
sealed-lead = Only you see these. Each was taken off every page when it was sealed, and kept as it was.
sealed-empty = No open cases
sealed-empty-more = When somebody seals an item or a child tells an adult, it comes here.
sealed-case = Case { $number }
sealed-by = sealed by { $name }
sealed-told = told by { $name }
sealed-thread = What came before
sealed-item = What was sealed
sealed-seen-by = Who could have seen it
sealed-seen-by-none = No pupil could see it: it was never let in, or was off the page.
sealed-seen-by-pupils = Pupils of these classes could read it, and these adults sit at the gate:
sealed-earlier = { $count ->
    [one] It was changed once before; both wordings are in the download.
   *[other] It was changed { $count } times before; every wording is in the download.
}
sealed-emergency = Pause all exchange with other schools
toast-case-released = Released. It stands where it stood before.
toast-case-kept = Kept sealed. The case is closed.
toast-case-paused = Kept sealed, and the partner school is paused.
sealed-reason = Your reason
sealed-reason-hint = Kept with the case. Needed for every decision.
sealed-release = Release it to the class
sealed-keep = Keep it sealed, close the case
sealed-pause = Keep it and pause the partner
sealed-export = Download as data
sealed-read = Read or print the case
sealed-wording = Wording { $number }
sealed-read-by = Pupils of these classes could read it:
sealed-end = How it ended
sealed-still-open = The case is open.
sealed-closed = Closed cases
sealed-outcome-released = released to the class
sealed-outcome-kept = kept sealed

history-title = What was decided
history-filter = Show
history-filter-all = All
history-filter-in = Let in
history-filter-back = Sent back
history-filter-away = Turned away
history-hide = Take off
history-hide-question = It leaves every page at once and waits at the gate again.
history-hide-yes = Yes, take it off
history-empty = No decisions yet
history-empty-more = What is decided at the gate is written down here.

# What was said, as a state and after a name: "Mrs K was faster: let in."
decision-let_in = Let in
decision-let_in_without_pictures = Let in without pictures
decision-staff_only = Staff screen only
decision-let_out_changed = Let out with a change
decision-send_back = Sent back
decision-turn_away = Turned away
decision-publish = Published
decision-undone = Undone
