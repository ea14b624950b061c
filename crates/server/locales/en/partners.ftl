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
partner-known = Classes of our partner schools
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
schools-lead = Only the schools on this list can reach us, and only they get anything from us.
schools-all-paused = All federation is paused
schools-resume-all = Go on
schools-empty = No partner schools yet
schools-empty-more = Nothing leaves this server and nothing comes in until you add one.
schools-school = School
schools-state = State
schools-how = How it is
schools-do = What you can do
schools-waiting = { $count ->
    [one] { $count } delivery is waiting.
   *[other] { $count } deliveries are waiting.
}
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
schools-pause-all = Pause all federation
schools-pause-all-question = Pause everything now, for the whole school?
schools-pause-all-yes = Yes, pause everything

school-trusted = Trusted
school-paused = Paused
school-ended = Ended
school-held = Held: look at it
school-behind = { $count ->
    [one] { $school } has not received { $count } delivery since { $since }.
   *[other] { $school } has not received { $count } deliveries since { $since }.
}
school-next = Next try { $time }.
school-why = Why: { $reason }
school-held-move = It moved to another address. Nothing comes in until you have made sure that it is them.
school-held-key = It shows another key than before. Nothing comes in until you have made sure that it is them.
school-held-other = Something about it changed. Nothing comes in until you have made sure that it is them.
toast-school-trusted = { $name } is trusted. Its classes can ask, and ours can follow.
toast-school-goes-on = { $name } goes on. What was held comes to the gate.
toast-school-paused = { $name } is paused. Nothing is lost.
toast-school-ended = { $name } is ended. It gets nothing more.
toast-all-paused = All federation is paused. Nothing comes in, nothing goes out.
toast-all-resumed = Federation goes on. What was held comes to the gate.
school-well = All is well. Last heard { $moment }.
school-never = Nothing sent or heard yet.
school-is-paused = Paused by { $name } on { $moment }. Its posts are hidden; nothing is lost.
school-is-ended = Ended by { $name } on { $moment }.
