# Pupils, their cards, staff and rights.

pupils-title = { $count ->
    [0] Pupils
    [one] { $count } pupil
   *[other] { $count } pupils
}
pupils-empty = No pupils yet
pupils-empty-more = Paste their first names, one on each line.
pupils-name = Name
pupils-card = Card
pupils-no-card = No card yet
pupils-card-made = Made on { $moment }, not used yet
pupils-card-used = Made on { $made }, last used { $used }
pupils-make-card = New card
pupils-make-card-question = { $name } gets a new card. The old one stops working at once.
pupils-make-card-yes = Yes, make a new card
pupils-more = More
pupils-group = Put into this group
pupils-elsewhere = also in { $classes }
pupils-out = Take out of { $class }
pupils-out-hint = Whoever is taken out of { $class } no longer reads or writes here. What they wrote stays.
pupils-left = Left the school
pupils-left-question = Whoever has left is not listed any more, and no card opens. What they wrote stays with the class.
families-title = For families
families-none = There is no link for families yet.
families-since = The link for families was made { $moment } and works until { $until }.
families-ended = The link for families ended on { $until }: it works for a school year. Make a new one.
families-hint = It opens this class's page without an account. Give it to families on paper or through your usual channel.
families-new = New link for families
families-question = The old link stops working at once, for every family.
families-yes = Yes, make a new link
families-lead = Copy or print it now: it is shown only this once.
families-card = For our families
pupils-revoke = End card
pupils-print-all = New cards for all
pupils-print-all-question = Every pupil gets a new card to print. Their old cards stop working at once.
pupils-print-all-yes = Yes, make new cards
pupils-add = Add pupils
pupils-names = Names
pupils-names-hint = One on each line. First names are enough; add a letter where two are alike.
pupils-privacy = Names stay on this server. Other schools see only what a child signs, such as “Sam, Maple class”.
pupil-list-file = Or a CSV file
pupil-list-file-hint = With commas, semicolons or tabs, saved as “CSV UTF-8”. At most 200 lines and 32 kB.
pupil-list-look = Look through it
pupil-list-title = Look through the list
pupil-list-lead = Nobody has been added yet. This is what each line comes to.
pupil-list-changed = The class has changed in the meantime, so nobody was added. Look through the list again.
pupil-list-column = Only the column “{ $column }” is read. Nothing of the others is kept.
pupil-list-line = Line
pupil-list-comes-to = What happens
pupil-list-new = New in the class
pupil-list-there = In the class already: nothing happens. If it is another child, add a letter, such as “{ $name } B”.
pupil-list-nameless = There is no name. Write one, or take the line out.
pupil-list-twice = The same as line { $line }: not added. If it is another child, add a letter.
pupil-list-signs = It has a sign that can’t be seen, or a quotation mark that doesn’t close: not added. Type the name anew.
pupil-list-columns = It has more than one column: not added. Leave only the name, or write “Name” above its column.
pupil-list-nobody = Nobody in this list is new.
pupil-list-add = { $count ->
    [one] Add this pupil
   *[other] Add these { $count }
}
pupil-list-back = Add nobody
pupil-list-mend = Change the list
fault-list-long = A list has 200 lines at most. Nobody was added; add them in two lists.
fault-list-heavy = A list has 32 kB at most. Nobody was added; leave only the names in it.
fault-list-letters = The letters in this file can’t be read, so nobody was added. Save it as “CSV UTF-8”, or paste the names.
fault-list-both = Paste the names or choose a file, not both. Nobody was added.
toast-pupils-added = { $count ->
    [one] { $count } pupil added.
   *[other] { $count } pupils added.
}
toast-pupil-joined = { $name } is in { $class } too.
toast-pupil-out = { $name } is no longer in { $class }.
toast-pupil-left = { $name } has left.
toast-card-revoked = { $name }'s card no longer works.

cards-title = { $count ->
    [one] { $count } card
   *[other] { $count } cards
}
cards-lead-one = Print it or copy its address now: it is shown only this once.
cards-lead = Print them now: the codes are shown only this once. Eight fit on a page of A4; cut along the lines.
cards-print = Print
cards-how = Hold me up to the camera.
cards-code = { $name }'s code

staff-title = Staff and rights
staff-search = Name or e-mail
staff-lead = Give every class two people for its gate, so that nothing waits over an illness.
staff-who = Who
staff-rights = What they may do
staff-end-right = End
staff-end = Take away access
staff-end-question = They are signed out at once and can't come back in. What they decided stays on record.
staff-end-yes = Yes, take it away
staff-add = Add someone
staff-name = Name
staff-name-hint = As pupils know them, such as Mrs K
staff-email = E-mail
staff-email-hint = They sign in with it
staff-right = What they may do
staff-right-teacher = Teacher
staff-right-teacher-hint = Runs a class
staff-right-moderator = Co-moderator
staff-right-moderator-hint = Decides at the class's gate as well
staff-right-cover = Cover
staff-right-cover-hint = Decides only, from one day to another
staff-right-coach = Coach
staff-right-coach-hint = Sits beside a colleague for a time
staff-right-safeguarding = Safeguarding lead
staff-right-safeguarding-hint = Receives what worries people
staff-right-admin = Admin
staff-right-admin-hint = Partner schools, staff, the log
staff-class = Class
staff-class-hint = For teachers, co-moderators, cover and coaches
staff-class-missing = Choose a class.
staff-from = From
staff-to = Until
staff-dates-hint = Needed for cover and coaches
staff-to-hint = The last day
staff-dates-missing = Give both days.
staff-dates-wrong = The last day comes before the first.
staff-add-button = Add
staff-of = { $right } of { $class }
staff-until = { $right } of { $class } until { $moment }
staff-begins = { $right } of { $class } from { $moment }
staff-over = { $right } of { $class }, over
staff-nothing = Nothing yet
staff-disabled = No access
staff-enable = Give access again
staff-duty = Give a place at a gate
staff-duty-give = Give it
staff-rights-change = Rights in the school
staff-rights-save = Save
staff-no-lead = Nobody is the safeguarding lead. What worries a pupil or a teacher reaches nobody until somebody is.
staff-password = New password
staff-password-question = They are signed out everywhere. The new password is shown here once.
staff-password-yes = Yes, make a new one
staff-fresh = { $name } can sign in now. This password is shown only this once:
staff-fresh-hint = Hand it over in person, not by e-mail.
staff-class-none = No class
toast-duty-set = It holds from now on, or from the first day.
toast-rights-set = Saved. It holds from now on.
toast-duty-ended = Ended.
toast-staff-disabled = They can't sign in any more.
toast-staff-enabled = They can sign in again.

erasures-title = Erasing
erasures-lead = Pupils and classes that are erased: off every page at once, and gone from this server within a day. Partner schools are asked to delete what they have.
erasures-empty = Nothing was erased yet
erasures-empty-more = To erase a pupil, open their class’s list of pupils and choose More beside the name. To erase a class, choose Change beside it under Classes and groups.
erasures-left = Pupils who have left
erasures-left-lead = What they wrote stays with their class until you erase it.
erasures-left-erase = Erase
erasure-until = Off every page. It can be called off until { $moment }; then it is erased for good.
erasure-under-way = Off every page. Erased for good: { $moment }. It can’t be called off.
erasure-now = Off every page. It is being erased for good now.
erasure-done = Erased for good: { $moment }.
erasure-called-off = Called off: { $moment }. They need a new card.
erasure-call-off = Call it off
erasure-reminder = { $count ->
    [one] A pupil is being erased. It can be called off until { $moment }.
   *[other] { $count } pupils are being erased. The first can be called off until { $moment }.
}
erase-pupil-title = Erase this pupil
erase-pupil-lead = Everything that { $name } wrote goes from every page here at once, and from this server within a day. Partner schools are asked at once to delete what they have. You can call it off for 20 hours: then it is back here, but not at the other schools.
erase-class-title = Erase this class
erase-class-lead = Everything in the blog of { $name } goes from every page here at once, and from this server within a day. Partner schools are asked at once to delete what they have. It can’t be called off. Its pupils stay.
erase-what = What goes
erase-nothing = Nothing but the name: no post, no comment, no card.
erase-posts = { $count ->
    [one] { $count } post or draft
   *[other] { $count } posts and drafts
}
erase-comments = { $count ->
    [one] { $count } comment
   *[other] { $count } comments
}
erase-answers = { $count ->
    [one] { $count } comment of somebody else under them
   *[other] { $count } comments of others under them
}
erase-pictures = { $count ->
    [one] { $count } picture (it stays where another post uses it)
   *[other] { $count } pictures (those that other posts use stay there)
}
erase-cards = { $count ->
    [one] { $count } card or link that opens now
   *[other] { $count } cards or links that open now
}
erase-sessions = { $count ->
    [one] { $count } device that is signed in
   *[other] { $count } devices that are signed in
}
erase-schools = { $count ->
    [one] { $count } partner school is asked to delete what it has
   *[other] { $count } partner schools are asked to delete what they have
}
erase-cases = { $count ->
    [one] { $count } case of the safeguarding lead stays, for nobody else's eyes, until it is released.
   *[other] { $count } cases of the safeguarding lead stay, for nobody else's eyes, until they are released.
}
erase-audit = The audit log keeps that it happened, who asked and why, and no name. Backups made before today hold it until they are thrown away.
erase-reason = Why
erase-reason-hint = It stays in the audit log.
erase-reason-family = The family asked
erase-reason-left = They have left
erase-reason-authority = An authority or a court asked
erase-reason-mistake = It should never have been here
erase-reason-other = Something else
erase-name = Type the name { $name } to make sure
erase-yes = Erase for good
erase-no = No, keep everything
erase-item = Erase it now
erase-item-question = Its words and pictures go from this server now, and not later today. It can't be undone.
erase-item-yes = Yes, erase it
taken-back-erased-more = Its words and pictures are gone from this server for good.
fault-erase-name = That is not the name. Type it as it stands at the top of this page.
fault-erase-reason = Choose a reason.
toast-pupil-erased = Off every page, and partner schools are asked to delete it. You can still call it off here.
toast-class-erased = Off every page, and partner schools are asked to delete it.
toast-item-erased = Erased.
toast-erasure-called-off = Called off. Everything is back here. Make the pupil a new card.
toast-erasure-too-late = It is too late to call this off.
