# The class poster, the names on it, and the pictures that pupils tap.

poster-title = Poster ar gyfer { $class }
poster-once = Argraffwch ef nawr a'i roi ar y wal yn eich ystafell: dim ond y tro hwn y caiff ei god ei ddangos. Nid yw'r poster o'i flaen yn gweithio mwyach.
poster-reveals = Mae pwy bynnag sy'n sganio'r poster hwn yn gweld enw'r dosbarth ac enwau cyntaf ei ddisgyblion, a dim byd arall. Nid yw'n mewngofnodi neb: mae angen lluniau'r disgybl ei hun. Os aiff ar goll neu os tynnir llun ohono, gwnewch un newydd yma; mae'r hen un yn peidio â gweithio ar unwaith.
poster-here = Ei agor ar y ddyfais hon yn lle hynny
poster-code = Cod y poster
poster-step-scan = Dal y dabled o fy mlaen
poster-step-name = Tapia dy enw
poster-step-pictures = Tapia dy luniau
posters-title = Poster y dosbarth
posters-none = Nid oes poster gan y dosbarth hwn eto.
posters-since = Gwnaed y poster { $moment }.
posters-hint = Mae disgyblion yn ei sganio, yn tapio eu henw ac yna eu lluniau. Mae'n dangos enwau cyntaf i bwy bynnag sy'n ei sganio, felly rhowch ef dan do.
posters-strangers = Cynigion anghywir ar ddyfeisiau sy'n newydd i'r dosbarth hwn: { $wrong }.
posters-strangers-stopped = Cynigion anghywir ar ddyfeisiau sy'n newydd i'r dosbarth hwn: { $wrong }. Nid yw unrhyw ddyfais newydd yn gadael neb i mewn. Os oes rhywun wedi tynnu llun o'r poster, gwnewch un newydd.
posters-make = Gwneud poster
posters-new = Poster newydd
posters-question = Mae'r hen boster yn peidio â gweithio ar unwaith, a phob tabled a ddaeth i mewn drwyddo hefyd. Mae lluniau sy'n gorffwys yn effro eto.
posters-yes = Ie, gwneud poster newydd
posters-end = Dod â'r poster i ben
posters-end-question = Mae'n peidio â gweithio ar unwaith, a phob tabled a ddaeth i mewn drwyddo hefyd.
posters-end-yes = Ie, dod ag ef i ben
toast-poster-ended = Nid yw'r poster yn gweithio mwyach.

pupils-no-pictures = Dim lluniau eto
pupils-pictures-made = Rhoddwyd lluniau { $moment }, heb eu defnyddio eto
pupils-pictures-used = Rhoddwyd lluniau { $made }, defnyddiwyd ddiwethaf { $used }
pupils-pictures-rest = Lluniau'n gorffwys tan: { $moment }. Cynigion anghywir: { $wrong }. Rhowch rai newydd os ydynt wedi'u hanghofio.
pupils-pictures-wrong = Lluniau, cynigion anghywir: { $wrong }. Rhowch rai newydd os ydynt wedi'u hanghofio, neu os oes rhywun yn dyfalu.
pupils-pictures-stopped = Lluniau wedi'u hatal, cynigion anghywir: { $wrong }. Rhowch rai newydd.
pictures-for-all = Lluniau i bawb sydd hebddynt
pictures-for-one = Lluniau newydd
pictures-for-one-hint = Mae'r hen luniau'n peidio â gweithio ar unwaith.
pictures-length = Faint
pictures-two = Dau, i'r babanod
pictures-three = Tri
toast-pictures-all = Mae gan bob disgybl luniau'n barod.
fault-pictures-length = Dewiswch ddau neu dri llun.
slips-title = { $count ->
    [two] Lluniau i { $count } ddisgybl
    [few] Lluniau i { $count } disgybl
    [many] Lluniau i { $count } disgybl
   *[other] Lluniau i { $count } disgybl
}
slips-lead = Argraffwch nhw nawr: dim ond y tro hwn y cânt eu dangos. Mae wyth yn ffitio ar dudalen A4; torrwch ar hyd y llinellau a rhowch bob un i'w ddisgybl.
slips-secret = Tapia nhw yn y drefn hon. Cadwa nhw'n gyfrinach.

names-title = Pwy wyt ti?
names-empty = Dim enwau eto
names-empty-more = Dy athro sy'n eu hychwanegu.
door-names = Disgyblion: tapia dy enw

pictures-title = { $name }: llun { $step } o { $of }
pictures-tap = Tapia dy luniau, yn eu trefn.
pictures-step = { $step } o { $of } wedi'u tapio
pictures-restart = Dechrau eto
pictures-not-you = Nid { $name }?
pictures-wrong = Ddim cweit. Rho gynnig arall arni, neu gofynna i dy athro.
pictures-again = Tapia dy luniau unwaith eto.
pictures-none = Does gen ti ddim lluniau eto. Gofynna i dy athro amdanynt, neu defnyddia dy gerdyn.
pictures-resting = Mae dy luniau'n gorffwys. Gofynna i dy athro, neu rho gynnig arall arni mewn { $minutes ->
    [two] { $minutes } funud
    [few] { $minutes } munud
    [many] { $minutes } munud
   *[other] { $minutes } munud
}.
pictures-strange = Mae'r ddyfais hon yn newydd yma. Gofynna i dy athro, neu defnyddia dy gerdyn.
pictures-stopped = Mae angen newid dy luniau. Gofynna i dy athro am rai newydd. Wnest ti ddim byd o'i le.

picture-apple = afal
picture-balloon = balŵn
picture-boat = cwch
picture-cat = cath
picture-cup = cwpan
picture-fish = pysgodyn
picture-flower = blodyn
picture-house = tŷ
picture-key = allwedd
picture-moon = lleuad
picture-tree = coeden
picture-umbrella = ymbarél
