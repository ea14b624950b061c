# The gate, its cases and its history.

gate-waiting = { $count ->
    [0] Rien n'attend
    [one] { $count } élément attend
   *[other] { $count } éléments attendent
}
gate-waiting-many = { $count } éléments ou plus attendent
gate-history = Ce qui a été décidé
gate-live-show = Montrer ce qui attend maintenant
gate-trays = Casiers
gate-coming-in = Ce qui entre
gate-going-out = Ce qui sort
gate-ours = Les nôtres
gate-asking = { $count ->
    [one] { $count } classe demande à nous suivre
   *[other] { $count } classes demandent à nous suivre
}
gate-none = Vous n'avez pas de portail
gate-none-more = Un administrateur vous donne une place au portail d'une classe, sous Personnel et droits.
gate-open-this = Ouvrir
gate-only-look = Vous êtes ici aux côtés d'un collègue : vous voyez ce qui attend, et c'est lui qui décide.
gate-nothing-waiting = Rien n'attend.
gate-nothing-waiting-more = Le portail est ouvert. Ce qui viendra ensuite vous attendra ici.
gate-tray-empty = Rien n'attend dans ce casier.
gate-tray-empty-more = Regardez dans les autres.
gate-group-count = { $count ->
    [one] { $count } élément
   *[other] { $count } éléments
}
gate-about = Sur cet article
gate-about-waiting = Il attend aussi
gate-about-hidden = Il n'est plus sur la page
gate-bulk = Laisser entrer ces { $count }
gate-bulk-hint = Les éléments marqués et les images restent ici, à regarder un par un.
gate-hide-all = Tout cacher
gate-hide-all-question = Tout ce qui vient de cette classe disparaît tout de suite, ici et pour tout le monde. Les nouveautés sont retenues. Vous pourrez la montrer à nouveau sous Classes partenaires.
gate-hide-all-yes = Oui, tout cacher

gate-key-next = suivant
gate-key-previous = précédent
gate-key-let-in = laisser entrer
gate-key-send-back = renvoyer
gate-key-picture = montrer l'image
gate-key-undo = annuler

gate-kind-post = article
gate-kind-comment = commentaire
gate-kind-answer = réponse
gate-kind-edit = modifié après être entré
gate-kind-edit-hidden = modifié ; l'ancien n'est plus sur la page
gate-kind-hidden = ôté de la page
gate-by = écrit par { $name }
gate-edit-explains = Le texte que vous avez laissé entrer reste en place jusqu'à votre décision. Ce qui changerait :
gate-warning = Leur avertissement : { $warning }
gate-flags = À regarder de plus près
gate-picture-look = Regarder
gate-picture-alt = Description :
gate-picture-coming = Une image est en route
gate-picture-refused = Une image qui n'a pas pu être acceptée
gate-picture-who = Qui est dessus : { $answer }
gate-link-allow = Autoriser ce lien
gate-link-allowed = Lien autorisé

gate-let-in = Laisser entrer
gate-let-out = Laisser sortir
gate-without-pictures = Sans images
gate-staff-screen = Écran du personnel seulement
gate-turn-away = Écarter
gate-send-back = Renvoyer
gate-send-back-why = Que faut-il dire ? Un seul appui le renvoie.
gate-send-back-note = Ou avec vos mots à vous
gate-send-back-with-note = Renvoyer avec mes mots
gate-leave-out = Enlever quelque chose
gate-leave-out-label = Le laisser sortir sans une partie
gate-leave-out-hint = L'enfant voit ce que vous avez changé.
gate-leave-out-send = Laisser sortir comme ça
gate-change-none = Modifiez le texte ci-dessous, puis regardez ce qui change.
gate-change-difference = Ce qui changerait :
gate-change-text = Le texte
gate-change-reason = Ce que l'enfant lira à ce sujet
gate-change-reason-hint = Par exemple « J'ai enlevé le nom de ta rue. » Vous pouvez laisser vide.
gate-change-look = Regarder la modification
gate-worried = Ça m'inquiète
gate-worried-explains = L'élément est mis sous scellé pour le référent protection. Il quitte toutes les pages tout de suite, celle-ci aussi.
gate-worried-note = Qu'est-ce qui vous inquiète ? Vous pouvez laisser vide.
gate-worried-seal = Mettre sous scellé

# What the child reads when something comes back.
reason-names = Enlève les noms de famille.
reason-kind = Dis-le gentiment.
reason-more = Dis-en un peu plus.
reason-spelling = Relis et vérifie l'orthographe.
reason-picture = Choisis une autre image.
reason-private = Enlève les lieux et les numéros.
reason-own-words = Dis-le avec tes mots à toi.

flag-link = Lien
flag-phone = Numéro de téléphone
flag-postcode = Code postal
flag-email = Adresse e-mail
flag-handle = Nom d'utilisateur
flag-surname = Nom de famille
flag-where-live = Demande où quelqu'un habite
flag-words = Mot à regarder
flag-first = Premier de cette école
flag-picture = Nouvelle image

# After a decision, on the toast.
toast-plain = { $text }
toast-let-in = C'est entré.
toast-let-out = C'est sorti.
toast-let-in-without-pictures = C'est entré sans les images.
toast-staff-only = Sur l'écran du personnel seulement.
toast-let-out-changed = C'est sorti, avec votre modification.
toast-let-in-many = { $count ->
    [one] { $count } élément est entré.
   *[other] { $count } éléments sont entrés.
}
toast-send-back = Renvoyé.
toast-turn-away = Écarté.
toast-sealed = Mis sous scellé pour le référent protection.
toast-hidden = Tout ce qui vient de cette classe est caché.
toast-link-allowed = Lien autorisé.
toast-undone = Annulé. Il attend à nouveau.
toast-undone-post = Annulé. C'est de nouveau un brouillon, et personne d'autre ne le voit.
toast-undone-comment = Annulé. Votre texte est de retour dans le champ.
toast-undo-too-late = Trop tard pour annuler. Ôtez-le de la page, ou retirez-le, sous Ce qui a été décidé.
toast-taken = { $name } a été plus rapide : { $outcome }.
toast-changed = Il a été modifié entre-temps. Regardez-le à nouveau.
toast-pictures-coming = Ses images sont encore en route. Vous pouvez le laisser entrer sans elles.
toast-gone = Il n'est plus là : enlevé, mis sous scellé, ou l'échange avec son école est suspendu.
toast-missed-some = { $count ->
    [one] { $count } reste :
   *[other] { $count } restent :
}
toast-item-hidden = Ôté de toutes les pages. Il attend à nouveau ici.
toast-send-back-why = Choisissez ce que l'enfant doit lire, ou écrivez-le.
gate-paused-all = Tout échange avec d'autres écoles est suspendu : rien n'entre, rien ne sort.
gate-paused-school = L'échange avec { $school } est suspendu. Ce qu'elle a envoyé est retenu.

sealed-title = Signalements
sealed-lead = Vous seul voyez cette page. Chaque élément a été ôté de toutes les pages quand il a été mis sous scellé, et gardé tel quel.
sealed-empty = Aucun dossier ouvert
sealed-empty-more = Quand quelqu'un met un élément sous scellé ou qu'un enfant parle à un adulte, cela arrive ici.
sealed-case = Dossier { $number }
sealed-by = mis sous scellé par { $name }
sealed-told = dit par { $name }
sealed-thread = Ce qui précédait
sealed-item = Ce qui a été mis sous scellé
sealed-seen-by = Qui a pu le voir
sealed-seen-by-none = Aucun élève n'a pu le voir : il n'est jamais entré, ou n'était plus sur la page.
sealed-seen-by-pupils = Les élèves de ces classes pouvaient le lire, et ces adultes sont au portail :
sealed-earlier = { $count ->
    [one] Il avait été modifié une fois ; les deux textes sont dans le téléchargement.
   *[other] Il avait été modifié { $count } fois ; tous les textes sont dans le téléchargement.
}
sealed-emergency = Suspendre tout échange avec d'autres écoles
toast-case-released = Libéré. Il est de nouveau là où il était.
toast-case-kept = Gardé sous scellé. Le dossier est clos.
toast-case-paused = Gardé sous scellé, et l'échange avec l'école partenaire est suspendu.
sealed-reason = Votre raison
sealed-reason-hint = Gardée dans le dossier. Nécessaire pour chaque décision.
sealed-release = Le rendre à la classe
sealed-keep = Le garder sous scellé, clore le dossier
sealed-pause = Le garder et suspendre le partenaire
sealed-export = Télécharger les données
sealed-read = Lire ou imprimer le dossier
sealed-wording = Texte { $number }
sealed-read-by = Les élèves de ces classes pouvaient le lire :
sealed-end = Comment cela s'est terminé
sealed-still-open = Le dossier est ouvert.
sealed-closed = Dossiers clos
sealed-outcome-released = rendu à la classe
sealed-outcome-kept = gardé sous scellé

history-title = Ce qui a été décidé
history-filter = Montrer
history-filter-all = Tout
history-filter-in = Entrés
history-filter-back = Renvoyés
history-filter-away = Écartés
history-hide = Ôter
history-hide-question = Il quitte toutes les pages tout de suite et attend à nouveau au portail.
history-hide-yes = Oui, l'ôter
history-empty = Pas encore de décision
history-empty-more = Ce qui est décidé au portail est noté ici.

# What was said, as a state and after a name: "Mrs K was faster: let in."
decision-let_in = Entré
decision-let_in_without_pictures = Entré sans images
decision-staff_only = Écran du personnel seulement
decision-let_out_changed = Sorti avec une modification
decision-send_back = Renvoyé
decision-turn_away = Écarté
decision-publish = Publié
decision-undone = Annulé
