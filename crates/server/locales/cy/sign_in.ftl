# Coming in: staff, pupils, families.

sign-in-title = Mewngofnodi
sign-in-email = E-bost
sign-in-password = Cyfrinair
sign-in-button = Mewngofnodi
sign-in-wrong = Nid yw'r e-bost a'r cyfrinair hwnnw'n mynd gyda'i gilydd. Rhowch gynnig arall, neu gofynnwch i weinyddwr.
sign-in-too-often = Gormod o ymdrechion gyda'r cyfrif hwn. Arhoswch { $minutes ->
    [two] { $minutes } funud
   *[other] { $minutes } munud
} a rhowch gynnig arall.
sign-in-signed-out = Rydych wedi allgofnodi.

card-hello = Helô { $name }!
card-come-in = Dere i mewn
card-not-you = Nid ti yw { $name }? Rho'r cerdyn yn ôl.

family-lead = I deuluoedd y dosbarth hwn
family-more = Cewch ddarllen yr hyn y mae'r dosbarth yn ei ddangos i'w deuluoedd. Nid oes angen cyfrif, ac nid ydym yn gofyn pwy ydych chi.
family-feed = Dilyn mewn darllenydd ffrydiau
family-feed-how = Rhowch un o'r cyfeiriadau hyn yn eich darllenydd ffrydiau. Mae'n dangos yr un postiadau, heb eu lluniau. Gall pwy bynnag sydd â'r cyfeiriad ddarllen hefyd: peidiwch â'i rannu.
family-gone-what = Nid yw'r ddolen hon yn gweithio mwyach
family-gone-do = Mae'r dosbarth wedi gwneud un newydd i'w deuluoedd. Gofynnwch i'r athro amdani.
