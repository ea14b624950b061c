# Looking for words, and what was found.

search-title = Chwilio
search-lead = Cofnodion a sylwadau, beth bynnag a ddaeth ohonynt.
search-words = Geiriau
search-do = Chwilio
search-cut = Dim ond y deuddeg gair cyntaf a chwiliwyd.
search-nothing = Dim wedi'i ganfod
search-nothing-more = Rhowch gynnig ar lai o eiriau, neu air arall.
search-no-word = Does dim gair yn hynny
search-no-word-more = Teipiwch air i chwilio amdano.
search-comment = Sylw
search-picture = Llun:
search-on-page = Ar y dudalen
search-changed = Mae newid yn aros
search-waiting = Yn aros wrth y giât
search-staff-only = Sgrin y staff yn unig
search-hidden = Wedi'i guddio
search-sent-back = Anfonwyd yn ôl
search-turned-away = Trowyd i ffwrdd
search-taken-back = Wedi'i dynnu'n ôl
