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
pupils-left = Left the school
pupils-left-question = Whoever has left is not listed any more, and no card opens. What they wrote stays with the class.
family-title = For families
family-none = There is no link for families yet.
family-since = The link for families was made { $moment }.
family-hint = It opens this class's page without an account. Give it to families on paper or through your usual channel.
family-new = New link for families
family-question = The old link stops working at once, for every family.
family-yes = Yes, make a new link
family-lead = Copy or print it now: it is shown only this once.
family-card = For our families
pupils-revoke = End card
pupils-print-all = New cards for all
pupils-print-all-question = Every pupil gets a new card to print. Their old cards stop working at once.
pupils-print-all-yes = Yes, make new cards
pupils-add = Add pupils
pupils-names = Names
pupils-names-hint = One on each line. First names are enough; add a letter where two are alike.
pupils-names-twice = { $name } is in the class already. Add a letter, such as “{ $name } B”.
pupils-add-button = Add
pupils-privacy = Names stay on this server. Other schools see only what a child signs, such as “Sam, Maple class”.
toast-pupils-added = { $count ->
    [one] { $count } pupil added.
   *[other] { $count } pupils added.
}
toast-pupil-joined = { $name } is in { $class } too.
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
staff-lead = Give every class two people for its gate, so that nothing waits over an illness.
staff-who = Who
staff-rights = What they may do
staff-seen = Last here
staff-end-right = End
staff-end = Take away access
staff-end-question = They are signed out at once and can't come back in. What they decided stays on record.
staff-end-yes = Yes, take it away
staff-add = Add someone
staff-name = Name
staff-name-hint = As pupils know them, such as Mrs K
staff-name-missing = Give their name.
staff-email = E-mail
staff-email-hint = They sign in with it
staff-email-wrong = That isn't an e-mail address.
staff-email-known = Somebody signs in with that address already.
staff-right = What they may do
staff-right-teacher = Teacher
staff-right-teacher-hint = Runs a class
staff-right-co-moderator = Co-moderator
staff-right-co-moderator-hint = Decides at the class's gate as well
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
