# The frame around every page.
#
# The words of Schoolgate in Welsh. Children are "ti", adults "chi"; a name is never mutated.
# gate: y giât · waiting: yn aros · let in: gadael i mewn · let out: anfon allan · leave out: hepgor · sent back: anfon yn ôl
# turned away: troi i ffwrdd · sealed: dan sêl, selio · taken back: tynnu'n ôl · take off the page: tynnu oddi ar y dudalen
# erase: dileu am byth · delete: dileu · pause: oedi · held: yn cael ei ddal · partner school: ysgol bartner
# partner class: dosbarth partner · class blog: blog dosbarth · group: grŵp · tray: hambwrdd · draft: drafft · post: postiad
# comment: sylw · follow: dilyn · like: hoffi · safety words: geiriau diogelwch · safeguarding lead: arweinydd diogelu
# admin: gweinyddwr · co-moderator: cyd-gymedrolwr · cover: athro llanw · coach: mentor · invitation: gwahoddiad
# audit log: log archwilio · delivery: danfoniad · letter: llythyr · put aside: o'r neilltu · campus: campws

nav-skip = Neidio i'r dudalen
nav-label = Prif ddewislen
nav-gate = Y giât
nav-gate-waiting = Yn aros:
nav-sealed = Pryderon
nav-sealed-open = Achosion agored:
nav-campus = Campws
nav-search = Chwilio
nav-classes = Dosbarthiadau
nav-tray = Fy hambwrdd
nav-comfort = Darllen hawdd
nav-more = Mwy
nav-signed-in-as = Wedi mewngofnodi fel
nav-partners = Ysgolion partner
nav-staff = Staff a hawliau
nav-deliveries = Danfoniadau
nav-audit = Log archwilio
nav-about = Ynghylch
nav-sign-in = Mewngofnodi
nav-switch = Nid { $name }?
nav-sign-out = Allgofnodi
nav-leave = Gadael

language-name = Cymraeg
language-label = Iaith
foot-source = Cod ffynhonnell
foot-version = Schoolgate { $version } ({ $commit })

toast-undo = Dadwneud

pages-label = Rhagor o dudalennau
pages-newer = Mwy newydd
pages-older = Hŷn
pages-before = Tudalen flaenorol
pages-next = Tudalen nesaf

read-to-me = Darllen i mi
read-stop = Stopio darllen

tell-adult = Dweud wrth oedolyn
