# Partner classes, for teachers, and partner schools, for admins.

partner-title = Partner classes
partner-lead = Two keys open the gate: an admin trusts the school, you accept the class. What they write waits for you either way.
partner-no-schools = No partner school yet. An admin adds the first one; then you can follow its classes.
partner-asking = They ask to follow us
partner-asking-hint = Accept, and they get what we publish to our friends from now on. Nothing was sent to them so far.
partner-name = The name our pupils will know them by
partner-name-hint = Theirs is filled in; change it to what you say in class, such as Oak class.
partner-sent-name = they call themselves
partner-accept = Accept
partner-refuse = Not now
partner-ours = Our partner classes
partner-none = No partner class yet
partner-none-more = Follow one, or wait for one to ask.
partner-both = We read each other
partner-we-follow = We follow them
partner-they-follow = They follow us
partner-asked = Asked, no answer yet
partner-paused = Paused
partner-hidden = Everything hidden
partner-ended = School ended
partner-said-no = They said not now
partner-heard = Last heard { $moment }.
partner-never-heard = Nothing heard yet.
partner-waiting = { $count ->
    [one] { $count } item waits at the gate.
   *[other] { $count } items wait at the gate.
}
partner-follow = Follow
partner-follow-back = Follow them too
partner-unfollow = Stop following
partner-remove = Stop sending them ours
partner-show = Show again
partner-could = Classes you could follow
partner-could-none = None that you don't know already.
partner-look = Look again
partner-find = Find a class
partner-find-do = Find
partner-find-all = Show all
partner-find-none = No class of that name.
partner-no-list = This school keeps no list of its classes. Ask its teacher for the address, and follow by that.
partner-list-not-yet = Its list of classes was not read yet. Look again in a minute.
partner-list-unread = { $school }'s list of classes could not be read. Last read: { $moment }.
partner-list-never = { $school }'s list of classes could not be read yet.
partner-by-address = Follow by address
partner-address = Address of the class
partner-address-hint = Such as @oak@oak-academy.example, or the address of its page.
partner-address-missing = Give the address of the class.

toast-asked = { $name } is asked. It shows here when they answer.
toast-accepted = { $name } gets what we publish to our friends from now on.
toast-refused = They are told: not now.
toast-ended = Ended. They are told.
toast-named = Our pupils know them as { $name }.
toast-shown-again = What was let in is shown again.

schools-title = Partner schools
schools-search = Name, address or country
schools-lead = Only the schools on this list can reach us, and only they get anything from us.
schools-all-paused = All exchange with other schools is paused
schools-resume-all = Go on
schools-empty = No partner schools yet
schools-empty-more = Nothing leaves this server and nothing comes in until you add one.
schools-school = School
schools-state = State
schools-how = How it is
schools-do = What you can do
schools-contact = Contact: { $contact }
schools-pause = Pause
schools-resume = Go on
schools-pause-question = What it sent is held and hidden, and it gets nothing, until you let it go on. Nothing is lost.
schools-pause-yes = Yes, pause it
schools-verify = I made sure it is them
schools-verify-question = Ring the number on the school's own website first. From then on its new key is trusted.
schools-verify-yes = Yes, let it go on
schools-verified-how = Made sure by:
schools-paused-since = Paused since { $moment }. Nothing comes in, nothing goes out.
tasks-title = To look at
tasks-done = Done
task-move = says that a class has moved. Ask them before you follow the new address.
task-key_change = shows a new key. It is held until you have asked them.
task-class_list = shows a list of classes that is not signed with the key we know. It is held until you have asked them.
task-terms_asked = asks for something else than was agreed. Open its page to answer.
task-terms_declined = does not agree to what you asked for.
task-letter_parked = has refused something again and again, while it took the rest. Look under Deliveries.
task-letters_expired = has not taken something for 90 days. It was given up; look under Deliveries.
task-flag = reported something of ours.
schools-end = End
schools-end-question = Everything from this school is hidden at once, and it gets nothing more. To start again, you add it anew.
schools-end-yes = Yes, end it
schools-add = Add a partner school
schools-add-lead = Speak to them first: ring the number on the school's own website, not one from an e-mail.
schools-domain = Host name
schools-domain-hint = Exactly as it stands in their address, such as blogs.oak-academy.example
schools-domain-known = That school is on the list already.
schools-name = Name of the school
schools-country = Country
schools-contact-label = Contact
schools-contact-hint = A name, and how to reach them
schools-safeguarding = Their safeguarding lead
schools-safeguarding-hint = A name, and how to reach them
schools-verified = How did you make sure it is them?
schools-verified-hint = Such as “rang the office on 3 May, spoke to the head”. Kept in the audit log.
schools-verified-missing = Say how you made sure it is them.
schools-trust = Trust this school
schools-emergency = In an emergency
schools-emergency-lead = This stops everything at once: nothing comes in, nothing goes out, and what partners wrote is hidden until you go on.
schools-pause-all = Pause all exchange
schools-pause-all-question = Pause everything now, for the whole school?
schools-pause-all-yes = Yes, pause everything

school-trusted = Trusted
school-paused = Paused
school-ended = Ended
school-held = Held: look at it
school-behind = { $school } has not received { $what } since { $since }.
behind-posts = { $count ->
    [one] { $count } post
   *[other] { $count } posts
}
behind-comments = { $count ->
    [one] { $count } comment
   *[other] { $count } comments
}
behind-changes = { $count ->
    [one] { $count } change
   *[other] { $count } changes
}
behind-withdrawals = { $count ->
    [one] { $count } request to remove something
   *[other] { $count } requests to remove something
}
behind-others = { $count ->
    [one] { $count } other letter
   *[other] { $count } other letters
}
school-aside = { $count ->
    [one] { $count } letter is put aside, because it was refused again and again: an admin decides.
   *[other] { $count } letters are put aside, because they were refused again and again: an admin decides.
}
school-aside-look = Decide about what is put aside
school-try-now = Try now
toast-trying = What waits for { $name } is tried now.
school-next = Next try { $time }.
school-why = Why: { $reason }
school-held-move = It moved to another address. Nothing comes in until you have made sure that it is them.
school-held-key = It shows another key than before. Nothing comes in until you have made sure that it is them.
school-held-list = Its list of classes is not signed with the key we know: somebody else may have its address. Nothing comes in until you have made sure that it is them.
school-held-other = Something about it changed. Nothing comes in until you have made sure that it is them.
toast-school-trusted = { $name } is trusted. Its classes can ask, and ours can follow.
toast-school-goes-on = { $name } goes on. What was held comes to the gate.
toast-school-paused = { $name } is paused. Nothing is lost.
toast-school-ended = { $name } is ended. It gets nothing more.
toast-all-paused = All exchange is paused. Nothing comes in, nothing goes out.
toast-all-resumed = The exchange goes on. What was held comes to the gate.
school-well = All is well. Last heard { $moment }.
school-never = Nothing sent or heard yet.
school-holds = Held until it goes on: { $theirs } from them, { $ours } for them.
school-is-paused = Paused by { $name } ({ $moment }). Its posts are hidden; nothing is lost.
school-is-ended = Ended by { $name } ({ $moment }).

# States of a school beside trusted, paused and ended.
school-invited = Invited us
school-asked = Answered us
school-blocked = Blocked
school-is-invited = We opened its invitation. Read the four words to each other by phone.
school-is-asked = It opened our invitation. Read the four words to each other by phone.
school-is-blocked = Blocked by { $name } ({ $moment }). It is refused like any stranger.
school-held-dates = Today is not between the first and the last day that were agreed. Nothing comes in, nothing goes out.
school-review-due = { $school }: the day to look at this agreement again has come. It was { $day }.
school-review-soon = The agreement with { $school } is to be looked at again on { $day }.
school-ends-soon = The agreement with { $school } ends on { $day }; look at it again.
school-ends-over = The agreement with { $school } was over on { $day }. Nothing flows until you both agree on a new last day.
schools-invitations = Invitations
schools-open = Open
listed-title = Its classes
listed-none = It lists no class.
schools-by-address = This school was added by its address. Replies on their side are shown without our approval, and nobody has compared safety words.
schools-add-promise = Only for other software, such as WordPress or GoToSocial. Replies on their side are shown without our approval. Schools with Schoolgate are invited instead.
schools-block = Block
schools-block-question = It is refused like any stranger, is told nothing, and no invitation lets it in.
schools-block-yes = Yes, block it
schools-unblock = Unblock
schools-unblock-question = It is not trusted by that. It counts as ended; trust begins with a new invitation.
schools-unblock-yes = Yes, unblock it
schools-map = Who knows whom
schools-map-all = A map: { $school } and its classes on the left, { $count } partner schools and their classes on the right, and a line between each two classes that follow each other.
schools-map-more = and { $count } more
schools-map-empty = No friends among its classes yet
schools-map-words = The same in words
schools-map-line = { $ours } and { $theirs }, { $school }
toast-school-blocked = { $name } is blocked.

# Invitations.
invitations-title = Invitations
invitations-lead = An invitation brings two schools together. It can be used once, and nothing flows before both of you have read four words to each other by phone.
invitations-open = Open invitations
invitations-none = No invitation is open.
invitations-anyone = For whoever gets it
invitations-by = Made by { $name }. Open until { $moment }.
invitations-revoke = Revoke
invite-title = Invite a school
invite-note = For whom
invite-note-hint = Such as “Ms Patel, Oak Academy”. Only you see it.
invite-host = Their host name, if you know it
invite-host-hint = Then nobody else can use it.
invite-days = Open for how many days
invite-make = Make an invitation
invitation-made = An invitation
invitation-once = It is shown only now. Print it, or send the link to one person you know.
invitation-from = { $school } invites your school
invitation-for = For { $name }
invitation-until = It can be used once, until { $moment }.
invitation-only = Only by
invitation-code = The link as a code to scan
invitation-care = Whoever has this can ask to be our partner, but no more: we speak by phone before anything is shared.
invitation-title = An invitation to be partner schools
invitation-lead = { $school } would like its classes to write to yours.
invitation-step-copy = Copy the whole address of this page, with everything after the #.
invitation-step-paste = On your own school's server, an admin opens Partner schools, Invitations, and pastes it there.
invitation-step-words = Both schools then see the same four words. Read them to each other by phone, and confirm.
invitation-none = No server of your own? Tell the school that invited you.
open-title = Open an invitation of another school
open-link = The invitation
open-link-hint = Paste the link, or the whole e-mail with it.
open-do = Open it
toast-invitation-revoked = The invitation is revoked. Nobody can use it now.
fault-invitation-text = There is no invitation in this. It looks like https://blogs.oak-academy.example/invitation#…
fault-invitation-own = That is an invitation of our own school. The other school opens it on its server.
fault-invitation-known = That school is on the list already.
fault-invitation-blocked = That school is blocked here. Unblock it first, if you are sure.
fault-invitation-unreachable = That school's server could not be reached, or is none that can agree. Nothing was kept; try again later.
fault-invitation-refused = Their server didn't take it: the invitation was used, revoked or is too old, or is for another school. Ask for a new one.
fault-invitation-days = Choose between 1 and 60 days.

# The four safety words.
words-title = Four words to read out
words-lead = Ring the number on the school's own website, not one from an e-mail. Read the words to each other. They must be the same, in the same order.
words-here = { $name } heard them, { $moment }.
words-there = { $school } has confirmed them, { $moment }.
words-not-here = Nobody here has confirmed them yet.
words-not-there = The other school has not confirmed them yet.
words-same = They are the same
words-same-question = You heard all four by phone, from somebody you know to be at that school?
words-same-yes = Yes, I heard them
words-differ = They are not the same
words-differ-question = Then this is not that school's server, or somebody stands between you. It is blocked, and nothing is shared.
words-differ-yes = Block it
words-new-title = Make sure that it is still them
words-new-lead = Ring them as you did at the beginning. If their server has a new key, both of you see the same new words.
words-kept-title = Safety words
words-kept = The same on both sides, as long as neither has a new key.
toast-words-confirmed = Confirmed. { $name } has to confirm, too; then the exchange begins.
toast-words-differ = { $name } is blocked and was sent nothing. Ring the school and ask for a new invitation by another way.

# What was agreed.
terms-title = What was agreed
terms-may = Our classes and theirs may
terms-follow = Follow each other
terms-reply = Comment on posts
terms-like = Like posts
terms-pictures = Exchange pictures
terms-classes = Classes of ours that take part
terms-classes-hint = All of them, if none is chosen.
terms-starts = First day
terms-ends = Last day
terms-review = Look at it again on
terms-keep = Keep this
terms-propose = Propose to { $school }
terms-local = With this school it is your own rule: it cannot sign anything.
terms-both = Whatever is less than was agreed holds here at once. Whatever is more holds when they have agreed.
terms-says-follow-may = Classes may follow each other.
terms-says-follow-not = Classes may not follow each other.
terms-says-reply-may = They may comment on posts.
terms-says-reply-not = They may not comment on posts.
terms-says-like-may = They may like posts.
terms-says-like-not = They may not like posts.
terms-says-pictures-may = Pictures may be shown.
terms-says-pictures-not = Pictures may not be shown.
terms-says-ours = Classes of ours that take part: { $what }.
terms-says-theirs = Classes of theirs that take part: { $what }.
terms-says-starts = First day: { $what }.
terms-says-ends = Last day: { $what }.
terms-until-now = Until now: { $before }.
terms-yes = yes
terms-no = not
terms-no-day = none
terms-all-classes = all
terms-no-class = none
fault-terms-classes = Too many classes to name. Choose fewer, or none, which means all.
proposal-title = They ask for something else
proposal-theirs = { $school } asks, { $moment }:
proposal-ours-title = What you asked for
proposal-ours = { $school } has not answered yet. You asked, { $moment }:
proposal-declined = { $school } does not agree, { $moment }. You had asked:
proposal-narrower = What is less than was agreed holds here already.
proposal-agree = Agree
proposal-agree-question = From now on this holds for both schools, and both have signed it. What you asked for yourselves is replaced.
proposal-agree-yes = Yes, agree
proposal-decline = Decline
proposal-decline-question = They are told that you do not agree. What was agreed stays.
proposal-decline-yes = Yes, decline
proposal-take-back = Take it back
agreement-signed = Signed by both schools: { $day }.
agreement-proves = Each copy carries the school's own signature, so that anyone can check later what it agreed to.
agreement-download = Both signed copies (JSON)
record-title = Our record of this school
record-lead = Only staff here see it, and nothing of it is sent.
record-town = Town
toast-record-kept = Kept.
toast-terms-proposed = { $name } is asked. What is less than was agreed holds from now on.
toast-terms-agreed = Agreed. It holds for you and { $name } from now on.
toast-terms-declined = { $name } is told that you do not agree.
toast-terms-taken-back = What you agreed on with { $name } holds again.
toast-terms-kept = What was agreed with { $name } is kept. It holds from now on.
fault-terms-dates = The last day is before the first.
fault-date = Write a date, such as 2027-07-31.
removal-ask = Ask them to delete what they have of ours
removal-question = Their server is asked to delete every post and comment of ours that it has. Here nothing changes.
removal-yes = Yes, ask them
toast-removal-asked = { $count ->
    [0] { $name } has nothing of ours.
    [one] { $name } is asked to delete { $count } thing.
   *[other] { $name } is asked to delete { $count } things.
}
