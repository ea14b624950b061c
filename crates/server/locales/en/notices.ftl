# When there is school, the mail of the day, and friends who are away.

timetable-title = Term dates
timetable-lead = When there is school. Nobody gets an e-mail outside of it, and friends are told when you are away: the dates alone, and only by schools that trust each other.
timetable-away = Friends at partner schools read now that you are away until { $until }.
timetable-away-soon = Friends at partner schools will read from { $from } that you are away until { $until }.
timetable-holidays = Holidays
timetable-none = No holidays are written down yet.
holiday-span = { $first } to { $last }
holiday-remove = Take out
holiday-add-title = Add a holiday
holiday-name = What it is called
holiday-name-hint = For the adults of this school. Partners are never told.
holiday-first = First day
holiday-last = Last day
holiday-add = Add this holiday
timetable-week = A usual week
timetable-days = Days with school
timetable-opens = School begins
timetable-closes = School ends
timetable-zone = By the clocks of
timetable-keep = Keep
toast-week-kept = Kept.
toast-holiday-added = The holiday is written down.
toast-holiday-removed = { $name } is taken out.
toast-holiday-back = It is back.
fault-week-empty = Choose at least one day.
fault-hours-order = School has to end after it begins.
fault-clock = Write a time of day, such as 08:30.
fault-day = Write a day, such as 2027-01-07.
fault-holiday-order = The last day has to come after the first.
fault-holiday-over = This holiday is over already.
fault-holiday-long = A holiday has 100 days at most.
fault-holiday-far = That is too far ahead. Write it down a year before.
fault-holiday-overlaps = Another holiday has some of these days.
fault-holiday-many = There are 40 holidays already. Take one out first.

class-away = { $name } is away until { $until }.

notices-title = E-mail notices
notices-lead = One e-mail on school days with what waits for you, and none when nothing does. It holds numbers alone: never a pupil’s words, name or title.
notices-to = Your notices go to
notices-hour = When
notices-hour-hint = Never outside of school hours.
notices-never = No e-mail
notices-at = At { $time }
notices-language = Language of the e-mail
notices-keep = Keep
notices-next = Next: { $moment }, if something waits.
notices-no-mail = This school sends no e-mail. What waits for you stands on your pages.
notices-no-mail-admin = Whoever runs the server can change that: the block [mail] in its configuration.
notices-try-title = Try it out
notices-try-lead = We send you one e-mail now, so that you see that it arrives.
notices-try = Send me a test e-mail
fault-hour = Choose one of these hours.
toast-notices-on = Kept. You will get an e-mail when something waits.
toast-notices-off = Kept. You will get no e-mail.
toast-mail-sent = The e-mail is on its way. Look into your mailbox.
toast-mail-failed = The e-mail could not be sent. The reason stands above.
mail-down = E-mail could not be sent since { $day }: { $why }
mail-why-silent = the mail server does not answer.
mail-why-unsafe = there is no safe line to the mail server.
mail-why-sign-in = the mail server does not accept our user name or password.
mail-why-refused = the mail server refuses it.
mail-refused = The mail server takes no e-mail for { $names }. Check their addresses.
tasks-reminder = { $count ->
    [one] { $count } question about partner schools waits for an admin.
   *[other] { $count } questions about partner schools wait for an admin.
}
schools-reminder = { $count ->
    [one] { $count } partner school has not received something for more than a day.
   *[other] { $count } partner schools have not received something for more than a day.
}

digest-hello = Hello,
digest-gate = This waits at the gate:
digest-class = { $class }: { $what }
digest-in = { $count ->
    [one] { $count } comes in
   *[other] { $count } come in
}
digest-out = { $count ->
    [one] { $count } wants to go out
   *[other] { $count } want to go out
}
digest-ours = { $count ->
    [one] { $count } of our own
   *[other] { $count } of our own
}
digest-others = This waits, too:
digest-families = { $count ->
    [one] { $count } family waits for an answer.
   *[other] { $count } families wait for an answer.
}
digest-worries = { $count ->
    [one] { $count } worry is open.
   *[other] { $count } worries are open.
}
digest-erasures = { $count ->
    [one] { $count } pupil is being erased. It can still be called off.
   *[other] { $count } pupils are being erased. It can still be called off.
}
digest-subject-others = { $count ->
    [one] { $school }: something waits for you
   *[other] { $school }: { $count } kinds of things wait for you
}
digest-look = Look here:
digest-why = You get this once a day while there is school and something waits.
digest-stop = Choose another hour, or stop it:
mail-test-subject = { $school }: a test e-mail
mail-test-text = If you can read this, e-mail from the class blogs arrives.
