# Partner classes, for teachers, and partner schools, for admins.

partner-title = Dosbarthiadau partner
partner-lead = Mae dwy allwedd yn agor y giât: gweinyddwr yn ymddiried yn yr ysgol, a chithau'n derbyn y dosbarth. Mae'r hyn a ysgrifennant yn aros amdanoch y naill ffordd neu'r llall.
partner-no-schools = Dim ysgol bartner eto. Gweinyddwr sy'n ychwanegu'r gyntaf; yna gallwch ddilyn ei dosbarthiadau.
partner-asking = Maent yn gofyn am ein dilyn
partner-asking-hint = Derbyniwch, a byddant yn cael yr hyn a gyhoeddwn i'n ffrindiau o hyn ymlaen. Nid anfonwyd dim atynt hyd yma.
partner-name = Yr enw y bydd ein disgyblion yn ei ddefnyddio amdanynt
partner-name-hint = Mae eu henw nhw wedi'i lenwi; newidiwch ef i'r hyn a ddywedwch yn y dosbarth, er enghraifft Dosbarth Derwen.
partner-sent-name = maent yn eu galw eu hunain yn
partner-accept = Derbyn
partner-refuse = Nid nawr
partner-ours = Ein dosbarthiadau partner
partner-none = Dim dosbarth partner eto
partner-none-more = Dilynwch un, neu arhoswch i un ofyn.
partner-both = Rydym yn darllen ein gilydd
partner-we-follow = Rydym yn eu dilyn
partner-they-follow = Maent yn ein dilyn
partner-asked = Gofynnwyd, dim ateb eto
partner-paused = Wedi'i oedi
partner-hidden = Popeth wedi'i guddio
partner-ended = Ysgol wedi dod i ben
partner-said-no = Dywedasant nid nawr
partner-heard = Clywyd ddiwethaf { $moment }.
partner-never-heard = Heb glywed dim eto.
partner-waiting = { $count ->
   *[other] Mae { $count } eitem yn aros wrth y giât.
}
partner-follow = Dilyn
partner-follow-back = Eu dilyn nhw hefyd
partner-unfollow = Rhoi'r gorau i ddilyn
partner-remove = Rhoi'r gorau i anfon ein rhai ni atynt
partner-show = Dangos eto
partner-could = Dosbarthiadau y gallech eu dilyn
partner-could-none = Dim un nad ydych yn ei adnabod eisoes.
partner-look = Edrych eto
partner-find = Dod o hyd i ddosbarth
partner-find-do = Chwilio
partner-find-all = Dangos pob un
partner-find-none = Dim dosbarth o'r enw hwnnw.
partner-no-list = Nid yw'r ysgol hon yn cadw rhestr o'i dosbarthiadau. Gofynnwch i'w hathro am y cyfeiriad, a'i ddilyn felly.
partner-list-not-yet = Nid yw ei rhestr o ddosbarthiadau wedi'i darllen eto. Edrychwch eto mewn munud.
partner-list-unread = Ni ellid darllen rhestr dosbarthiadau { $school }. Darllenwyd ddiwethaf: { $moment }.
partner-list-never = Ni ellid darllen rhestr dosbarthiadau { $school } eto.
partner-by-address = Dilyn drwy gyfeiriad
partner-address = Cyfeiriad y dosbarth
partner-address-hint = Er enghraifft @oak@oak-academy.example, neu gyfeiriad ei dudalen.
partner-address-missing = Rhowch gyfeiriad y dosbarth.

toast-asked = Gofynnwyd i { $name }. Bydd yn ymddangos yma pan fyddant yn ateb.
toast-accepted = Mae { $name } yn cael yr hyn a gyhoeddwn i'n ffrindiau o hyn ymlaen.
toast-refused = Dywedir wrthynt: nid nawr.
toast-ended = Daeth i ben. Dywedir wrthynt.
toast-named = Mae ein disgyblion yn eu hadnabod fel { $name }.
toast-shown-again = Mae'r hyn a adawyd i mewn yn cael ei ddangos eto.

schools-title = Ysgolion partner
schools-search = Enw, cyfeiriad neu wlad
schools-lead = Dim ond yr ysgolion ar y rhestr hon all ein cyrraedd, a dim ond nhw sy'n cael unrhyw beth gennym.
schools-all-paused = Mae pob cyfnewid ag ysgolion eraill wedi'i oedi
schools-resume-all = Mynd ymlaen
schools-empty = Dim ysgolion partner eto
schools-empty-more = Nid oes dim yn gadael y gweinydd hwn nac yn dod i mewn nes i chi ychwanegu un.
schools-school = Ysgol
schools-state = Cyflwr
schools-how = Sut mae pethau
schools-do = Beth gallwch ei wneud
schools-contact = Cyswllt: { $contact }
schools-pause = Oedi
schools-resume = Mynd ymlaen
schools-pause-question = Caiff yr hyn a anfonodd ei ddal a'i guddio, ac nid yw'n cael dim, nes i chi adael iddi fynd ymlaen. Nid oes dim yn mynd ar goll.
schools-pause-yes = Ie, ei hoedi
schools-verify = Gwnes yn siŵr mai nhw ydynt
schools-verify-question = Yn gyntaf ffoniwch y rhif ar wefan yr ysgol ei hun. O hynny ymlaen ymddiriedir yn ei hallwedd newydd.
schools-verify-yes = Ie, gadael iddi fynd ymlaen
schools-verified-how = Gwnaed yn siŵr drwy:
schools-paused-since = Wedi'i hoedi ers { $moment }. Nid oes dim yn dod i mewn nac yn mynd allan.
tasks-title = I edrych arno
tasks-done = Gwnaed
task-move = yn dweud bod dosbarth wedi symud. Gofynnwch iddynt cyn dilyn y cyfeiriad newydd.
task-key_change = yn dangos allwedd newydd. Caiff ei dal nes i chi ofyn iddynt.
task-class_list = yn dangos rhestr o ddosbarthiadau nad yw wedi'i llofnodi â'r allwedd rydym yn ei hadnabod. Caiff ei dal nes i chi ofyn iddynt.
task-terms_asked = yn gofyn am rywbeth heblaw'r hyn a gytunwyd. Agorwch ei thudalen i ateb.
task-terms_declined = ddim yn cytuno i'r hyn y gofynnoch amdano.
task-letter_parked = wedi gwrthod rhywbeth dro ar ôl tro, er iddi dderbyn y gweddill. Edrychwch dan Danfoniadau.
task-letters_expired = heb dderbyn rhywbeth ers 90 diwrnod. Rhoddwyd y gorau iddi; edrychwch dan Danfoniadau.
task-flag = wedi adrodd am rywbeth o'n heiddo ni.
schools-end = Dod i ben
schools-end-question = Caiff popeth gan yr ysgol hon ei guddio ar unwaith, ac nid yw'n cael dim mwy. I ddechrau eto, rydych yn ei hychwanegu o'r newydd.
schools-end-yes = Ie, dod â hi i ben
schools-add = Ychwanegu ysgol bartner
schools-add-lead = Siaradwch â nhw'n gyntaf: ffoniwch y rhif ar wefan yr ysgol ei hun, nid un o e-bost.
schools-domain = Enw gwesteiwr
schools-domain-hint = Yn union fel y mae yn eu cyfeiriad, er enghraifft blogs.oak-academy.example
schools-domain-known = Mae'r ysgol honno ar y rhestr eisoes.
schools-name = Enw'r ysgol
schools-country = Gwlad
schools-contact-label = Cyswllt
schools-contact-hint = Enw, a sut i gael gafael arnynt
schools-safeguarding = Eu harweinydd diogelu
schools-safeguarding-hint = Enw, a sut i gael gafael arnynt
schools-verified = Sut gwnaethoch yn siŵr mai nhw ydynt?
schools-verified-hint = Er enghraifft “ffoniais y swyddfa ar 3 Mai, siaradais â'r pennaeth”. Caiff ei gadw yn y log archwilio.
schools-verified-missing = Dywedwch sut gwnaethoch yn siŵr mai nhw ydynt.
schools-trust = Ymddiried yn yr ysgol hon
schools-emergency = Mewn argyfwng
schools-emergency-lead = Mae hyn yn atal popeth ar unwaith: nid oes dim yn dod i mewn nac yn mynd allan, ac mae'r hyn a ysgrifennodd partneriaid wedi'i guddio nes i chi fynd ymlaen.
schools-pause-all = Oedi pob cyfnewid
schools-pause-all-question = Oedi popeth nawr, i'r ysgol gyfan?
schools-pause-all-yes = Ie, oedi popeth

school-trusted = Ymddiriedir ynddi
school-paused = Wedi'i hoedi
school-ended = Wedi dod i ben
school-held = Yn cael ei dal: edrychwch
school-behind = Nid yw { $school } wedi derbyn { $what } ers { $since }.
behind-posts = { $count ->
    [two] { $count } bostiad
    [few] { $count } phostiad
    [many] { $count } phostiad
   *[other] { $count } postiad
}
behind-comments = { $count ->
   *[other] { $count } sylw
}
behind-changes = { $count ->
   *[other] { $count } newid
}
behind-withdrawals = { $count ->
    [two] { $count } gais i dynnu rhywbeth i ffwrdd
    [few] { $count } chais i dynnu rhywbeth i ffwrdd
    [many] { $count } chais i dynnu rhywbeth i ffwrdd
   *[other] { $count } cais i dynnu rhywbeth i ffwrdd
}
behind-others = { $count ->
    [two] { $count } lythyr arall
   *[other] { $count } llythyr arall
}
school-aside = { $count ->
    [one] Mae { $count } llythyr o'r neilltu, am iddo gael ei wrthod dro ar ôl tro: gweinyddwr sy'n penderfynu.
    [two] Mae { $count } lythyr o'r neilltu, am iddynt gael eu gwrthod dro ar ôl tro: gweinyddwr sy'n penderfynu.
   *[other] Mae { $count } llythyr o'r neilltu, am iddynt gael eu gwrthod dro ar ôl tro: gweinyddwr sy'n penderfynu.
}
school-aside-look = Penderfynu am yr hyn sydd o'r neilltu
school-try-now = Rhoi cynnig arni nawr
toast-trying = Rhoddir cynnig nawr ar yr hyn sy'n aros am { $name }.
school-next = Y cynnig nesaf { $time }.
school-why = Pam: { $reason }
school-held-move = Symudodd i gyfeiriad arall. Nid oes dim yn dod i mewn nes i chi wneud yn siŵr mai nhw ydynt.
school-held-key = Mae'n dangos allwedd wahanol i'r un o'r blaen. Nid oes dim yn dod i mewn nes i chi wneud yn siŵr mai nhw ydynt.
school-held-list = Nid yw ei rhestr o ddosbarthiadau wedi'i llofnodi â'r allwedd rydym yn ei hadnabod: efallai fod ei chyfeiriad gan rywun arall. Nid oes dim yn dod i mewn nes i chi wneud yn siŵr mai nhw ydynt.
school-held-other = Newidiodd rhywbeth yn ei chylch. Nid oes dim yn dod i mewn nes i chi wneud yn siŵr mai nhw ydynt.
toast-school-trusted = Ymddiriedir yn { $name }. Gall ei dosbarthiadau ofyn, a gall ein rhai ni ddilyn.
toast-school-goes-on = Mae { $name } yn mynd ymlaen. Mae'r hyn a ddaliwyd yn dod i'r giât.
toast-school-paused = Mae { $name } wedi'i hoedi. Nid oes dim yn mynd ar goll.
toast-school-ended = Mae { $name } wedi dod i ben. Nid yw'n cael dim mwy.
toast-all-paused = Mae pob cyfnewid wedi'i oedi. Nid oes dim yn dod i mewn nac yn mynd allan.
toast-all-resumed = Mae'r cyfnewid yn mynd ymlaen. Mae'r hyn a ddaliwyd yn dod i'r giât.
school-well = Mae popeth yn iawn. Clywyd ddiwethaf { $moment }.
school-never = Dim wedi'i anfon na'i glywed eto.
school-holds = Yn cael eu dal nes iddi fynd ymlaen: { $theirs } ganddynt, { $ours } iddynt.
school-is-paused = Wedi'i hoedi gan { $name } ({ $moment }). Mae ei phostiadau wedi'u cuddio; nid oes dim yn mynd ar goll.
school-is-ended = Daeth { $name } â hi i ben ({ $moment }).

# States of a school beside trusted, paused and ended.
school-invited = Wedi ein gwahodd
school-asked = Wedi ein hateb
school-blocked = Wedi'i rhwystro
school-is-invited = Agorasom ei gwahoddiad. Darllenwch y pedwar gair i'ch gilydd dros y ffôn.
school-is-asked = Agorodd ein gwahoddiad. Darllenwch y pedwar gair i'ch gilydd dros y ffôn.
school-is-blocked = Wedi'i rhwystro gan { $name } ({ $moment }). Caiff ei gwrthod fel unrhyw ddieithryn.
school-held-dates = Nid yw heddiw rhwng y diwrnod cyntaf a'r diwrnod olaf y cytunwyd arnynt. Nid oes dim yn dod i mewn nac yn mynd allan.
school-review-due = { $school }: mae'r diwrnod i edrych ar y cytundeb hwn eto wedi dod. { $day } oedd hi.
school-review-soon = Mae angen edrych eto ar y cytundeb â { $school } ar { $day }.
school-ends-soon = Mae'r cytundeb â { $school } yn dod i ben ar { $day }; edrychwch arno eto.
school-ends-over = Daeth y cytundeb â { $school } i ben ar { $day }. Nid oes dim yn llifo nes i'r ddwy ochr gytuno ar ddiwrnod olaf newydd.
schools-invitations = Gwahoddiadau
schools-open = Agor
listed-title = Ei dosbarthiadau
listed-none = Nid yw'n rhestru unrhyw ddosbarth.
schools-by-address = Ychwanegwyd yr ysgol hon drwy ei chyfeiriad. Dangosir atebion ar eu hochr nhw heb ein cymeradwyaeth, ac nid oes neb wedi cymharu geiriau diogelwch.
schools-add-promise = Dim ond ar gyfer meddalwedd arall, fel WordPress neu GoToSocial. Dangosir atebion ar eu hochr nhw heb ein cymeradwyaeth. Caiff ysgolion â Schoolgate eu gwahodd yn lle hynny.
schools-block = Rhwystro
schools-block-question = Caiff ei gwrthod fel unrhyw ddieithryn, ni ddywedir dim wrthi, ac nid oes gwahoddiad yn ei gadael i mewn.
schools-block-yes = Ie, ei rhwystro
schools-unblock = Dadrwystro
schools-unblock-question = Nid yw hynny'n golygu ymddiried ynddi. Mae'n cyfrif fel un a ddaeth i ben; mae ymddiriedaeth yn dechrau gyda gwahoddiad newydd.
schools-unblock-yes = Ie, ei dadrwystro
schools-map = Pwy sy'n adnabod pwy
schools-map-all = Map: { $school } a'i dosbarthiadau ar y chwith, { $count } o ysgolion partner a'u dosbarthiadau ar y dde, a llinell rhwng pob dau ddosbarth sy'n dilyn ei gilydd.
schools-map-more = a { $count } arall
schools-map-empty = Dim ffrindiau ymhlith ei dosbarthiadau eto
schools-map-words = Yr un peth mewn geiriau
schools-map-line = { $ours } a { $theirs }, { $school }
toast-school-blocked = Mae { $name } wedi'i rhwystro.

# Invitations.
invitations-title = Gwahoddiadau
invitations-lead = Mae gwahoddiad yn dod â dwy ysgol at ei gilydd. Gellir ei ddefnyddio unwaith, ac nid oes dim yn llifo nes i'r ddwy ddarllen pedwar gair i'w gilydd dros y ffôn.
invitations-open = Gwahoddiadau agored
invitations-none = Nid oes gwahoddiad ar agor.
invitations-anyone = I bwy bynnag sy'n ei gael
invitations-by = Gwnaed gan { $name }. Ar agor tan { $moment }.
invitations-revoke = Dirymu
invite-title = Gwahodd ysgol
invite-note = I bwy
invite-note-hint = Er enghraifft “Ms Patel, Oak Academy”. Chi'n unig sy'n gweld hwn.
invite-host = Eu henw gwesteiwr, os ydych yn ei wybod
invite-host-hint = Yna ni all neb arall ei ddefnyddio.
invite-days = Ar agor am sawl diwrnod
invite-make = Gwneud gwahoddiad
invitation-made = Gwahoddiad
invitation-once = Dim ond nawr y caiff ei ddangos. Argraffwch ef, neu anfonwch y ddolen at un person rydych yn ei adnabod.
invitation-from = Mae { $school } yn gwahodd eich ysgol
invitation-for = I { $name }
invitation-until = Gellir ei ddefnyddio unwaith, tan { $moment }.
invitation-only = Dim ond gan
invitation-code = Y ddolen fel cod i'w sganio
invitation-care = Gall pwy bynnag sydd â hwn ofyn am fod yn bartner i ni, ond dim mwy: rydym yn siarad dros y ffôn cyn rhannu dim.
invitation-title = Gwahoddiad i fod yn ysgolion partner
invitation-lead = Hoffai { $school } i'w dosbarthiadau ysgrifennu at eich rhai chi.
invitation-step-copy = Copïwch gyfeiriad cyfan y dudalen hon, gyda phopeth ar ôl y #.
invitation-step-paste = Ar weinydd eich ysgol chi, mae gweinyddwr yn agor Ysgolion partner, Gwahoddiadau, ac yn ei ludo yno.
invitation-step-words = Yna mae'r ddwy ysgol yn gweld yr un pedwar gair. Darllenwch hwy i'ch gilydd dros y ffôn, a chadarnhau.
invitation-none = Dim gweinydd eich hun? Dywedwch wrth yr ysgol a'ch gwahoddodd.
open-title = Agor gwahoddiad ysgol arall
open-link = Y gwahoddiad
open-link-hint = Gludwch y ddolen, neu'r e-bost cyfan sy'n ei chynnwys.
open-do = Ei agor
toast-invitation-revoked = Mae'r gwahoddiad wedi'i ddirymu. Ni all neb ei ddefnyddio nawr.
fault-invitation-text = Nid oes gwahoddiad yn hwn. Mae'n edrych fel https://blogs.oak-academy.example/invitation#…
fault-invitation-own = Gwahoddiad ein hysgol ein hunain yw hwnnw. Yr ysgol arall sy'n ei agor ar ei gweinydd hi.
fault-invitation-known = Mae'r ysgol honno ar y rhestr eisoes.
fault-invitation-blocked = Mae'r ysgol honno wedi'i rhwystro yma. Dadrwystrwch hi'n gyntaf, os ydych yn siŵr.
fault-invitation-unreachable = Ni ellid cyrraedd gweinydd yr ysgol honno, neu nid yw'n un a all gytuno. Ni chadwyd dim; rhowch gynnig arall wedyn.
fault-invitation-refused = Ni dderbyniodd eu gweinydd ef: defnyddiwyd neu dirymwyd y gwahoddiad, neu mae'n rhy hen, neu i ysgol arall y mae. Gofynnwch am un newydd.
fault-invitation-days = Dewiswch rhwng 1 a 60 diwrnod.

# The four safety words.
words-title = Pedwar gair i'w darllen yn uchel
words-lead = Ffoniwch y rhif ar wefan yr ysgol ei hun, nid un o e-bost. Darllenwch y geiriau i'ch gilydd. Rhaid iddynt fod yr un fath, yn yr un drefn.
words-here = Clywodd { $name } nhw, { $moment }.
words-there = Mae { $school } wedi'u cadarnhau, { $moment }.
words-not-here = Nid oes neb yma wedi'u cadarnhau eto.
words-not-there = Nid yw'r ysgol arall wedi'u cadarnhau eto.
words-same = Maent yr un fath
words-same-question = A glywsoch bob un o'r pedwar dros y ffôn, gan rywun rydych yn gwybod ei fod yn yr ysgol honno?
words-same-yes = Do, clywais nhw
words-differ = Nid ydynt yr un fath
words-differ-question = Yna nid gweinydd yr ysgol honno yw hwn, neu mae rhywun yn sefyll rhyngoch. Caiff ei rhwystro, ac ni rennir dim.
words-differ-yes = Ei rhwystro
words-new-title = Gwneud yn siŵr mai nhw ydynt o hyd
words-new-lead = Ffoniwch hwy fel y gwnaethoch ar y dechrau. Os oes allwedd newydd gan eu gweinydd, mae'r ddwy ochr yn gweld yr un geiriau newydd.
words-kept-title = Geiriau diogelwch
words-kept = Yr un fath ar y ddwy ochr, cyhyd â nad oes allwedd newydd gan y naill na'r llall.
toast-words-confirmed = Cadarnhawyd. Rhaid i { $name } gadarnhau hefyd; yna mae'r cyfnewid yn dechrau.
toast-words-differ = Mae { $name } wedi'i rhwystro ac nid anfonwyd dim ati. Ffoniwch yr ysgol a gofynnwch am wahoddiad newydd ryw ffordd arall.

# What was agreed.
terms-title = Beth gytunwyd
terms-may = Caiff ein dosbarthiadau ni a'u rhai nhw
terms-follow = Ddilyn ei gilydd
terms-reply = Roi sylwadau ar bostiadau
terms-like = Hoffi postiadau
terms-pictures = Gyfnewid lluniau
terms-classes = Ein dosbarthiadau ni sy'n cymryd rhan
terms-classes-hint = Pob un, os nad oes un wedi'i ddewis.
terms-starts = Diwrnod cyntaf
terms-ends = Diwrnod olaf
terms-review = Edrych arno eto ar
terms-keep = Cadw hyn
terms-propose = Cynnig i { $school }
terms-local = Gyda'r ysgol hon eich rheol eich hun yw hi: ni all lofnodi dim.
terms-both = Mae beth bynnag sy'n llai na'r hyn a gytunwyd yn gymwys yma ar unwaith. Mae beth bynnag sy'n fwy yn gymwys pan fyddant wedi cytuno.
terms-says-follow-may = Caiff dosbarthiadau ddilyn ei gilydd.
terms-says-follow-not = Ni chaiff dosbarthiadau ddilyn ei gilydd.
terms-says-reply-may = Cânt roi sylwadau ar bostiadau.
terms-says-reply-not = Ni chânt roi sylwadau ar bostiadau.
terms-says-like-may = Cânt hoffi postiadau.
terms-says-like-not = Ni chânt hoffi postiadau.
terms-says-pictures-may = Caniateir dangos lluniau.
terms-says-pictures-not = Ni chaniateir dangos lluniau.
terms-says-ours = Ein dosbarthiadau ni sy'n cymryd rhan: { $what }.
terms-says-theirs = Eu dosbarthiadau nhw sy'n cymryd rhan: { $what }.
terms-says-starts = Diwrnod cyntaf: { $what }.
terms-says-ends = Diwrnod olaf: { $what }.
terms-until-now = Hyd yma: { $before }.
terms-yes = ie
terms-no = na
terms-no-day = dim
terms-all-classes = pob un
terms-no-class = dim un
fault-terms-classes = Gormod o ddosbarthiadau i'w henwi. Dewiswch lai, neu ddim un, sy'n golygu pob un.
proposal-title = Maent yn gofyn am rywbeth arall
proposal-theirs = Mae { $school } yn gofyn, { $moment }:
proposal-ours-title = Beth ofynnoch amdano
proposal-ours = Nid yw { $school } wedi ateb eto. Gofynnoch, { $moment }:
proposal-declined = Nid yw { $school } yn cytuno, { $moment }. Roeddech wedi gofyn:
proposal-narrower = Mae'r hyn sy'n llai na'r hyn a gytunwyd yn gymwys yma eisoes.
proposal-agree = Cytuno
proposal-agree-question = O hyn ymlaen mae hyn yn gymwys i'r ddwy ysgol, ac mae'r ddwy wedi'i lofnodi. Disodlir yr hyn y gofynnoch chi amdano.
proposal-agree-yes = Ie, cytuno
proposal-decline = Gwrthod
proposal-decline-question = Dywedir wrthynt nad ydych yn cytuno. Mae'r hyn a gytunwyd yn aros.
proposal-decline-yes = Ie, gwrthod
proposal-take-back = Ei dynnu'n ôl
agreement-signed = Llofnodwyd gan y ddwy ysgol: { $day }.
agreement-proves = Mae pob copi'n cario llofnod yr ysgol ei hun, fel y gall unrhyw un wirio wedyn beth y cytunodd iddo.
agreement-download = Y ddau gopi wedi'u llofnodi (JSON)
record-title = Ein cofnod o'r ysgol hon
record-lead = Dim ond staff yma sy'n ei weld, ac ni chaiff dim ohono ei anfon.
record-town = Tref
toast-record-kept = Cadwyd.
toast-terms-proposed = Gofynnwyd i { $name }. Mae'r hyn sy'n llai na'r hyn a gytunwyd yn gymwys o hyn ymlaen.
toast-terms-agreed = Cytunwyd. Mae'n gymwys i chi a { $name } o hyn ymlaen.
toast-terms-declined = Dywedir wrth { $name } nad ydych yn cytuno.
toast-terms-taken-back = Mae'r hyn a gytunoch gyda { $name } yn gymwys eto.
toast-terms-kept = Mae'r hyn a gytunwyd gyda { $name } wedi'i gadw. Mae'n gymwys o hyn ymlaen.
fault-terms-dates = Mae'r diwrnod olaf cyn y cyntaf.
fault-date = Ysgrifennwch ddyddiad, er enghraifft 2027-07-31.
removal-ask = Gofyn iddynt ddileu'r hyn sydd ganddynt o'n heiddo ni
removal-question = Gofynnir i'w gweinydd ddileu pob postiad a sylw o'n heiddo ni sydd ganddo. Yma nid oes dim yn newid.
removal-yes = Ie, gofyn iddynt
toast-removal-asked = { $count ->
    [0] Nid oes gan { $name } ddim o'n heiddo ni.
    [two] Gofynnir i { $name } ddileu { $count } beth.
    [few] Gofynnir i { $name } ddileu { $count } pheth.
    [many] Gofynnir i { $name } ddileu { $count } pheth.
   *[other] Gofynnir i { $name } ddileu { $count } peth.
}
