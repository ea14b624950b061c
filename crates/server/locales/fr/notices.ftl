# Quand il y a école, le courriel du jour, et les amis absents.

timetable-title = Dates scolaires
timetable-lead = Quand il y a école. Personne ne reçoit de courriel en dehors, et les amis apprennent quand vous êtes absents : les dates seules, et seulement entre écoles qui se font confiance.
timetable-away = Les amis des écoles partenaires lisent maintenant que vous êtes absents jusqu’au { $until }.
timetable-away-soon = Les amis des écoles partenaires liront à partir du { $from } que vous êtes absents jusqu’au { $until }.
timetable-holidays = Vacances
timetable-none = Aucunes vacances ne sont encore notées.
holiday-span = du { $first } au { $last }
holiday-remove = Enlever
holiday-add-title = Ajouter des vacances
holiday-name = Leur nom
holiday-name-hint = Pour les adultes de cette école. Les partenaires ne le voient jamais.
holiday-first = Premier jour
holiday-last = Dernier jour
holiday-add = Ajouter ces vacances
timetable-week = Une semaine ordinaire
timetable-days = Jours d’école
timetable-opens = L’école commence
timetable-closes = L’école finit
timetable-zone = À l’heure de
timetable-keep = Garder
toast-week-kept = C’est gardé.
toast-holiday-added = Les vacances sont notées.
toast-holiday-removed = { $name } : enlevé.
toast-holiday-back = C’est de nouveau là.
fault-week-empty = Choisissez au moins un jour.
fault-hours-order = L’école doit finir après avoir commencé.
fault-clock = Écrivez une heure, comme 08:30.
fault-day = Écrivez un jour, comme 2027-01-07.
fault-holiday-order = Le dernier jour doit venir après le premier.
fault-holiday-over = Ces vacances sont déjà finies.
fault-holiday-long = Des vacances ont 100 jours au plus.
fault-holiday-far = C’est trop loin. Notez-les un an avant.
fault-holiday-overlaps = D’autres vacances ont déjà certains de ces jours.
fault-holiday-many = Il y a déjà 40 vacances. Enlevez-en d’abord.

class-away = { $name } est en vacances jusqu’au { $until }.

notices-title = Avis par courriel
notices-lead = Un courriel les jours d’école avec ce qui vous attend, et aucun quand rien n’attend. Il ne contient que des nombres : jamais les mots, le nom ou un titre d’un élève.
notices-to = Vos avis vont à
notices-hour = Quand
notices-hour-hint = Jamais en dehors des heures d’école.
notices-never = Pas de courriel
notices-at = À { $time }
notices-language = Langue du courriel
notices-keep = Garder
notices-next = Prochain : { $moment }, si quelque chose attend.
notices-no-mail = Cette école n’envoie pas de courriel. Ce qui vous attend est sur vos pages.
notices-no-mail-admin = La personne qui s’occupe du serveur peut le changer : le bloc [mail] de sa configuration.
notices-try-title = Essayer
notices-try-lead = Nous vous envoyons un courriel maintenant, pour que vous voyiez qu’il arrive.
notices-try = M’envoyer un courriel d’essai
fault-hour = Choisissez une de ces heures.
toast-notices-on = C’est gardé. Vous recevrez un courriel quand quelque chose attend.
toast-notices-off = C’est gardé. Vous ne recevrez pas de courriel.
toast-mail-sent = Le courriel est en route. Regardez dans votre boîte.
toast-mail-failed = Le courriel n’a pas pu partir. La raison est écrite plus haut.
mail-down = Les courriels ne partent plus depuis { $day } : { $why }
mail-why-silent = le serveur de courriel ne répond pas.
mail-why-unsafe = il n’y a pas de ligne sûre vers le serveur de courriel.
mail-why-sign-in = le serveur de courriel n’accepte pas notre nom ou notre mot de passe.
mail-why-refused = le serveur de courriel les refuse.
mail-refused = Le serveur de courriel ne prend rien pour { $names }. Vérifiez leurs adresses.
tasks-reminder = { $count ->
    [one] { $count } question sur les écoles partenaires attend un admin.
   *[other] { $count } questions sur les écoles partenaires attendent un admin.
}
schools-reminder = { $count ->
    [one] { $count } école partenaire n’a pas reçu quelque chose depuis plus d’un jour.
   *[other] { $count } écoles partenaires n’ont pas reçu quelque chose depuis plus d’un jour.
}

digest-hello = Bonjour,
digest-gate = Ceci attend à la porte :
digest-class = { $class } : { $what }
digest-in = { $count ->
    [one] { $count } arrive
   *[other] { $count } arrivent
}
digest-out = { $count ->
    [one] { $count } veut sortir
   *[other] { $count } veulent sortir
}
digest-ours = { $count ->
    [one] { $count } de chez nous
   *[other] { $count } de chez nous
}
digest-others = Ceci attend aussi :
digest-families = { $count ->
    [one] { $count } famille attend une réponse.
   *[other] { $count } familles attendent une réponse.
}
digest-worries = { $count ->
    [one] { $count } souci est ouvert.
   *[other] { $count } soucis sont ouverts.
}
digest-erasures = { $count ->
    [one] { $count } élève est en train d’être effacé. On peut encore l’annuler.
   *[other] { $count } élèves sont en train d’être effacés. On peut encore l’annuler.
}
digest-subject-others = { $count ->
    [one] { $school } : quelque chose vous attend
   *[other] { $school } : { $count } sortes de choses vous attendent
}
digest-look = Regardez ici :
digest-why = Vous recevez ceci une fois par jour quand il y a école et que quelque chose attend.
digest-stop = Choisir une autre heure, ou arrêter :
mail-test-subject = { $school } : un courriel d’essai
mail-test-text = Si vous lisez ceci, les courriels des blogs de classe arrivent.
