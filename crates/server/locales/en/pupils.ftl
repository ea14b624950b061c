# A pupil's tray and "Tell an adult". At most eight words a line, reading age seven.

tray-title = { $name }'s tray
tray-writing = Writing
tray-writing-none = Nothing started.
tray-with-teacher = With my teacher
tray-with-teacher-none = Nothing is waiting.
tray-out = Out in the world
tray-out-none = Nothing yet. Soon!
tray-empty = Your tray is empty
tray-empty-more = Write something, and it comes here.
tray-post = Post
tray-comment = Comment
tray-about = about “{ $title }”
tray-again = Try again: { $name } says…
tray-says = { $name } says…
tray-staying = Staying in class
tray-mend = Try again
tray-go-on = Go on writing
tray-changed = { $name } changed a little:
tray-turned-away = This one stays in class.
tray-write-for = Write for { $class }

tell-title = Is something not right?
tell-who = { $name } will read this. Nobody else.
tell-words = What is it? You can leave this empty.
tell-who-nobody = A grown-up at school will read this.
tell-send = Tell an adult
tell-back = Go back
tell-thanks = Thank you for telling.
tell-thanks-more = { $name } will read it soon.
tell-thanks-more-nobody = A grown-up at school will read it soon.
tell-go-on = Go on
