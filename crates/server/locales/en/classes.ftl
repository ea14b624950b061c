# A class's own page, and the page of its friends.

class-we-are = { $count ->
    [one] We are { $count } child aged { $ages } in { $place }.
   *[other] We are { $count } children aged { $ages } in { $place }.
}
class-write = Write something
class-posts = Our posts
class-empty = Nothing here yet
class-empty-more = Our first post will be here soon.
class-friends = Our friends
class-friends-none = We have no friends yet.
class-friends-posts = What they wrote
class-visit = This week we visit
class-rules = Our class rules

class-staff-label = For the class's staff
class-partners = Partner classes
class-pupils = Pupils and cards
class-history = Decisions

friends-title = What our friends wrote
friends-empty = Nothing from our friends yet
friends-empty-more = Their posts will be here soon.
