# The campus: every class and pupil group.

campus-lead = Agora lyfr i weld beth rydyn ni'n ei wneud.
campus-classes = Ein dosbarthiadau
campus-groups = Ein grwpiau
campus-friends = Gan ein ffrindiau
campus-friends-all = Popeth gan ein ffrindiau
campus-no-post-yet = Dim postiadau eto.
campus-empty = Dim dosbarthiadau eto
door-lead = Mae ein dosbarthiadau'n ysgrifennu yma, i'r bobl maen nhw'n eu hadnabod.
door-pupils = Disgyblion: daliwch eich cerdyn o flaen y camera, neu sganiwch boster eich dosbarth.
door-families = Teuluoedd: defnyddiwch y ddolen gan ddosbarth eich plentyn.
door-staff = Staff: mewngofnodi yma
campus-empty-more = Gweinyddwr sy'n ychwanegu'r dosbarth cyntaf. Wedyn bydd ei lyfr yma.
