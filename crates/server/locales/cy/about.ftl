# About this server.

about-title = Blogiau dosbarth { $school }
about-lead = Mae gan bob dosbarth yma flog, ac mae'n ysgrifennu at ddosbarthiadau mewn ysgolion rydyn ni'n eu hadnabod.
about-gate-title = Giât o flaen y disgyblion
about-gate = Nid oes dim o ysgol arall yn cyrraedd disgybl cyn i un o'n hathrawon ei ddarllen a'i adael i mewn. Nid yw'r hyn y mae disgyblion yn ei ysgrifennu'n gadael nes i'w hathro ei ddarllen.
about-children-title = Beth mae ysgolion eraill yn ei weld
about-children = Y dosbarth yn unig. Mae plentyn yn llofnodi ag enw cyntaf, er enghraifft “Sam, Dosbarth Masarn”; nid yw cyfrif, llun na chyfeiriad unrhyw blentyn byth yn gadael y gweinydd hwn.
about-remove-title = Hoffech chi i rywbeth gael ei dynnu i ffwrdd?
about-remove = Dywedwch wrthym pa dudalen. Caiff ei chuddio yr un diwrnod, a gofynnir i bob ysgol sydd â hi ei dileu.
about-ask-office = Gofynnwch yn swyddfa'r ysgol.
about-source-title = Meddalwedd rydd
about-source = Mae'r gweinydd hwn yn rhedeg Schoolgate, dan GNU Affero General Public License, fersiwn 3 neu ddiweddarach. Cewch ddarllen, rhedeg a newid ei god ffynhonnell.
