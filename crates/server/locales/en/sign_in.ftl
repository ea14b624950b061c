# Coming in: staff, pupils, families.

sign-in-title = Sign in
sign-in-email = E-mail
sign-in-password = Password
sign-in-button = Sign in
sign-in-wrong = That e-mail and password don't go together. Try again, or ask an admin.
sign-in-too-often = Too many tries for this account. Wait { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} and try again.
sign-in-signed-out = You are signed out.

card-hello = Hello { $name }!
card-come-in = Come in
card-not-you = Not { $name }? Give the card back.

family-lead = For the families of this class
family-more = You read what the class shows to its families. You need no account, and we don't ask who you are.
family-feed = Read along in a feed reader
family-feed-how = Put one of these addresses into your feed reader. It shows the same posts, without their pictures. Whoever has the address can read along: don't pass it on.
family-gone-what = This link doesn't work any more
family-gone-do = The class has made a new one for its families. Ask the teacher for it.
