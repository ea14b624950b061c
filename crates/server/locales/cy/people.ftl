# Pupils, their cards, staff and rights.

pupils-title = { $count ->
    [0] Disgyblion
    [two] { $count } ddisgybl
   *[other] { $count } disgybl
}
pupils-empty = Dim disgyblion eto
pupils-empty-more = Gludwch eu henwau cyntaf, un ar bob llinell.
pupils-name = Enw
pupils-card = Cerdyn
pupils-no-card = Dim cerdyn eto
pupils-card-made = Gwnaed { $moment }, heb ei ddefnyddio eto
pupils-card-used = Gwnaed { $made }, defnyddiwyd ddiwethaf { $used }
pupils-make-card = Cerdyn newydd
pupils-make-card-question = Mae { $name } yn cael cerdyn newydd. Mae'r hen un yn peidio â gweithio ar unwaith.
pupils-make-card-yes = Ie, gwneud cerdyn newydd
pupils-more = Mwy
pupils-group = Rhoi yn y grŵp hwn
pupils-elsewhere = hefyd yn { $classes }
pupils-out = Tynnu allan o { $class }
pupils-out-hint = Nid yw pwy bynnag a dynnir allan o { $class } yn darllen nac yn ysgrifennu yma mwyach. Mae'r hyn a ysgrifennwyd ganddynt yn aros.
pupils-left = Wedi gadael yr ysgol
pupils-left-question = Nid yw pwy bynnag sydd wedi gadael yn cael ei restru mwyach, ac nid oes cerdyn yn agor. Mae'r hyn a ysgrifennwyd ganddynt yn aros gyda'r dosbarth.
families-title = I deuluoedd
families-none = Nid oes dolen i deuluoedd eto.
families-since = Gwnaed y ddolen i deuluoedd { $moment } ac mae'n gweithio tan { $until }.
families-ended = Daeth y ddolen i deuluoedd i ben ar { $until }: mae'n gweithio am flwyddyn ysgol. Gwnewch un newydd.
families-hint = Mae'n agor tudalen y dosbarth hwn heb gyfrif. Rhowch hi i deuluoedd ar bapur neu drwy eich sianel arferol.
families-new = Dolen newydd i deuluoedd
families-question = Mae'r hen ddolen yn peidio â gweithio ar unwaith, i bob teulu.
families-yes = Ie, gwneud dolen newydd
families-lead = Copïwch neu argraffwch hi nawr: dim ond y tro hwn y caiff ei dangos.
families-card = I'n teuluoedd
pupils-revoke = Dod â'r cerdyn i ben
pupils-print-all = Cardiau newydd i bawb
pupils-print-all-question = Mae pob disgybl yn cael cerdyn newydd i'w argraffu. Mae eu hen gardiau'n peidio â gweithio ar unwaith.
pupils-print-all-yes = Ie, gwneud cardiau newydd
pupils-add = Ychwanegu disgyblion
pupils-names = Enwau
pupils-names-hint = Un ar bob llinell. Mae enwau cyntaf yn ddigon; ychwanegwch lythyren lle mae dau yr un fath.
pupils-privacy = Mae enwau'n aros ar y gweinydd hwn. Dim ond yr hyn y mae plentyn yn ei lofnodi y mae ysgolion eraill yn ei weld, er enghraifft “Sam, Dosbarth Masarn”.
pupil-list-file = Neu ffeil CSV
pupil-list-file-hint = Gyda chomas, hanner colonau neu dabiau, wedi'i chadw fel “CSV UTF-8”. 200 llinell a 32 kB ar y mwyaf.
pupil-list-look = Edrych drwyddi
pupil-list-title = Edrych drwy'r rhestr
pupil-list-lead = Nid oes neb wedi'i ychwanegu eto. Dyma beth fydd yn digwydd gyda phob llinell.
pupil-list-changed = Mae'r dosbarth wedi newid yn y cyfamser, felly ni chafodd neb ei ychwanegu. Edrychwch drwy'r rhestr eto.
pupil-list-column = Dim ond y golofn “{ $column }” sy'n cael ei darllen. Nid oes dim o'r lleill yn cael ei gadw.
pupil-list-line = Llinell
pupil-list-comes-to = Beth sy'n digwydd
pupil-list-new = Newydd yn y dosbarth
pupil-list-there = Yn y dosbarth eisoes: nid oes dim yn digwydd. Os yw'n blentyn arall, ychwanegwch lythyren, er enghraifft “{ $name } B”.
pupil-list-nameless = Nid oes enw yma. Ysgrifennwch un, neu tynnwch y llinell.
pupil-list-twice = Yr un fath â llinell { $line }: heb ei ychwanegu. Os yw'n blentyn arall, ychwanegwch lythyren.
pupil-list-signs = Mae ynddo arwydd na ellir ei weld, neu ddyfynnod nad yw'n cau: heb ei ychwanegu. Teipiwch yr enw o'r newydd.
pupil-list-columns = Mae mwy nag un golofn: heb ei ychwanegu. Gadewch yr enw yn unig, neu ysgrifennwch “Enw” uwchben ei golofn.
pupil-list-nobody = Nid oes neb yn y rhestr hon yn newydd.
pupil-list-add = { $count ->
    [one] Ychwanegu'r disgybl hwn
   *[other] Ychwanegu'r { $count } hyn
}
pupil-list-back = Ychwanegu neb
pupil-list-mend = Newid y rhestr
fault-list-long = Mae 200 llinell ar y mwyaf mewn rhestr. Ni chafodd neb ei ychwanegu; ychwanegwch nhw mewn dwy restr.
fault-list-heavy = Mae rhestr yn 32 kB ar y mwyaf. Ni chafodd neb ei ychwanegu; gadewch yr enwau yn unig ynddi.
fault-list-letters = Ni ellir darllen y llythrennau yn y ffeil hon, felly ni chafodd neb ei ychwanegu. Cadwch hi fel “CSV UTF-8”, neu gludwch yr enwau.
fault-list-both = Gludwch yr enwau neu dewiswch ffeil, nid y ddau. Ni chafodd neb ei ychwanegu.
toast-pupils-added = { $count ->
    [two] Ychwanegwyd { $count } ddisgybl.
   *[other] Ychwanegwyd { $count } disgybl.
}
toast-pupil-joined = Mae { $name } yn { $class } hefyd.
toast-pupil-out = Nid yw { $name } yn { $class } mwyach.
toast-pupil-left = Mae { $name } wedi gadael.
toast-card-revoked = Nid yw cerdyn { $name } yn gweithio mwyach.

cards-title = { $count ->
    [two] { $count } gerdyn
    [few] { $count } cherdyn
    [many] { $count } cherdyn
   *[other] { $count } cerdyn
}
cards-lead-one = Argraffwch ef neu copïwch ei gyfeiriad nawr: dim ond y tro hwn y caiff ei ddangos.
cards-lead = Argraffwch nhw nawr: dim ond y tro hwn y caiff y codau eu dangos. Mae lle i wyth ar dudalen A4; torrwch ar hyd y llinellau.
cards-print = Argraffu
cards-how = Dal fi o flaen y camera.
cards-code = Cod { $name }

staff-title = Staff a hawliau
staff-search = Enw neu e-bost
staff-lead = Rhowch ddau berson i giât pob dosbarth, fel nad oes dim yn aros oherwydd salwch.
staff-who = Pwy
staff-rights = Beth gânt ei wneud
staff-end-right = Dod i ben
staff-end = Tynnu mynediad yn ôl
staff-end-question = Cânt eu hallgofnodi ar unwaith ac ni allant ddod yn ôl i mewn. Mae'r hyn a benderfynwyd ganddynt yn aros ar gofnod.
staff-end-yes = Ie, ei dynnu'n ôl
staff-add = Ychwanegu rhywun
staff-name = Enw
staff-name-hint = Fel mae disgyblion yn eu hadnabod, er enghraifft Mrs K
staff-email = E-bost
staff-email-hint = Â hwn maent yn mewngofnodi
staff-right = Beth gânt ei wneud
staff-right-teacher = Athro
staff-right-teacher-hint = Yn rhedeg dosbarth
staff-right-moderator = Cyd-gymedrolwr
staff-right-moderator-hint = Yn penderfynu wrth giât y dosbarth hefyd
staff-right-cover = Athro llanw
staff-right-cover-hint = Yn penderfynu'n unig, o un diwrnod hyd at ddiwrnod arall
staff-right-coach = Mentor
staff-right-coach-hint = Yn eistedd gyda chydweithiwr am gyfnod
staff-right-safeguarding = Arweinydd diogelu
staff-right-safeguarding-hint = Yn derbyn yr hyn sy'n poeni pobl
staff-right-admin = Gweinyddwr
staff-right-admin-hint = Ysgolion partner, staff, y log
staff-class = Dosbarth
staff-class-hint = I athrawon, cyd-gymedrolwyr, athrawon llanw a mentoriaid
staff-class-missing = Dewiswch ddosbarth.
staff-from = O
staff-to = Hyd at
staff-dates-hint = Eu hangen ar gyfer athrawon llanw a mentoriaid
staff-to-hint = Y diwrnod olaf
staff-dates-missing = Rhowch y ddau ddiwrnod.
staff-dates-wrong = Mae'r diwrnod olaf cyn y cyntaf.
staff-add-button = Ychwanegu
staff-of = { $right }: { $class }
staff-until = { $right }: { $class }, hyd at { $moment }
staff-begins = { $right }: { $class }, o { $moment }
staff-over = { $right }: { $class }, ar ben
staff-nothing = Dim byd eto
staff-disabled = Dim mynediad
staff-enable = Rhoi mynediad eto
staff-duty = Rhoi lle wrth giât
staff-duty-give = Ei roi
staff-rights-change = Hawliau yn yr ysgol
staff-rights-save = Cadw
staff-no-lead = Nid oes arweinydd diogelu. Nid yw'r hyn sy'n poeni disgybl neu athro yn cyrraedd neb nes bod un.
staff-password = Cyfrinair newydd
staff-password-question = Cânt eu hallgofnodi ym mhobman. Dangosir y cyfrinair newydd yma unwaith.
staff-password-yes = Ie, gwneud un newydd
staff-fresh = Gall { $name } fewngofnodi nawr. Dim ond y tro hwn y dangosir y cyfrinair:
staff-fresh-hint = Rhowch ef yn bersonol, nid drwy e-bost.
staff-class-none = Dim dosbarth
toast-duty-set = Mae'n gymwys o hyn ymlaen, neu o'r diwrnod cyntaf.
toast-rights-set = Cadwyd. Mae'n gymwys o hyn ymlaen.
toast-duty-ended = Daeth i ben.
toast-staff-disabled = Ni allant fewngofnodi mwyach.
toast-staff-enabled = Gallant fewngofnodi eto.

erasures-title = Dileu am byth
erasures-lead = Disgyblion a dosbarthiadau sy'n cael eu dileu am byth: oddi ar bob tudalen ar unwaith, ac wedi mynd o'r gweinydd hwn o fewn diwrnod. Gofynnir i ysgolion partner ddileu'r hyn sydd ganddynt.
erasures-empty = Ni ddilëwyd dim eto
erasures-empty-more = I ddileu disgybl, agorwch restr disgyblion ei ddosbarth a dewis Mwy wrth ei enw. I ddileu dosbarth, dewiswch Newid wrth ei enw dan Dosbarthiadau a grwpiau.
erasures-left = Disgyblion sydd wedi gadael
erasures-left-lead = Mae'r hyn a ysgrifennwyd ganddynt yn aros gyda'u dosbarth nes i chi ei ddileu.
erasures-left-erase = Dileu
erasure-until = Oddi ar bob tudalen. Gellir ei ganslo tan { $moment }; yna caiff ei ddileu am byth.
erasure-under-way = Oddi ar bob tudalen. Dileu am byth: { $moment }. Ni ellir ei ganslo.
erasure-now = Oddi ar bob tudalen. Mae'n cael ei ddileu am byth nawr.
erasure-done = Dilëwyd am byth: { $moment }.
erasure-called-off = Canslwyd: { $moment }. Mae angen cerdyn newydd arnynt.
erasure-call-off = Canslo
erasure-reminder = { $count ->
    [one] Mae disgybl yn cael ei ddileu. Gellir ei ganslo tan { $moment }.
    [two] Mae { $count } ddisgybl yn cael eu dileu. Gellir canslo'r cyntaf tan { $moment }.
   *[other] Mae { $count } disgybl yn cael eu dileu. Gellir canslo'r cyntaf tan { $moment }.
}
erase-pupil-title = Dileu'r disgybl hwn
erase-pupil-lead = Mae popeth a ysgrifennodd { $name } yn mynd oddi ar bob tudalen yma ar unwaith, ac o'r gweinydd hwn o fewn diwrnod. Gofynnir ar unwaith i ysgolion partner ddileu'r hyn sydd ganddynt. Gallwch ei ganslo am 20 awr: yna daw yn ôl yma, ond nid yn yr ysgolion eraill.
erase-class-title = Dileu'r dosbarth hwn
erase-class-lead = Mae popeth ym mlog { $name } yn mynd oddi ar bob tudalen yma ar unwaith, ac o'r gweinydd hwn o fewn diwrnod. Gofynnir ar unwaith i ysgolion partner ddileu'r hyn sydd ganddynt. Ni ellir ei ganslo. Mae ei ddisgyblion yn aros.
erase-what = Beth sy'n mynd
erase-nothing = Dim byd ond yr enw: dim postiad, dim sylw, dim cerdyn.
erase-posts = { $count ->
    [one] { $count } postiad neu ddrafft
    [two] { $count } bostiad a drafft
    [few] { $count } phostiad a drafft
    [many] { $count } phostiad a drafft
   *[other] { $count } postiad a drafft
}
erase-comments = { $count ->
   *[other] { $count } sylw
}
erase-answers = { $count ->
    [one] { $count } sylw gan rywun arall danynt
   *[other] { $count } sylw gan eraill danynt
}
erase-pictures = { $count ->
    [one] { $count } llun (mae'n aros lle mae postiad arall yn ei ddefnyddio)
    [two] { $count } lun (mae'r rhai y mae postiadau eraill yn eu defnyddio'n aros yno)
   *[other] { $count } llun (mae'r rhai y mae postiadau eraill yn eu defnyddio'n aros yno)
}
erase-cards = { $count ->
    [one] { $count } cerdyn neu ddolen sy'n agor nawr
    [two] { $count } gerdyn neu ddolen sy'n agor nawr
    [few] { $count } cherdyn neu ddolen sy'n agor nawr
    [many] { $count } cherdyn neu ddolen sy'n agor nawr
   *[other] { $count } cerdyn neu ddolen sy'n agor nawr
}
erase-sessions = { $count ->
    [one] { $count } ddyfais sydd wedi mewngofnodi
    [two] { $count } ddyfais sydd wedi mewngofnodi
   *[other] { $count } dyfais sydd wedi mewngofnodi
}
erase-schools = { $count ->
    [one] gofynnir i { $count } ysgol bartner ddileu'r hyn sydd ganddi
   *[other] gofynnir i { $count } ysgol bartner ddileu'r hyn sydd ganddynt
}
erase-cases = { $count ->
    [one] Mae { $count } achos yr arweinydd diogelu'n aros, heb i neb arall ei weld, nes caiff ei ryddhau.
   *[other] Mae { $count } achos yr arweinydd diogelu'n aros, heb i neb arall eu gweld, nes cânt eu rhyddhau.
}
erase-audit = Mae'r log archwilio'n cadw'r ffaith iddo ddigwydd, pwy ofynnodd a pham, a dim enw. Mae copïau wrth gefn a wnaed cyn heddiw yn ei ddal nes cânt eu taflu.
erase-reason = Pam
erase-reason-hint = Mae'n aros yn y log archwilio.
erase-reason-family = Gofynnodd y teulu
erase-reason-left = Maent wedi gadael
erase-reason-authority = Gofynnodd awdurdod neu lys
erase-reason-mistake = Ni ddylai fod wedi bod yma erioed
erase-reason-other = Rhywbeth arall
erase-name = Teipiwch yr enw { $name } i wneud yn siŵr
erase-yes = Dileu am byth
erase-no = Na, cadw popeth
erase-item = Ei ddileu nawr
erase-item-question = Mae ei eiriau a'i luniau'n mynd o'r gweinydd hwn nawr, ac nid yn nes ymlaen heddiw. Ni ellir dadwneud hyn.
erase-item-yes = Ie, ei ddileu
taken-back-erased-more = Mae ei eiriau a'i luniau wedi mynd o'r gweinydd hwn am byth.
fault-erase-name = Nid dyna'r enw. Teipiwch ef fel y mae ar frig y dudalen hon.
fault-erase-reason = Dewiswch reswm.
toast-pupil-erased = Oddi ar bob tudalen, a gofynnir i ysgolion partner ei ddileu. Gallwch ei ganslo yma o hyd.
toast-class-erased = Oddi ar bob tudalen, a gofynnir i ysgolion partner ei ddileu.
toast-item-erased = Dilëwyd.
toast-erasure-called-off = Canslwyd. Mae popeth yn ôl yma. Gwnewch gerdyn newydd i'r disgybl.
toast-erasure-too-late = Mae'n rhy hwyr i ganslo hyn.
