# The campus: every class and pupil group.

campus-lead = Open a book and see what we do.
campus-classes = Our classes
campus-groups = Our groups
campus-friends = From our friends
campus-friends-all = All our friends' posts
campus-no-post-yet = No posts yet.
campus-empty = No classes yet
door-lead = Our classes write here, for the people they know.
door-pupils = Pupils: hold your card up to the camera, or scan your class's poster.
door-families = Families: use the link from your child's class.
door-staff = Staff sign in here
campus-empty-more = An admin adds the first class. Then its book lies here.
