# The class poster, the names on it, and the pictures that pupils tap.

poster-title = Poster for { $class }
poster-once = Print it now and hang it up in your room: its code is shown only this once. The poster before it no longer works.
poster-reveals = Whoever scans this poster sees the class's name and the first names of its pupils, and nothing else. It signs nobody in: for that a pupil's own pictures are needed. If it gets lost or photographed, make a new one here; the old one stops working at once.
poster-here = Open it on this device instead
poster-code = The poster's code
poster-step-scan = Hold the tablet up to me
poster-step-name = Tap your name
poster-step-pictures = Tap your pictures
posters-title = Class poster
posters-none = This class has no poster yet.
posters-since = The poster was made { $moment }.
posters-hint = Pupils scan it, tap their name and then their pictures. It shows first names to whoever scans it, so hang it up inside.
posters-strangers = { $wrong } wrong tries on devices that are new to this class.
posters-strangers-stopped = { $wrong } wrong tries on devices that are new to this class: no new device lets anybody in. If somebody has photographed the poster, make a new one.
posters-make = Make a poster
posters-new = New poster
posters-question = The old poster stops working at once, and so does every tablet that came in by it. Pictures that rest are awake again.
posters-yes = Yes, make a new poster
posters-end = End the poster
posters-end-question = It stops working at once, and so does every tablet that came in by it.
posters-end-yes = Yes, end it
toast-poster-ended = The poster no longer works.

pupils-no-pictures = No pictures yet
pupils-pictures-made = Pictures given { $moment }, not used yet
pupils-pictures-used = Pictures given { $made }, last used { $used }
pupils-pictures-rest = Pictures rest until { $moment }: { $wrong } wrong tries. Give new ones if they were forgotten.
pupils-pictures-wrong = Pictures: { $wrong } wrong tries. Give new ones if they were forgotten, or somebody guesses.
pupils-pictures-stopped = Pictures stopped: { $wrong } wrong tries. Give new ones.
pictures-for-all = Pictures for all who have none
pictures-for-one = New pictures
pictures-for-one-hint = The old pictures stop working at once.
pictures-length = How many
pictures-two = Two, for infants
pictures-three = Three
toast-pictures-all = Every pupil has pictures already.
fault-pictures-length = Choose two or three pictures.
slips-title = { $count ->
    [one] Pictures for { $count } pupil
   *[other] Pictures for { $count } pupils
}
slips-lead = Print them now: they are shown only this once. Eight fit on a page of A4; cut along the lines and hand each to its pupil.
slips-secret = Tap them in this order. Keep them secret.

names-title = Who are you?
names-empty = No names yet
names-empty-more = Your teacher adds them.
door-names = Pupils: tap your name

pictures-title = { $name }: picture { $step } of { $of }
pictures-tap = Tap your pictures, in order.
pictures-step = { $step } of { $of } tapped
pictures-restart = Start again
pictures-not-you = Not { $name }?
pictures-wrong = Not quite. Try again, or ask your teacher.
pictures-again = Please tap your pictures once more.
pictures-none = You have no pictures yet. Ask your teacher for them, or use your card.
pictures-resting = Your pictures are having a rest. Ask your teacher, or try again in { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
pictures-strange = This device is new here. Ask your teacher, or use your card.
pictures-stopped = Your pictures need a change. Ask your teacher for new ones. You did nothing wrong.

picture-apple = apple
picture-balloon = balloon
picture-boat = boat
picture-cat = cat
picture-cup = cup
picture-fish = fish
picture-flower = flower
picture-house = house
picture-key = key
picture-moon = moon
picture-tree = tree
picture-umbrella = umbrella
