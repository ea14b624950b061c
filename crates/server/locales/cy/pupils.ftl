# A pupil's tray and "Tell an adult". At most eight words a line, reading age seven.

tray-title = Hambwrdd { $name }
tray-writing = Ysgrifennu
tray-writing-none = Dim byd wedi'i ddechrau.
tray-with-teacher = Gyda fy athro
tray-with-teacher-none = Does dim byd yn aros.
tray-out = Allan yn y byd
tray-out-none = Dim byd eto. Cyn hir!
tray-empty = Mae dy hambwrdd yn wag
tray-empty-more = Ysgrifenna rywbeth, ac fe ddaw yma.
tray-post = Postiad
tray-comment = Sylw
tray-about = am “{ $title }”
tray-again = Rho gynnig arall: mae { $name } yn dweud…
tray-says = Mae { $name } yn dweud…
tray-staying = Aros yn y dosbarth
tray-mend = Rhoi cynnig arall
tray-go-on = Dal ati i ysgrifennu
tray-changed = Newidiodd { $name } ychydig:
tray-turned-away = Mae hwn yn aros yn y dosbarth.
tray-write-for = Ysgrifennu i { $class }

tell-title = Oes rhywbeth o'i le?
tell-who = { $name } fydd yn darllen hwn. Neb arall.
tell-words = Beth sydd o'i le? Cei adael hwn yn wag.
tell-who-nobody = Oedolyn yn yr ysgol fydd yn darllen hwn.
tell-send = Dweud wrth oedolyn
tell-back = Mynd yn ôl
tell-thanks = Diolch am ddweud.
tell-thanks-more = Bydd { $name } yn ei ddarllen cyn hir.
tell-thanks-more-nobody = Bydd oedolyn yn yr ysgol yn ei ddarllen cyn hir.
tell-go-on = Ymlaen
