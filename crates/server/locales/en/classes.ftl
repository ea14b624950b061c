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
