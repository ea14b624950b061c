# Coming in: staff, pupils, families.

sign-in-title = Sign in
sign-in-email = E-mail
sign-in-password = Password
sign-in-button = Sign in
sign-in-pupils = Pupils: hold your card up to the camera.
sign-in-wrong = That e-mail and password don't go together. Try again, or ask an admin.
sign-in-too-often = Too many tries for this account. Wait { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} and try again.
sign-in-signed-out = You are signed out.

card-hello = Hello { $name }!
card-come-in = Come in
card-not-you = Not { $name }? Give the card back.

family-lead = For families of this class
family-passphrase = Passphrase
family-passphrase-hint = It is in the letter from the class.
family-passphrase-wrong = That isn't it. Look in the letter again, or ask the class's teacher.
