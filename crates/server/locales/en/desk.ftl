# Moments in plain words, and what the pages of staff share.

when-today = today
when-yesterday = yesterday
when-monday = Monday
when-tuesday = Tuesday
when-wednesday = Wednesday
when-thursday = Thursday
when-friday = Friday
when-saturday = Saturday
when-sunday = Sunday
when-month-1 = January
when-month-2 = February
when-month-3 = March
when-month-4 = April
when-month-5 = May
when-month-6 = June
when-month-7 = July
when-month-8 = August
when-month-9 = September
when-month-10 = October
when-month-11 = November
when-month-12 = December
when-date = { $day } { $month }
when-date-year = { $day } { $month } { $year }
when-at = { $day }, { $time }
