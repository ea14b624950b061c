# The frame around every page.

nav-skip = Skip to the page
nav-label = Main
nav-gate = The gate
nav-gate-waiting = Waiting:
nav-sealed = Worries
nav-sealed-open = Open cases:
nav-campus = Campus
nav-search = Search
nav-classes = Classes
nav-tray = My tray
nav-comfort = Easy reading
nav-more = More
nav-signed-in-as = Signed in as
nav-partners = Partner schools
nav-staff = Staff and rights
nav-deliveries = Deliveries
nav-audit = Audit log
nav-about = About
nav-sign-in = Sign in
nav-sign-out = Sign out
nav-switch = Not { $name }?
nav-leave = Leave

# How this language calls itself.
language-name = English
language-label = Language
foot-source = Source code
foot-version = Schoolgate { $version } ({ $commit })

toast-undo = Undo

pages-label = More pages
pages-newer = Newer
pages-older = Older
pages-before = Page before
pages-next = Next page

read-to-me = Read to me
read-stop = Stop reading

tell-adult = Tell an adult
