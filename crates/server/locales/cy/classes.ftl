# A class's own page, and the page of its friends.

class-write = Ysgrifennu rhywbeth
class-posts = Ein postiadau
class-empty = Dim byd yma eto
class-empty-more = Bydd ein postiad cyntaf yma cyn hir.
class-friends = Ein ffrindiau
class-friends-none = Does gennym ni ddim ffrindiau eto.
class-friends-posts = Beth ysgrifennon nhw
class-drafts = Dwyt ti ddim wedi anfon y rhain eto
class-rules = Rheolau ein dosbarth
class-rule-kind = Rydyn ni'n garedig.
class-rule-names = Enwau cyntaf yn unig rydyn ni'n eu defnyddio.
class-rule-pictures = Rydyn ni'n gofyn cyn dangos llun rhywun.
class-rule-tell = Rydyn ni'n dweud wrth oedolyn os yw rhywbeth yn teimlo'n anghywir.

class-staff-label = I staff y dosbarth
class-partners = Dosbarthiadau partner
class-pupils = Disgyblion a chardiau
class-history = Penderfyniadau

friends-title = Beth ysgrifennodd ein ffrindiau
friends-empty = Dim byd gan ein ffrindiau eto
friends-empty-more = Bydd eu postiadau yma cyn hir.
friend-unnamed = Dosbarth o ffrindiau

# Names in a row: "Oak class, Elm class and Ash class".
list-and = { $first } a { $last }

# The classes of the school, for whoever looks after them.
classes-title = Dosbarthiadau a grwpiau
classes-lead = Mae gan bob un ei flog, ei giât a'i ddisgyblion ei hun. Mae grwpiau, fel côr, yn cymryd disgyblion o sawl dosbarth.
classes-empty = Dim dosbarthiadau eto
classes-empty-more = Ychwanegwch yr un cyntaf isod.
class-change = Newid
class-change-title = Enw a golwg
class-change-lead = Mae'r cyfeiriad yn aros yr un fath, er mwyn i ffrindiau ddal i'w gael. Mae'r hyn a lofnodwyd o'r blaen yn aros fel yr oedd.
class-change-save = Cadw
class-change-leave = Ei adael fel y mae
class-form-add = Ychwanegu dosbarth neu grŵp
class-form-add-button = Ychwanegu
class-form-name = Enw
class-form-name-hint = Er enghraifft Dosbarth Masarn neu Gyngor Eco
class-form-known = Mae dosbarth â'r cyfeiriad hwnnw eisoes. Dewiswch enw arall.
class-form-about = Cyflwyniad
class-form-about-hint = Er enghraifft “Rydyn ni'n 28 o blant 7 ac 8 oed yn Leeds.” Mae pawb sy'n darllen y dosbarth yn ei weld.
class-form-kind = Math
class-form-kind-class = Dosbarth
class-form-kind-group = Grŵp disgyblion
class-form-colour = Lliw
class-form-crest = Arfbais
class-form-year = Lle yn y rhestr
class-form-year-hint = Y flwyddyn ysgol, er enghraifft 3. Mae blynyddoedd 0, 1 a 2 yn cael tudalennau babanod: llythrennau a botymau mwy, mwy o luniau, llai o eiriau.
class-form-teacher = Athro
class-form-teacher-hint = Pwy sy'n ei redeg. Gallwch ddewis yn nes ymlaen, dan Staff a hawliau.
class-form-teacher-later = Yn nes ymlaen
toast-class-added = Mae gan { $name } flog a giât nawr.
toast-class-changed = Mae { $name } wedi'i gadw.
crest-owl = Tylluan
crest-oak = Derwen
crest-fox = Llwynog
crest-boat = Cwch
crest-star = Seren
crest-fish = Pysgodyn
crest-snail = Malwen
crest-kite = Barcud
crest-sun = Haul
crest-leaf = Deilen
crest-bee = Gwenynen
crest-whale = Morfil
crest-mountain = Mynydd
crest-drum = Drwm
crest-book = Llyfr
crest-rocket = Roced
colour-1 = Coch
colour-2 = Oren
colour-3 = Ambr
colour-4 = Lliw olewydd
colour-5 = Gwyrdd
colour-6 = Gwyrdd y môr
colour-7 = Gwyrddlas
colour-8 = Glas
colour-9 = Indigo
colour-10 = Fioled
colour-11 = Majenta
colour-12 = Brown
