# The gate, its cases and its history.

gate-waiting = { $count ->
    [0] Does dim byd yn aros
    [two] Mae { $count } beth yn aros
    [few] Mae { $count } pheth yn aros
    [many] Mae { $count } pheth yn aros
   *[other] Mae { $count } peth yn aros
}
gate-waiting-many = Mae { $count } o bethau neu fwy yn aros
gate-history = Beth benderfynwyd
gate-live-show = Dangos beth sy’n aros nawr
gate-trays = Hambyrddau
gate-coming-in = Yn dod i mewn
gate-going-out = Yn mynd allan
gate-ours = Ein rhai ni
gate-asking = { $count ->
    [two] Mae { $count } ddosbarth yn gofyn am ein dilyn
   *[other] Mae { $count } dosbarth yn gofyn am ein dilyn
}
gate-none = Nid oes gennych giât
gate-none-more = Gweinyddwr sy'n rhoi lle i chi wrth giât dosbarth, dan Staff a hawliau.
gate-open-this = Agor
gate-only-look = Rydych yn eistedd gyda chydweithiwr yma: rydych yn gweld beth sy'n aros, a nhw sy'n penderfynu.
gate-nothing-waiting = Does dim byd yn aros.
gate-nothing-waiting-more = Mae'r giât ar agor. Bydd yr hyn a ddaw nesaf yn aros yma amdanoch.
gate-tray-empty = Does dim byd yn aros yn yr hambwrdd hwn.
gate-tray-empty-more = Edrychwch yn y lleill.
gate-group-count = { $count ->
   *[other] { $count } eitem
}
gate-about = Am y postiad hwn
gate-about-waiting = Mae hwn yn aros hefyd
gate-about-hidden = Nid yw ar y dudalen mwyach
gate-bulk = Gadael y { $count } hyn i mewn
gate-bulk-hint = Mae eitemau â baner a lluniau'n aros yma, i edrych arnynt fesul un.
gate-hide-all = Cuddio popeth
gate-hide-all-question = Mae popeth gan y dosbarth hwn yn diflannu ar unwaith, yma ac i bawb. Caiff pethau newydd eu dal yn ôl. Gallwch ei ddangos eto dan Dosbarthiadau partner.
gate-hide-all-yes = Ie, cuddio popeth

gate-key-next = nesaf
gate-key-previous = yn ôl
gate-key-let-in = gadael i mewn
gate-key-send-back = anfon yn ôl
gate-key-picture = dangos llun
gate-key-undo = dadwneud

gate-kind-post = postiad
gate-kind-comment = sylw
gate-kind-answer = ateb
gate-kind-edit = newidiwyd ar ôl ei adael i mewn
gate-kind-edit-hidden = newidiwyd; nid yw'r hen un ar y dudalen mwyach
gate-kind-hidden = tynnwyd oddi ar y dudalen
gate-by = ysgrifennwyd gan { $name }
gate-edit-explains = Mae'r geiriau a adawsoch i mewn yn aros nes i chi benderfynu. Beth fyddai'n newid:
gate-warning = Eu rhybudd: { $warning }
gate-flags = Edrychwch yn fanylach
gate-picture-look = Edrych
gate-picture-alt = Disgrifiad:
gate-picture-coming = Mae llun ar y ffordd
gate-picture-refused = Llun na ellid ei dderbyn
gate-picture-who = Pwy sydd ynddo: { $answer }
gate-link-allow = Caniatáu'r ddolen hon
gate-link-allowed = Caniatawyd y ddolen

gate-let-in = Gadael i mewn
gate-let-out = Anfon allan
gate-without-pictures = Heb luniau
gate-staff-screen = Sgrin y staff yn unig
gate-turn-away = Troi i ffwrdd
gate-send-back = Anfon yn ôl
gate-send-back-why = Beth ddylai ei ddweud? Mae un tap yn ei anfon yn ôl.
gate-send-back-note = Neu yn eich geiriau eich hun
gate-send-back-with-note = Anfon yn ôl gyda fy ngeiriau
gate-leave-out = Hepgor rhywbeth
gate-leave-out-label = Ei anfon allan gan hepgor rhywbeth
gate-leave-out-hint = Mae'r plentyn yn gweld beth newidioch chi.
gate-leave-out-send = Anfon allan fel hyn
gate-change-none = Newidiwch y geiriau isod, yna edrychwch ar yr hyn sy'n newid.
gate-change-difference = Beth fyddai'n newid:
gate-change-text = Y geiriau
gate-change-reason = Beth mae'r plentyn yn ei ddarllen amdano
gate-change-reason-hint = Er enghraifft “Gadewais enw dy stryd allan.” Cewch adael hwn yn wag.
gate-change-look = Edrych ar y newid
gate-worried = Rwy'n poeni
gate-worried-explains = Mae hyn yn ei selio i'r arweinydd diogelu. Mae'n gadael pob tudalen ar unwaith, gan gynnwys hon.
gate-worried-note = Beth sy'n eich poeni? Cewch adael hwn yn wag.
gate-worried-seal = Ei selio

# What the child reads when something comes back.
reason-names = Paid â rhoi enwau llawn.
reason-kind = Dyweda hyn yn garedig.
reason-more = Dyweda ychydig mwy wrthon ni.
reason-spelling = Darllena fe eto a gwirio'r sillafu.
reason-picture = Dewisa lun arall.
reason-private = Paid â rhoi lleoedd na rhifau.
reason-own-words = Dyweda fe yn dy eiriau dy hun.

flag-link = Dolen
flag-phone = Rhif ffôn
flag-postcode = Cod post
flag-email = Cyfeiriad e-bost
flag-handle = Enw defnyddiwr
flag-surname = Cyfenw
flag-where-live = Yn gofyn ble mae rhywun yn byw
flag-words = Gair i edrych arno
flag-first = Y cyntaf gan yr ysgol hon
flag-picture = Llun newydd

# After a decision, on the toast.
toast-plain = { $text }
toast-let-in = Gadawyd i mewn.
toast-let-out = Anfonwyd allan.
toast-let-in-without-pictures = Gadawyd i mewn heb ei luniau.
toast-staff-only = Ar sgrin y staff yn unig.
toast-let-out-changed = Anfonwyd allan, gyda'ch newid.
toast-let-in-many = { $count ->
   *[other] Gadawyd { $count } eitem i mewn.
}
toast-send-back = Anfonwyd yn ôl.
toast-turn-away = Trowyd i ffwrdd.
toast-sealed = Seliwyd i'r arweinydd diogelu.
toast-hidden = Mae popeth gan y dosbarth hwnnw wedi'i guddio.
toast-link-allowed = Caniatawyd y ddolen.
toast-undone = Dadwnaed. Mae'n aros eto.
toast-undone-post = Dadwnaed. Mae'n ddrafft eto, ac nid oes neb arall yn ei weld.
toast-undone-comment = Dadwnaed. Mae eich geiriau yn ôl yn y maes.
toast-undo-too-late = Mae'n rhy hwyr i ddadwneud. Tynnwch ef oddi ar y dudalen, neu tynnwch ef yn ôl, dan Beth benderfynwyd.
toast-taken = Roedd { $name } yn gyflymach: { $outcome }.
toast-changed = Cafodd ei newid yn y cyfamser. Edrychwch arno eto.
toast-pictures-coming = Mae ei luniau ar y ffordd o hyd. Gallwch ei adael i mewn hebddynt.
toast-gone = Nid yw yno mwyach: fe'i tynnwyd, fe'i seliwyd, neu mae ei ysgol wedi'i hoedi.
toast-missed-some = { $count ->
   *[other] Mae { $count } yn aros:
}
toast-item-hidden = Nid yw ar unrhyw dudalen. Mae'n aros yma eto.
toast-send-back-why = Dewiswch beth ddylai'r plentyn ei ddarllen, neu ei ysgrifennu.
gate-paused-all = Mae pob cyfnewid ag ysgolion eraill wedi'i oedi: nid oes dim yn dod i mewn nac yn mynd allan.
gate-paused-school = Mae { $school } wedi'i hoedi. Mae'r hyn a anfonodd yn cael ei ddal.

sealed-title = Pryderon
sealed-lead = Chi'n unig sy'n gweld y rhain. Tynnwyd pob un oddi ar bob tudalen pan gafodd ei selio, a'i gadw fel yr oedd.
sealed-empty = Dim achosion agored
sealed-empty-more = Pan fydd rhywun yn selio eitem neu blentyn yn dweud wrth oedolyn, daw yma.
sealed-case = Achos { $number }
sealed-by = seliwyd gan { $name }
sealed-told = dywedwyd gan { $name }
sealed-thread = Beth ddaeth o'r blaen
sealed-item = Beth gafodd ei selio
sealed-seen-by = Pwy allai fod wedi'i weld
sealed-seen-by-none = Ni allai unrhyw ddisgybl ei weld: ni chafodd erioed ei adael i mewn, neu nid oedd ar y dudalen.
sealed-seen-by-pupils = Gallai disgyblion y dosbarthiadau hyn ei ddarllen, ac mae'r oedolion hyn wrth y giât:
sealed-earlier = { $count ->
    [one] Fe'i newidiwyd unwaith o'r blaen; mae'r ddau eiriad yn y lawrlwythiad.
    [two] Fe'i newidiwyd ddwywaith o'r blaen; mae pob geiriad yn y lawrlwythiad.
   *[other] Fe'i newidiwyd { $count } gwaith o'r blaen; mae pob geiriad yn y lawrlwythiad.
}
sealed-emergency = Oedi pob cyfnewid ag ysgolion eraill
toast-case-released = Rhyddhawyd. Mae'n sefyll lle'r oedd o'r blaen.
toast-case-kept = Cadwyd dan sêl. Mae'r achos wedi'i gau.
toast-case-paused = Cadwyd dan sêl, ac mae'r ysgol bartner wedi'i hoedi.
sealed-reason = Eich rheswm
sealed-reason-hint = Caiff ei gadw gyda'r achos. Mae ei angen ar gyfer pob penderfyniad.
sealed-release = Ei ryddhau i'r dosbarth
sealed-keep = Ei gadw dan sêl, cau'r achos
sealed-pause = Ei gadw ac oedi'r partner
sealed-export = Lawrlwytho fel data
sealed-read = Darllen neu argraffu'r achos
sealed-wording = Geiriad { $number }
sealed-read-by = Gallai disgyblion y dosbarthiadau hyn ei ddarllen:
sealed-end = Sut y daeth i ben
sealed-still-open = Mae'r achos ar agor.
sealed-closed = Achosion wedi'u cau
sealed-outcome-released = rhyddhawyd i'r dosbarth
sealed-outcome-kept = cadwyd dan sêl

history-title = Beth benderfynwyd
history-filter = Dangos
history-filter-all = Popeth
history-filter-in = Gadawyd i mewn
history-filter-back = Anfonwyd yn ôl
history-filter-away = Trowyd i ffwrdd
history-hide = Tynnu oddi ar y dudalen
history-hide-question = Mae'n gadael pob tudalen ar unwaith ac yn aros wrth y giât eto.
history-hide-yes = Ie, ei dynnu i ffwrdd
history-empty = Dim penderfyniadau eto
history-empty-more = Caiff yr hyn a benderfynir wrth y giât ei gofnodi yma.

# What was said, as a state and after a name: "Mrs K was faster: let in."
decision-let_in = Gadawyd i mewn
decision-let_in_without_pictures = Gadawyd i mewn heb luniau
decision-staff_only = Sgrin y staff yn unig
decision-let_out_changed = Anfonwyd allan gyda newid
decision-send_back = Anfonwyd yn ôl
decision-turn_away = Trowyd i ffwrdd
decision-publish = Cyhoeddwyd
decision-undone = Dadwnaed
