# Pupils, their cards, staff and rights.

pupils-title = { $count ->
    [0] Élèves
    [one] { $count } élève
   *[other] { $count } élèves
}
pupils-empty = Pas encore d'élèves
pupils-empty-more = Collez leurs prénoms, un par ligne.
pupils-name = Nom
pupils-card = Carte
pupils-no-card = Pas encore de carte
pupils-card-made = Faite { $moment }, pas encore utilisée
pupils-card-used = Faite { $made }, dernier usage : { $used }
pupils-make-card = Nouvelle carte
pupils-make-card-question = { $name } reçoit une nouvelle carte. L'ancienne cesse de marcher tout de suite.
pupils-make-card-yes = Oui, faire une nouvelle carte
pupils-more = Plus
pupils-group = Mettre dans ce groupe
pupils-elsewhere = aussi dans { $classes }
pupils-out = Sortir de { $class }
pupils-out-hint = Qui est sorti de { $class } n'y lit et n'y écrit plus. Ce qu'il ou elle a écrit reste.
pupils-left = A quitté l'école
pupils-left-question = Qui est parti n'est plus dans la liste, et sa carte n'ouvre plus rien. Ce qu'il ou elle a écrit reste à la classe.
families-title = Pour les familles
families-none = Il n'y a pas encore de lien pour les familles.
families-since = Lien pour les familles, fait : { $moment }. Il marche jusqu'à cette date : { $until }.
families-ended = Le lien pour les familles ne marche plus ; il vaut pour une année scolaire. Fin : { $until }. Faites-en un nouveau.
families-hint = Il ouvre la page de cette classe sans compte. Donnez-le aux familles sur papier ou par votre voie habituelle.
families-new = Nouveau lien pour les familles
families-question = L'ancien lien cesse de marcher tout de suite, pour toutes les familles.
families-yes = Oui, faire un nouveau lien
families-lead = Copiez-le ou imprimez-le maintenant : il n'est montré que cette fois.
families-card = Pour nos familles
pupils-revoke = Annuler la carte
pupils-print-all = Nouvelles cartes pour tous
pupils-print-all-question = Chaque élève reçoit une nouvelle carte à imprimer. Les anciennes cessent de marcher tout de suite.
pupils-print-all-yes = Oui, faire de nouvelles cartes
pupils-add = Ajouter des élèves
pupils-names = Prénoms
pupils-names-hint = Un par ligne. Les prénoms suffisent ; ajoutez une lettre quand deux sont pareils.
pupils-privacy = Les noms restent sur ce serveur. Les autres écoles ne voient que ce qu'un enfant signe, par exemple « Sam, classe des érables ».
pupil-list-file = Ou un fichier CSV
pupil-list-file-hint = Avec des virgules, des points-virgules ou des tabulations, enregistré comme « CSV UTF-8 ». 200 lignes et 32 ko au plus.
pupil-list-look = Vérifier d'abord
pupil-list-title = Vérifier la liste
pupil-list-lead = Personne n'a encore été ajouté. Voici ce que donne chaque ligne.
pupil-list-changed = La classe a changé entre-temps ; personne n'a été ajouté. Vérifiez la liste encore une fois.
pupil-list-column = Seule la colonne « { $column } » est lue. Rien des autres n'est gardé.
pupil-list-line = Ligne
pupil-list-comes-to = Ce qui se passe
pupil-list-new = Nouveau dans la classe
pupil-list-there = Déjà dans la classe : rien ne se passe. Si c'est un autre enfant, ajoutez une lettre, par exemple « { $name } B ».
pupil-list-nameless = Il n'y a pas de nom. Écrivez-en un, ou enlevez la ligne.
pupil-list-twice = Pareil que la ligne { $line } : pas ajouté. Si c'est un autre enfant, ajoutez une lettre.
pupil-list-signs = Il contient un signe invisible, ou un guillemet qui ne se ferme pas : pas ajouté. Tapez le nom de nouveau.
pupil-list-columns = Il y a plus d'une colonne : pas ajouté. Laissez seulement le prénom, ou écrivez « Prénom » au-dessus de sa colonne.
pupil-list-nobody = Personne dans cette liste n'est nouveau.
pupil-list-add = { $count ->
    [one] Ajouter cet élève
   *[other] Ajouter ces { $count } élèves
}
pupil-list-back = N'ajouter personne
pupil-list-mend = Changer la liste
fault-list-long = Une liste a 200 lignes au plus. Personne n'a été ajouté ; faites-en deux listes.
fault-list-heavy = Une liste pèse 32 ko au plus. Personne n'a été ajouté ; n'y laissez que les prénoms.
fault-list-letters = Les lettres de ce fichier sont illisibles ; personne n'a été ajouté. Enregistrez-le comme « CSV UTF-8 », ou collez les prénoms.
fault-list-both = Collez les prénoms ou choisissez un fichier, pas les deux. Personne n'a été ajouté.
toast-pupils-added = { $count ->
    [one] { $count } élève ajouté.
   *[other] { $count } élèves ajoutés.
}
toast-pupil-joined = { $name } est aussi dans { $class }.
toast-pupil-out = { $name } n'est plus dans { $class }.
toast-pupil-left = { $name } a quitté l'école.
toast-card-revoked = La carte de { $name } ne marche plus.

cards-title = { $count ->
    [one] { $count } carte
   *[other] { $count } cartes
}
cards-lead-one = Imprimez-la ou copiez son adresse maintenant : elle n'est montrée que cette fois.
cards-lead = Imprimez-les maintenant : les codes ne sont montrés que cette fois. Huit tiennent sur une page A4 ; découpez le long des lignes.
cards-print = Imprimer
cards-how = Présente-moi à la caméra.
cards-code = Code de { $name }

staff-title = Personnel et droits
staff-search = Nom ou adresse e-mail
staff-lead = Donnez deux personnes au portail de chaque classe, pour que rien n'attende en cas de maladie.
staff-who = Qui
staff-rights = Ce qui est permis
staff-end-right = Mettre fin
staff-end = Retirer l'accès
staff-end-question = La personne est déconnectée tout de suite et ne peut plus revenir. Ce qu'elle a décidé reste noté.
staff-end-yes = Oui, le retirer
staff-add = Ajouter quelqu'un
staff-name = Nom
staff-name-hint = Tel que les élèves le connaissent, par exemple Mme K
staff-email = Adresse e-mail
staff-email-hint = Elle sert à se connecter
staff-right = Ce qui est permis
staff-right-teacher = Enseignant
staff-right-teacher-hint = S'occupe d'une classe
staff-right-moderator = Comodérateur
staff-right-moderator-hint = Décide aussi au portail de la classe
staff-right-cover = Remplaçant
staff-right-cover-hint = Décide seulement, d'un jour à un autre
staff-right-coach = Accompagnant
staff-right-coach-hint = Est aux côtés d'un collègue pour un temps
staff-right-safeguarding = Référent protection
staff-right-safeguarding-hint = Reçoit ce qui inquiète les gens
staff-right-admin = Administrateur
staff-right-admin-hint = Écoles partenaires, personnel, journal
staff-class = Classe
staff-class-hint = Pour enseignants, comodérateurs, remplaçants et accompagnants
staff-class-missing = Choisissez une classe.
staff-from = Du
staff-to = Au
staff-dates-hint = Nécessaire pour remplaçants et accompagnants
staff-to-hint = Le dernier jour
staff-dates-missing = Indiquez les deux jours.
staff-dates-wrong = Le dernier jour vient avant le premier.
staff-add-button = Ajouter
staff-of = { $right } : { $class }
staff-until = { $right } : { $class }, fin : { $moment }
staff-begins = { $right } : { $class }, début : { $moment }
staff-over = { $right } : { $class }, terminé
staff-nothing = Rien encore
staff-disabled = Sans accès
staff-enable = Redonner l'accès
staff-duty = Donner une place à un portail
staff-duty-give = Donner
staff-rights-change = Droits dans l'école
staff-rights-save = Enregistrer
staff-no-lead = Personne n'est référent protection. Ce qui inquiète un élève ou un enseignant n'arrive à personne tant que c'est le cas.
staff-password = Nouveau mot de passe
staff-password-question = La personne est déconnectée partout. Le nouveau mot de passe est montré ici une seule fois.
staff-password-yes = Oui, en faire un nouveau
staff-fresh = { $name } peut maintenant se connecter. Ce mot de passe n'est montré que cette fois :
staff-fresh-hint = Remettez-le en main propre, pas par e-mail.
staff-class-none = Aucune classe
toast-duty-set = Valable dès maintenant, ou dès le premier jour.
toast-rights-set = Enregistré. Valable dès maintenant.
toast-duty-ended = Terminé.
toast-staff-disabled = Cette personne ne peut plus se connecter.
toast-staff-enabled = Cette personne peut à nouveau se connecter.

erasures-title = Effacement
erasures-lead = Les élèves et les classes qu'on efface : ôtés de toutes les pages tout de suite, et partis de ce serveur en un jour. Les écoles partenaires sont priées de supprimer ce qu'elles ont.
erasures-empty = Rien n'a encore été effacé
erasures-empty-more = Pour effacer un élève, ouvrez la liste des élèves de sa classe et choisissez Plus à côté du nom. Pour effacer une classe, choisissez Modifier à côté d'elle sous Classes et groupes.
erasures-left = Élèves qui ont quitté l'école
erasures-left-lead = Ce qu'ils ont écrit reste à leur classe jusqu'à ce que vous l'effaciez.
erasures-left-erase = Effacer
erasure-until = Ôté de toutes les pages. On peut y renoncer ; limite : { $moment }. Ensuite, c'est effacé pour de bon.
erasure-under-way = Ôté de toutes les pages. Effacé pour de bon : { $moment }. On ne peut plus y renoncer.
erasure-now = Ôté de toutes les pages. L'effacement définitif est en cours.
erasure-done = Effacé pour de bon : { $moment }.
erasure-called-off = Annulé : { $moment }. Il faut une nouvelle carte.
erasure-call-off = Renoncer à l'effacement
erasure-reminder = { $count ->
    [one] Un élève est en train d'être effacé. On peut y renoncer ; limite : { $moment }.
   *[other] { $count } élèves sont en train d'être effacés. On peut renoncer au premier ; limite : { $moment }.
}
erase-pupil-title = Effacer cet élève
erase-pupil-lead = Tout ce que { $name } a écrit quitte toutes les pages ici tout de suite, et ce serveur en un jour. Les écoles partenaires sont priées tout de suite de supprimer ce qu'elles ont. Vous pouvez y renoncer pendant 20 heures : tout revient alors ici, mais pas dans les autres écoles.
erase-class-title = Effacer cette classe
erase-class-lead = Tout le blog de { $name } quitte toutes les pages ici tout de suite, et ce serveur en un jour. Les écoles partenaires sont priées tout de suite de supprimer ce qu'elles ont. On ne peut pas y renoncer. Ses élèves restent.
erase-what = Ce qui disparaît
erase-nothing = Rien que le nom : pas d'article, pas de commentaire, pas de carte.
erase-posts = { $count ->
    [one] { $count } article ou brouillon
   *[other] { $count } articles et brouillons
}
erase-comments = { $count ->
    [one] { $count } commentaire
   *[other] { $count } commentaires
}
erase-answers = { $count ->
    [one] { $count } commentaire de quelqu'un d'autre en dessous
   *[other] { $count } commentaires d'autres personnes en dessous
}
erase-pictures = { $count ->
    [one] { $count } image (elle reste là où un autre article l'utilise)
   *[other] { $count } images (celles que d'autres articles utilisent y restent)
}
erase-cards = { $count ->
    [one] { $count } carte ou lien qui ouvre en ce moment
   *[other] { $count } cartes ou liens qui ouvrent en ce moment
}
erase-sessions = { $count ->
    [one] { $count } appareil connecté
   *[other] { $count } appareils connectés
}
erase-schools = { $count ->
    [one] { $count } école partenaire est priée de supprimer ce qu'elle a
   *[other] { $count } écoles partenaires sont priées de supprimer ce qu'elles ont
}
erase-cases = { $count ->
    [one] { $count } dossier du référent protection reste, pour lui seul, jusqu'à ce qu'il soit libéré.
   *[other] { $count } dossiers du référent protection restent, pour lui seul, jusqu'à ce qu'ils soient libérés.
}
erase-audit = Le journal d'audit garde que cela a eu lieu, qui l'a demandé et pourquoi, et aucun nom. Les sauvegardes faites avant aujourd'hui le contiennent jusqu'à ce qu'on les jette.
erase-reason = Pourquoi
erase-reason-hint = Cela reste dans le journal d'audit.
erase-reason-family = La famille l'a demandé
erase-reason-left = L'élève a quitté l'école
erase-reason-authority = Une autorité ou un tribunal l'a demandé
erase-reason-mistake = Cela n'aurait jamais dû être ici
erase-reason-other = Autre chose
erase-name = Tapez le nom { $name } pour confirmer
erase-yes = Effacer pour de bon
erase-no = Non, tout garder
erase-item = Effacer maintenant
erase-item-question = Son texte et ses images quittent ce serveur maintenant, et pas plus tard dans la journée. On ne peut pas revenir en arrière.
erase-item-yes = Oui, effacer
taken-back-erased-more = Son texte et ses images ont quitté ce serveur pour de bon.
fault-erase-name = Ce n'est pas le nom. Tapez-le comme il est écrit en haut de cette page.
fault-erase-reason = Choisissez une raison.
toast-pupil-erased = Ôté de toutes les pages, et les écoles partenaires sont priées de supprimer. Vous pouvez encore y renoncer ici.
toast-class-erased = Ôté de toutes les pages, et les écoles partenaires sont priées de supprimer.
toast-item-erased = Effacé.
toast-erasure-called-off = Annulé. Tout est de retour ici. Faites une nouvelle carte à l'élève.
toast-erasure-too-late = Il est trop tard pour y renoncer.
