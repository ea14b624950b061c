# The audit log and the deliveries.

audit-title = Audit log
audit-lead = Who did what, when and why. Each entry carries the mark of the one before, so that none can be changed unseen.
audit-verify = Check the chain
audit-whole = { $count ->
    [one] The chain is whole: { $count } entry, checked { $moment }.
   *[other] The chain is whole: { $count } entries, checked { $moment }.
}
audit-broken = Entry { $number } doesn't fit the one before. Keep this database as it is and ask for help.
audit-actor = Who
audit-everybody = Everybody
audit-action = What
audit-everything = Everything
audit-from = From
audit-to = Until
audit-search = Search
audit-all = Show everything
audit-csv = Download as a table
audit-who-pupil = A pupil
audit-who-school = The school
audit-empty = Nothing found
audit-empty-more = Choose other days, or another name.

deliveries-title = Deliveries
deliveries-lead = What went to which school, and what is still on its way. Nothing is given up because a server sleeps.
deliveries-schools = How each school does
deliveries-letters = What went out
deliveries-empty = Nothing was sent yet
deliveries-empty-more = When a class publishes to its friends, it shows here.
deliveries-to = to { $school }
deliveries-filter-all = All
deliveries-tries = { $count ->
    [one] tried once, next { $moment }
   *[other] tried { $count } times, next { $moment }
}
delivery-done = Delivered
delivery-confirmed = Confirmed
delivery-waiting = Waiting
delivery-trying = Trying again
delivery-refused = Refused
delivery-given-up = Given up
delivery-held = Held: paused
deliveries-somebody = an admin
deliveries-what = { $class }: { $what }
verb-create = something new
verb-update = a change
verb-delete = taking something back
verb-follow = asking to follow
verb-accept_follow = accepting a follower
verb-reject_follow = ending a follower
verb-undo_follow = stopping to follow
verb-like = a like
verb-undo_like = taking a like back
verb-receipt = a receipt: removed here

# What was done, after a name.
did-found = founded the school
did-let_in = let something in or out
did-let_in_without_pictures = let something in without its pictures
did-staff_only = let something onto the staff screen only
did-let_out_changed = let something out with a change
did-send_back = sent something back
did-turn_away = turned something away
did-publish = published something
did-hand_in = handed something in
did-take_back = took something back
did-hide = took something off the page
did-undo = undid a decision
did-allow_link = allowed a link
did-seal = sealed something
did-release = released a sealed item
did-keep_sealed = closed a case and kept it sealed
did-trust = trusted a school
did-resume_partner = let a school go on
did-pause_partner = paused a school
did-end_partner = ended a school
did-verify_partner = made sure of a school
did-hide_class = hid everything from a class
did-show_class = showed a class again
did-name_class = named a class
did-task = left something to look at
did-task_done = settled something
did-pause_federation = paused all exchange with other schools
did-resume_federation = let the exchange with other schools go on
did-ask_to_follow = asked to follow
did-accept_follow = accepted a follower
did-refuse_follow = said no to a follower
did-unfollow = stopped following
did-follow_accepted = accepted our follow
did-follow_refused = refused our follow
did-add_class = added a class
did-change_class = changed how a class is called or looks
did-set_rights = changed rights in the school
did-leave_class = took a pupil out of a class
did-add_staff = added an adult
did-set_duty = gave a place at a gate
did-end_duty = ended a place at a gate
did-set_password = set a password
did-disable_staff = shut an adult out
did-enable_staff = let an adult in again
did-add_pupils = added pupils
did-join_class = put a pupil into a class
did-new_card = made a card
did-revoke_card = ended a card
did-pupil_left = noted that a pupil has left
did-new_family_link = made a link for families
did-like = liked something
did-unlike = took a like back
did-actor_removed = removed one of its classes
did-arrived = sent something
did-revised = changed something
did-removed = removed something
did-asked_to_follow = asked to follow
did-follow_withdrawn = stopped following us
did-key_change = showed another key

# Words of the details.
detail-admin = admin
detail-safeguarding = safeguarding lead
detail-teacher = as teacher
detail-moderator = as co-moderator
detail-cover = as cover
detail-coach = as coach
detail-let_in = (let in)
detail-let_in_without_pictures = (let in without pictures)
detail-staff_only = (staff screen only)
detail-let_out_changed = (let out with a change)
detail-send_back = (sent back)
detail-turn_away = (turned away)
detail-publish = (published)
