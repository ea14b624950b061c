# A class's own page, and the page of its friends.

class-write = Write something
class-posts = Our posts
class-empty = Nothing here yet
class-empty-more = Our first post will be here soon.
class-friends = Our friends
class-friends-none = We have no friends yet.
class-friends-posts = What they wrote
class-drafts = You have not sent these yet
class-rules = Our class rules
class-rule-kind = We are kind.
class-rule-names = We use first names only.
class-rule-pictures = We ask before we show somebody's picture.
class-rule-tell = We tell an adult when something feels wrong.

class-staff-label = For the class's staff
class-partners = Partner classes
class-pupils = Pupils and cards
class-history = Decisions

friends-title = What our friends wrote
friends-empty = Nothing from our friends yet
friends-empty-more = Their posts will be here soon.
friend-unnamed = A friend class

# Names in a row: "Oak class, Elm class and Ash class".
list-and = { $first } and { $last }

# The classes of the school, for whoever looks after them.
classes-title = Classes and groups
classes-lead = Each has a blog, a gate and pupils of its own. Groups, such as a choir, take pupils from several classes.
classes-empty = No classes yet
classes-empty-more = Add the first one below.
class-change = Change
class-change-title = Name and look
class-change-lead = The address stays the same, so that friends still find it. What was signed before stays as it was.
class-change-save = Save
class-change-leave = Leave it as it is
class-form-add = Add a class or group
class-form-add-button = Add it
class-form-name = Name
class-form-name-hint = Such as Maple class or Eco Council
class-form-known = There is a class with that address already. Choose another name.
class-form-about = Introduction
class-form-about-hint = Such as “We are 28 children aged 7 and 8 in Leeds.” Everyone who reads the class sees it.
class-form-kind = Kind
class-form-kind-class = Class
class-form-kind-group = Pupil group
class-form-colour = Colour
class-form-crest = Crest
class-form-year = Place in the list
class-form-year-hint = The school year, such as 3. Years 0, 1 and 2 get infants' pages: larger letters and buttons, more pictures, fewer words.
class-form-teacher = Teacher
class-form-teacher-hint = Who runs it. You can choose later, under staff and rights.
class-form-teacher-later = Later
toast-class-added = { $name } has a blog and a gate now.
toast-class-changed = { $name } is saved.
crest-owl = Owl
crest-oak = Oak
crest-fox = Fox
crest-boat = Boat
crest-star = Star
crest-fish = Fish
crest-snail = Snail
crest-kite = Kite
crest-sun = Sun
crest-leaf = Leaf
crest-bee = Bee
crest-whale = Whale
crest-mountain = Mountain
crest-drum = Drum
crest-book = Book
crest-rocket = Rocket
colour-1 = Red
colour-2 = Orange
colour-3 = Amber
colour-4 = Olive
colour-5 = Green
colour-6 = Sea green
colour-7 = Teal
colour-8 = Blue
colour-9 = Indigo
colour-10 = Violet
colour-11 = Magenta
colour-12 = Brown
