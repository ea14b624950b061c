# What happened, what to do, whom to ask.

error-request = For whoever helps you:
error-to-campus = To the campus
error-ask-teacher = Ask your teacher.
error-ask-admin = If it happens again, ask an admin of your school.

error-not-found-what = There is nothing here
error-not-found-do = It may have been taken away, or the address has a slip in it.
error-card-gone-what = This card doesn't work any more
error-card-gone-do = Ask your teacher for a new one.
error-card-gone-ask = You did nothing wrong.
error-poster-gone-what = Show me your class's poster
error-poster-gone-do = Scan its code with the camera. If it doesn't work any more, ask your teacher for the new one.
error-forbidden-what = This isn't for you
error-forbidden-do = Somebody else in the school can open it.
error-sign-in-what = Please sign in first
error-sign-in-do = Then you come straight to the page you wanted.
error-form-expired-what = This page was open for too long
error-form-expired-do = Go back, load the page again, and send it once more. What you typed is still there.
error-method-what = That can't be done here
error-method-do = Go back and use the buttons on the page.
error-too-large-what = That is too big
error-too-large-do = Send fewer or smaller pictures.
error-bad-form-what = Something in the form is missing
error-bad-form-do = Go back, look through it, and send it again.
error-too-often-what = That was a bit fast
error-too-often-do = Wait a minute and try again.
error-conflict-what = Somebody was faster
error-conflict-do = Go back and look at how it is now.
error-full-what = The server's disk is full
error-full-do = Reading still works. Nothing you sent was kept: hold on to it, and try again later.
error-away-what = The server needs a moment
error-away-do = Wait a little and try again.
error-trouble-what = Something went wrong on our side
error-trouble-do = It isn't your fault. Try again in a moment.
