# A post, its comments, and writing both.

post-by = gan { $names }
post-edited = newidiwyd { $moment }
post-edit = Newid
post-take-back = Tynnu'n ôl
post-take-back-question = Mae hyn yn cuddio'r postiad yma ar unwaith ac yn gofyn i bob ysgol sydd ag ef ei ddileu. Nid oes modd dadwneud hyn.
post-take-back-yes = Ie, ei dynnu'n ôl
post-take-back-no = Na, ei gadw
post-taken-back = Tynnwyd yn ôl.
post-hide = Ei dynnu oddi ar ein tudalen
post-staff-only = Sgrin y staff yn unig
post-liked = Roedd { $names } yn hoffi hwn.
post-like = Hoffi fel { $class }
post-unlike = Tynnu'n ôl hoffi { $class }
post-talk = Beth mae pobl yn ei ddweud
post-talk-none = Does neb wedi dweud dim byd eto. Bydda'r cyntaf!

# The audiences of a post, as a chip and as a choice.
audience-class = Ein dosbarth
audience-class-hint = Disgyblion, staff a theuluoedd y dosbarth ei hun
audience-school = Ein hysgol
audience-school-hint = Pawb sy'n mewngofnodi yma
audience-friends = Ein ffrindiau
audience-friends-hint = Ein hysgol, a'r dosbarthiadau partner sy'n ein dilyn
audience-public = Y we gyhoeddus
audience-public-hint = Unrhyw un. Gweinyddwr sy'n caniatáu hyn i ddosbarth.

comment-answers = i { $name }
comment-hide = Cuddio'r sylw hwn
abroad-waiting = Mae athro { $class } yn ei ddarllen gyntaf
abroad-shown = Mae ar dudalen { $class }
abroad-not-shown = Nid yw ar dudalen { $class }
comment-answer = Ateb
comment-class = I ba ddosbarth?
comment-published = Mae dy sylw allan.
comment-label = Dweud rhywbeth caredig neu ofyn rhywbeth
comment-signed = Llofnodwyd: { $signature }
comment-send = Anfon
comment-send-teacher = Rhoi i fy athro
comment-mend-title = Rho gynnig arall ar dy sylw
comment-mend-post = Am y postiad hwn
comment-empty = Ysgrifenna rywbeth yn gyntaf.
comment-too-long = Mae hwnna'n rhy hir. Gwna fe'n fyrrach.

write-title-new = Ysgrifennu rhywbeth
write-title-edit = Newid dy bostiad
write-title = Teitl
write-title-missing = Rho deitl iddo.
write-title-too-long = Mae'r teitl yn rhy hir.
write-body = Dy eiriau
write-signature = Pwy ysgrifennodd hwn?
write-signature-hint = Er enghraifft “Sam ac Ama”. Os yw'n wag, mae'n dod gan y dosbarth cyfan.
write-signature-hint-pupil = Enwau cyntaf. Gad yn wag os mai dim ond ti.
write-signature-too-long = Mae hwnna'n rhy hir. Mae enwau cyntaf yn ddigon.
write-untitled = Dim teitl eto
write-body-missing = Ysgrifenna rywbeth yn gyntaf.
write-body-too-long = Mae hwnna'n rhy hir. Gwna fe'n fyrrach.
write-tools = Gwneud iddo edrych yn dda
write-tool-heading = Pennawd
write-tool-bold = Trwm
write-tool-list = Rhestr
write-tool-numbers = Rhifau
write-tool-quote = Dyfyniad
write-tool-look = Cael cip
write-words = Geiriau:
write-help = Help i ysgrifennu
write-help-starters = Ffyrdd o ddechrau
write-help-words = Geiriau defnyddiol
write-saved = Wedi'i gadw ar y cyfrifiadur hwn
write-markdown = **trwm**, # pennawd, - rhestr
write-preview = Sut bydd yn edrych
write-found = Ysgrifennaist ti rywbeth yma o'r blaen.
write-found-use = Ei roi'n ôl
write-found-drop = Ei daflu i ffwrdd
write-pictures = Lluniau
write-pictures-hint = Hyd at 6. Dyweda beth mae pob un yn ei ddangos.
write-picture = Llun { $number }
write-picture-choose = Dewis llun
write-picture-other = Dewis llun arall
write-picture-remove = Tynnu'r llun hwn allan
write-picture-size = JPEG, PNG, WebP neu GIF, hyd at 12 MB.
write-picture-alt = Beth weli di ynddo?
write-picture-alt-hint = I bobl sydd ddim yn gallu ei weld.
write-picture-alt-missing = Dyweda beth mae'r llun yn ei ddangos.
write-picture-alt-too-long = Mae hwnna'n rhy hir. Mae brawddeg neu ddwy yn ddigon.
write-picture-who-missing = Dyweda pwy sydd yn y llun.
write-picture-kind = Nid llun yw hwnna. Rho gynnig ar ffeil arall.
write-pictures-too-many = Mae lle i chwe llun mewn postiad.
write-picture-too-big = Mae'r llun yn rhy fawr. Rho gynnig ar un llai.
write-picture-broken = Allwn ni ddim agor y llun. Rho gynnig ar un arall.
write-who = Pwy sydd yn y llun hwn?
write-who-nobody = Neb
write-who-no-faces = Pobl, ond dim wynebau
write-who-faces = Wynebau pobl
write-audience = Pwy sy'n cael ei ddarllen?
write-audience-hint = Gallwch gyfyngu arno wedyn, a'i dynnu'n ôl.
write-audience-public = Gweinyddwr yn unig all agor postiad i'r we gyhoeddus. Dewiswch un arall.
write-send = Cyhoeddi
write-send-edit = Cyhoeddi'r newid
write-send-teacher = Rhoi i fy athro
write-keep = Cadw tan wedyn
write-kept = Wedi'i gadw. Does neb arall yn gallu ei weld eto.
write-with-teacher = Mae dy athro wedi'i gael nawr.
write-published = Mae allan.
write-throw-away = Taflu i ffwrdd
write-throw-away-question = Mae'n gadael dy hambwrdd, a does neb yn ei ddarllen. Does dim modd ei gael yn ôl.
write-throw-away-yes = Ie, ei daflu i ffwrdd

taken-back-title = Tynnwyd yn ôl
taken-back-by = tynnwyd yn ôl gan { $name }
taken-back-here = Ni all neb ei ddarllen yma mwyach. Bydd ei eiriau a'i luniau'n mynd o'r gweinydd hwn o fewn diwrnod.
taken-back-sealed = Ni all neb ei ddarllen yma mwyach ond yr arweinydd diogelu.
taken-back-nobody = Nid oedd gan unrhyw ysgol arall gopi.
taken-back-summary = { $count ->
   *[other] { $count } ysgol: { $parts }.
}
taken-back-confirmed = { $count } o { $all } wedi cadarnhau
taken-back-took = { $count ->
   *[other] mae ein llythyr gan { $count }
}
taken-back-asked = gofynnwyd i { $count }, heb fodd i gadarnhau
taken-back-refused = gwrthododd { $count }
taken-back-on-its-way = { $count } ar y ffordd
taken-back-held = { $count } wedi'u hoedi
taken-back-silent = { $count } heb ateb ers { $since }
taken-back-school = Ysgol
taken-back-state = Beth ddywedodd hi
taken-back-when = Pryd
taken-back-keep-trying = Rydym yn dal i ofyn nes bod pob un wedi ateb. Nid oes dim arall i chi ei bwyso.
receipt-confirmed = Cadarnhawyd
receipt-taken = Mae ein llythyr ganddi, ac nid yw wedi cadarnhau eto
receipt-on-its-way = Ar y ffordd
receipt-asked = Gofynnwyd; ni all ei meddalwedd gadarnhau
receipt-held = Yn aros ers { $since }, nes bydd y cyfnewid â hi'n ailddechrau
receipt-refused = Ni dderbyniai ei gweinydd ein llythyr ({ $since }): ffoniwch yr ysgol
receipt-silent = Heb ateb ers { $since }; y cynnig nesaf { $next }
receipt-silent-now = Heb ateb ers { $since }; rhoddir cynnig arni nawr
receipt-wording = Y fersiwn oedd ganddi: { $moment }.
receipt-wording-unknown = Efallai fod copi ganddi: ni ddywedodd ei gweinydd.
taken-back-erased = Dilëwyd am byth
taken-back-telephone = Pwy i'w ffonio
taken-back-telephone-lead = Nid yw'r ysgolion hyn wedi cadarnhau. Gofynnwch iddynt a yw wedi mynd.
taken-back-contact = Cyswllt:
taken-back-safeguarding = Arweinydd diogelu:
taken-back-nobody-named = neb wedi'i nodi
taken-back-all = Tynnwyd yn ôl, heb gadarnhad eto
taken-back-all-lead = Yr hyn a dynnwyd yn ôl, lle nad yw pob ysgol wedi dweud ei fod wedi mynd oddi yno. Rydym yn dal i ofyn. Agorwch un i weld pwy i'w ffonio.
taken-back-none-open = Mae popeth wedi'i gadarnhau
taken-back-none-open-more = Mae popeth a dynnwyd yn ôl wedi mynd o bob ysgol a all ddweud hynny. Mae'r hyn sy'n agored o hyd yn ymddangos yma.
taken-back-reminder = { $count ->
    [two] Mae { $count } beth a dynnwyd yn ôl heb ei gadarnhau gan bob ysgol eto.
    [few] Mae { $count } pheth a dynnwyd yn ôl heb ei gadarnhau gan bob ysgol eto.
    [many] Mae { $count } pheth a dynnwyd yn ôl heb ei gadarnhau gan bob ysgol eto.
   *[other] Mae { $count } peth a dynnwyd yn ôl heb ei gadarnhau gan bob ysgol eto.
}
report-open = Adroddiad i'w argraffu
report-title = Adroddiad ar rywbeth a dynnwyd yn ôl
report-made = gwnaed { $moment } gan { $name }
report-what = Beth
report-post = Postiad gan { $class }
report-comment = Sylw gan { $class }
report-taken-back = Tynnwyd yn ôl
report-zone = Amserau { $zone } yw'r rhain.
report-foot = Ystyr “Cadarnhawyd” yw bod gweinydd yr ysgol arall wedi dweud hynny dan ei lofnod. Nid yw'r adroddiad hwn yn cynnwys gair o'r hyn a dynnwyd yn ôl.

# Beside a post, for those who run its class.
post-unreached = Nid yw { $school } wedi derbyn hwn eto. Rydym yn rhoi cynnig arni ers { $since } ac yn dal ati ein hunain.
post-unreached-change = Nid yw { $school } wedi derbyn y newid diwethaf eto. Rydym yn rhoi cynnig arni ers { $since } ac yn dal ati ein hunain.
post-refused = Ni dderbyniodd { $school } hwn. Gofynnwch i weinyddwr edrych dan Danfoniadau.
post-refused-change = Ni dderbyniodd { $school } y newid diwethaf. Gofynnwch i weinyddwr edrych dan Danfoniadau.

write-collects = Casglu darnau byr
write-collects-hint = Bydd eich disgyblion yn ysgrifennu eu rhai nhw o dan y post hwn. Mae ffrindiau'n gweld un post, a neb yn cael ei foddi. Dad-diciwch pan fydd gennych ddigon.
collection-pieces = { $count ->
    [zero] { $count } darn
    [one] { $count } darn
    [two] { $count } ddarn
    [few] { $count } darn
    [many] { $count } darn
   *[other] { $count } darn
}
collection-none = Does dim darn wedi'i ryddhau eto.
collection-closed = Mae'r casgliad hwn wedi cau. Diolch am bob un!
collection-label = Dy ddarn di
collection-add = Ychwanegu dy un di
collection-now = Rydyn ni'n casglu:
fault-collection-closed = Mae'r casgliad hwn wedi cau nawr. Copïa dy eiriau a gofyn i dy athro.
