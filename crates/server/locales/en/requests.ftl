# Families ask for something to be removed; adults of the class answer.

ask-removal = Ask to remove this
ask-removal-title = Ask us to remove this
ask-removal-lead = A teacher of the class reads what you write, and answers within a week.
ask-removal-words = Why should it go?
ask-removal-words-hint = You need not say. It helps to name the child or the picture you mean.
ask-removal-contact = How can we reach you?
ask-removal-contact-hint = You can leave this empty. We use it to answer you, and forget it 90 days later.
ask-removal-send = Ask to remove it
ask-removal-back = Back, and leave it
ask-removal-thanks = Thank you, we have it
ask-removal-thanks-more = A teacher of the class answers within a week. If it is urgent, please telephone the school.
ask-removal-go-on = Back to the class

requests-title = Families ask
requests-lead = What families want removed. Answer within a week: it goes, here and at every school that has it, or it stays and you tell the family why.
requests-empty = No family is waiting for an answer.
requests-empty-more = Families find “Ask to remove this” under each post and comment.
requests-due = Answer by { $day }
requests-late = Was to be answered by { $day }
requests-off = It is off every page already.
requests-no-words = They gave no reason, and need not.
requests-asked = Asked
requests-no-contact = They left no name or number.
requests-remove = Remove it
requests-remove-question = It disappears here at once. If it is ours, every school that has it is asked to remove it, and in a day it is erased.
requests-remove-yes = Yes, remove it
requests-done = It is gone
requests-keep = It stays
requests-why = Why does it stay?
requests-why-hint = Keep what you tell the family. It stands here for your colleagues.
requests-keep-yes = It stays
requests-others = The class’s own teachers and the safeguarding lead answer this one.
requests-settled = Answered
requests-removed = removed
requests-kept = stays
requests-reminder = { $count ->
    [one] A family waits for an answer until { $day }
   *[other] { $count } families wait for an answer, the first until { $day }
}
toast-request-removed = Removed. The family’s request is answered.
toast-request-kept = It stays. The family’s request is answered.
toast-request-why = Say why it stays: the family will ask.
fault-request-words = Please use at most 1,000 characters.
fault-request-contact = Please use at most 200 characters.
fault-request-many = Many families have asked already, and wait for an answer. Please telephone the school.
