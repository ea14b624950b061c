# Families ask for something to be removed; adults of the class answer.

ask-removal = Gofyn am dynnu hwn
ask-removal-title = Gofyn i ni dynnu hwn
ask-removal-lead = Bydd athro o'r dosbarth yn darllen yr hyn a ysgrifennwch, ac yn ateb o fewn wythnos.
ask-removal-words = Pam y dylai fynd?
ask-removal-words-hint = Nid oes rhaid i chi ddweud. Mae'n helpu os enwch chi'r plentyn neu'r llun dan sylw.
ask-removal-contact = Sut gallwn ni gysylltu â chi?
ask-removal-contact-hint = Gallwch adael hwn yn wag. Rydym yn ei ddefnyddio i'ch ateb, ac yn ei anghofio 90 diwrnod wedyn.
ask-removal-send = Gofyn am ei dynnu
ask-removal-back = Yn ôl, a'i adael
ask-removal-thanks = Diolch, mae gennym ni
ask-removal-thanks-more = Bydd athro o'r dosbarth yn ateb o fewn wythnos. Os yw'n fater brys, ffoniwch yr ysgol.
ask-removal-go-on = Yn ôl i'r dosbarth

requests-title = Ceisiadau teuluoedd
requests-lead = Yr hyn y mae teuluoedd am ei dynnu. Atebwch o fewn wythnos: mae'n mynd, yma ac ym mhob ysgol sydd ag ef, neu mae'n aros ac rydych yn dweud pam wrth y teulu.
requests-empty = Nid oes unrhyw deulu'n aros am ateb.
requests-empty-more = Mae “Gofyn am dynnu hwn” o dan bob postiad a sylw y mae teuluoedd yn ei ddarllen.
requests-due = Atebwch erbyn: { $day }
requests-late = Roedd ateb i fod erbyn: { $day }
requests-off = Nid yw ar unrhyw dudalen mwyach.
requests-no-words = Ni roesant reswm, ac nid oes rhaid.
requests-asked = Gofynnwyd
requests-no-contact = Ni adawsant enw na rhif.
requests-remove = Ei dynnu
requests-remove-question = Mae'n diflannu yma ar unwaith. Os mai ni piau, gofynnir i bob ysgol sydd ag ef ei ddileu, ac ymhen diwrnod mae'n cael ei ddileu am byth.
requests-remove-yes = Ie, ei dynnu
requests-done = Mae wedi mynd
requests-keep = Mae'n aros
requests-why = Pam mae'n aros?
requests-why-hint = Nodwch yr hyn a ddywedwch wrth y teulu. Mae yma i'ch cydweithwyr.
requests-keep-yes = Mae'n aros
requests-others = Athrawon y dosbarth ei hun a'r arweinydd diogelu sy'n ateb yr un hwn.
requests-settled = Wedi'u hateb
requests-removed = wedi'i dynnu
requests-kept = yn aros
requests-reminder = { $count ->
    [one] Mae teulu'n aros am ateb, erbyn: { $day }
    [two] Mae { $count } deulu'n aros am ateb, y cyntaf erbyn: { $day }
    [few] Mae { $count } theulu'n aros am ateb, y cyntaf erbyn: { $day }
    [many] Mae { $count } theulu'n aros am ateb, y cyntaf erbyn: { $day }
   *[other] Mae { $count } teulu'n aros am ateb, y cyntaf erbyn: { $day }
}
toast-request-removed = Wedi'i dynnu. Mae cais y teulu wedi'i ateb.
toast-request-kept = Mae'n aros. Mae cais y teulu wedi'i ateb.
toast-request-why = Dywedwch pam mae'n aros: bydd y teulu'n gofyn.
fault-request-words = Defnyddiwch 1,000 nod ar y mwyaf.
fault-request-contact = Defnyddiwch 200 nod ar y mwyaf.
fault-request-many = Mae llawer o deuluoedd wedi gofyn yn barod, ac yn aros am ateb. Ffoniwch yr ysgol.
