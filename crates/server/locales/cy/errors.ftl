# What happened, what to do, whom to ask.

error-request = I bwy bynnag sy'n helpu:
error-to-campus = I'r campws
error-ask-teacher = Gofynna i dy athro.
error-ask-admin = Os bydd yn digwydd eto, gofynnwch i weinyddwr eich ysgol.

error-not-found-what = Does dim byd yma
error-not-found-do = Efallai ei fod wedi'i dynnu i ffwrdd, neu fod gwall yn y cyfeiriad.
error-card-gone-what = Nid yw'r cerdyn hwn yn gweithio mwyach
error-card-gone-do = Gofynna i dy athro am un newydd.
error-card-gone-ask = Wnest ti ddim byd o'i le.
error-poster-gone-what = Dangos i mi boster dy ddosbarth
error-poster-gone-do = Sgania ei god gyda'r camera. Os nad yw'n gweithio mwyach, gofynna i dy athro am yr un newydd.
error-forbidden-what = Nid i chi mae hwn
error-forbidden-do = Gall rhywun arall yn yr ysgol ei agor.
error-sign-in-what = Mewngofnodwch yn gyntaf
error-sign-in-do = Wedyn cewch fynd yn syth i'r dudalen roeddech am ei gweld.
error-form-expired-what = Bu'r dudalen hon ar agor yn rhy hir
error-form-expired-do = Ewch yn ôl, llwythwch y dudalen eto, a'i hanfon unwaith eto. Mae'r hyn a deipiwyd yno o hyd.
error-method-what = Nid oes modd gwneud hynny yma
error-method-do = Ewch yn ôl a defnyddiwch y botymau ar y dudalen.
error-too-large-what = Mae hwnna'n rhy fawr
error-too-large-do = Anfonwch lai o luniau, neu luniau llai.
error-bad-form-what = Mae rhywbeth ar goll yn y ffurflen
error-bad-form-do = Ewch yn ôl, edrychwch drosti, a'i hanfon eto.
error-too-often-what = Roedd hwnna braidd yn gyflym
error-too-often-do = Arhoswch funud a rhowch gynnig arall.
error-conflict-what = Roedd rhywun yn gyflymach
error-conflict-do = Ewch yn ôl ac edrychwch sut mae hi nawr.
error-full-what = Mae disg y gweinydd yn llawn
error-full-do = Mae darllen yn dal i weithio. Ni chadwyd dim o'r hyn a anfonwyd: daliwch eich gafael arno, a rhowch gynnig arall wedyn.
error-away-what = Mae angen eiliad ar y gweinydd
error-away-do = Arhoswch ychydig a rhowch gynnig arall.
error-trouble-what = Aeth rhywbeth o'i le ar ein hochr ni
error-trouble-do = Nid eich bai chi yw hyn. Rhowch gynnig arall mewn eiliad.
