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

# What is to be mended in a form.
fault-decision = Use the buttons of the page.
fault-batch = Choose 1 to 30 things.
fault-reason-missing = Write down your reason first.
fault-name-missing = Write a name, 60 letters at most.
fault-name-long = A name has 40 letters at most.
fault-names-missing = Write at least one name.
fault-address-unknown = We found no class at that address. Check it with their teacher.
fault-address-untrusted = That school isn't a partner. Ask an admin to add it first.
fault-address-paused = That school is paused just now. An admin can say why.
fault-address-scope = That school and ours haven't agreed on following for this class. An admin can change that.
fault-address-followed = We follow that class already.
fault-host = That isn't a host name we can trust. It looks like blogs.oak-academy.example.
fault-email = That isn't an e-mail address.
fault-email-taken = Somebody signs in with that address already.
fault-password-short = A password has at least 10 letters.
fault-password-long = That password is too long.
fault-last-admin = Somebody has to look after the school. Make another adult an admin first.
fault-only-class = It is their only class. If they have left the school, say so below; or put them into another class first.
fault-slug = Use small letters, digits and hyphens.
fault-colour = Choose one of the 12 colours.
