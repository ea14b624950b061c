# Pryd mae ysgol, e-bost y dydd, a ffrindiau sydd i ffwrdd.

timetable-title = Dyddiadau’r tymor
timetable-lead = Pryd mae ysgol. Does neb yn cael e-bost y tu allan i hynny, ac mae ffrindiau’n cael gwybod pan fyddwch i ffwrdd: y dyddiadau’n unig, a dim ond rhwng ysgolion sy’n ymddiried yn ei gilydd.
timetable-away = Mae ffrindiau mewn ysgolion partner yn darllen nawr eich bod i ffwrdd tan { $until }.
timetable-away-soon = Bydd ffrindiau mewn ysgolion partner yn darllen o { $from } ymlaen eich bod i ffwrdd tan { $until }.
timetable-holidays = Gwyliau
timetable-none = Does dim gwyliau wedi’u nodi eto.
holiday-span = { $first } i { $last }
holiday-remove = Tynnu allan
holiday-add-title = Ychwanegu gwyliau
holiday-name = Beth yw eu henw
holiday-name-hint = I oedolion yr ysgol hon. Dydy partneriaid byth yn cael gwybod.
holiday-first = Diwrnod cyntaf
holiday-last = Diwrnod olaf
holiday-add = Ychwanegu’r gwyliau hyn
timetable-week = Wythnos arferol
timetable-days = Diwrnodau ysgol
timetable-opens = Mae’r ysgol yn dechrau
timetable-closes = Mae’r ysgol yn gorffen
timetable-zone = Yn ôl clociau
timetable-keep = Cadw
toast-week-kept = Wedi’i gadw.
toast-holiday-added = Mae’r gwyliau wedi’u nodi.
toast-holiday-removed = Mae { $name } wedi’i dynnu allan.
toast-holiday-back = Mae’n ôl.
fault-week-empty = Dewiswch o leiaf un diwrnod.
fault-hours-order = Rhaid i’r ysgol orffen ar ôl iddi ddechrau.
fault-clock = Ysgrifennwch amser, fel 08:30.
fault-day = Ysgrifennwch ddiwrnod, fel 2027-01-07.
fault-holiday-order = Rhaid i’r diwrnod olaf ddod ar ôl y cyntaf.
fault-holiday-over = Mae’r gwyliau hyn drosodd yn barod.
fault-holiday-long = Mae 100 diwrnod ar y mwyaf mewn gwyliau.
fault-holiday-far = Mae hynny’n rhy bell i ffwrdd. Nodwch ef flwyddyn ymlaen llaw.
fault-holiday-overlaps = Mae gwyliau eraill ar rai o’r dyddiau hyn.
fault-holiday-many = Mae 40 o wyliau yn barod. Tynnwch rai allan gyntaf.

class-away = Mae { $name } i ffwrdd tan { $until }.

notices-title = Hysbysiadau e-bost
notices-lead = Un e-bost ar ddiwrnodau ysgol gyda’r hyn sy’n aros amdanoch, a dim un pan nad oes dim. Rhifau’n unig sydd ynddo: byth geiriau, enw na theitl disgybl.
notices-to = Mae eich hysbysiadau’n mynd i
notices-hour = Pryd
notices-hour-hint = Byth y tu allan i oriau ysgol.
notices-never = Dim e-bost
notices-at = Am { $time }
notices-language = Iaith yr e-bost
notices-keep = Cadw
notices-next = Nesaf: { $moment }, os oes rhywbeth yn aros.
notices-no-mail = Dydy’r ysgol hon ddim yn anfon e-bost. Mae’r hyn sy’n aros amdanoch ar eich tudalennau.
notices-no-mail-admin = Gall pwy bynnag sy’n rhedeg y gweinydd newid hynny: y bloc [mail] yn ei ffurfweddiad.
notices-try-title = Rhoi cynnig arni
notices-try-lead = Rydyn ni’n anfon un e-bost atoch nawr, er mwyn i chi weld ei fod yn cyrraedd.
notices-try = Anfon e-bost prawf ataf
fault-hour = Dewiswch un o’r oriau hyn.
toast-notices-on = Wedi’i gadw. Byddwch yn cael e-bost pan fydd rhywbeth yn aros.
toast-notices-off = Wedi’i gadw. Fyddwch chi ddim yn cael e-bost.
toast-mail-sent = Mae’r e-bost ar ei ffordd. Edrychwch yn eich blwch post.
toast-mail-failed = Doedd dim modd anfon yr e-bost. Mae’r rheswm uchod.
mail-down = Doedd dim modd anfon e-bost ers { $day }: { $why }
mail-why-silent = dydy’r gweinydd e-bost ddim yn ateb.
mail-why-unsafe = does dim llinell ddiogel i’r gweinydd e-bost.
mail-why-sign-in = dydy’r gweinydd e-bost ddim yn derbyn ein henw na’n cyfrinair.
mail-why-refused = mae’r gweinydd e-bost yn ei wrthod.
mail-refused = Dydy’r gweinydd e-bost ddim yn derbyn e-bost i { $names }. Gwiriwch eu cyfeiriadau.
tasks-reminder = { $count ->
    [one] Mae { $count } cwestiwn am ysgolion partner yn aros am weinyddwr.
   *[other] Mae { $count } cwestiwn am ysgolion partner yn aros am weinyddwr.
}
schools-reminder = { $count ->
    [one] Mae { $count } ysgol bartner heb dderbyn rhywbeth ers mwy na diwrnod.
   *[other] Mae { $count } ysgol bartner heb dderbyn rhywbeth ers mwy na diwrnod.
}

digest-hello = Helô,
digest-gate = Mae hyn yn aros wrth y giât:
digest-class = { $class }: { $what }
digest-in = { $count ->
    [one] { $count } yn dod i mewn
   *[other] { $count } yn dod i mewn
}
digest-out = { $count ->
    [one] { $count } eisiau mynd allan
   *[other] { $count } eisiau mynd allan
}
digest-ours = { $count ->
    [one] { $count } o’n rhai ni
   *[other] { $count } o’n rhai ni
}
digest-others = Mae hyn yn aros hefyd:
digest-families = { $count ->
    [one] Mae { $count } teulu yn aros am ateb.
    [two] Mae { $count } deulu yn aros am ateb.
    [few] Mae { $count } theulu yn aros am ateb.
    [many] Mae { $count } theulu yn aros am ateb.
   *[other] Mae { $count } teulu yn aros am ateb.
}
digest-worries = { $count ->
    [one] Mae { $count } pryder ar agor.
    [two] Mae { $count } bryder ar agor.
    [few] Mae { $count } phryder ar agor.
    [many] Mae { $count } phryder ar agor.
   *[other] Mae { $count } pryder ar agor.
}
digest-erasures = { $count ->
    [one] Mae { $count } disgybl yn cael ei ddileu. Gellir ei alw’n ôl o hyd.
    [two] Mae { $count } ddisgybl yn cael eu dileu. Gellir eu galw’n ôl o hyd.
   *[other] Mae { $count } disgybl yn cael eu dileu. Gellir eu galw’n ôl o hyd.
}
digest-subject-others = { $count ->
    [one] { $school }: mae rhywbeth yn aros amdanoch
   *[other] { $school }: mae { $count } math o beth yn aros amdanoch
}
digest-look = Edrychwch yma:
digest-why = Rydych yn cael hwn unwaith y dydd tra bo ysgol a bod rhywbeth yn aros.
digest-stop = Dewis awr arall, neu stopio:
mail-test-subject = { $school }: e-bost prawf
mail-test-text = Os gallwch ddarllen hwn, mae e-bost o flogiau’r dosbarthiadau’n cyrraedd.
