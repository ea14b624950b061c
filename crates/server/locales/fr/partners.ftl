# Partner classes, for teachers, and partner schools, for admins.

partner-title = Classes partenaires
partner-lead = Deux clés ouvrent le portail : un administrateur fait confiance à l'école, vous acceptez la classe. Dans tous les cas, ce qu'elle écrit vous attend d'abord.
partner-no-schools = Pas encore d'école partenaire. Un administrateur ajoute la première ; vous pourrez alors suivre ses classes.
partner-asking = Elles demandent à nous suivre
partner-asking-hint = Acceptez, et elles reçoivent dès maintenant ce que nous publions pour nos amis. Rien ne leur a été envoyé jusqu'ici.
partner-name = Le nom sous lequel nos élèves la connaîtront
partner-name-hint = Le sien est déjà inscrit ; mettez ce que vous dites en classe, par exemple Classe des chênes.
partner-sent-name = elle s'appelle elle-même
partner-accept = Accepter
partner-refuse = Pas maintenant
partner-ours = Nos classes partenaires
partner-none = Pas encore de classe partenaire
partner-none-more = Suivez-en une, ou attendez que l'une le demande.
partner-both = Nous nous lisons
partner-we-follow = Nous la suivons
partner-they-follow = Elle nous suit
partner-asked = Demandé, pas encore de réponse
partner-paused = Suspendu
partner-hidden = Tout est caché
partner-ended = École terminée
partner-said-no = Elle a dit pas maintenant
partner-heard = Dernières nouvelles : { $moment }.
partner-never-heard = Pas encore de nouvelles.
partner-waiting = { $count ->
    [one] { $count } élément attend au portail.
   *[other] { $count } éléments attendent au portail.
}
partner-follow = Suivre
partner-follow-back = La suivre aussi
partner-unfollow = Ne plus suivre
partner-remove = Ne plus lui envoyer les nôtres
partner-show = Montrer à nouveau
partner-could = Classes que vous pourriez suivre
partner-could-none = Aucune que vous ne connaissiez déjà.
partner-look = Regarder à nouveau
partner-find = Trouver une classe
partner-find-do = Trouver
partner-find-all = Tout montrer
partner-find-none = Aucune classe de ce nom.
partner-no-list = Cette école ne tient pas de liste de ses classes. Demandez l'adresse à son enseignant, et suivez par l'adresse.
partner-list-not-yet = Sa liste de classes n'a pas encore été lue. Revenez dans une minute.
partner-list-unread = La liste de classes de { $school } n'a pas pu être lue. Dernière lecture : { $moment }.
partner-list-never = La liste de classes de { $school } n'a pas encore pu être lue.
partner-by-address = Suivre par l'adresse
partner-address = Adresse de la classe
partner-address-hint = Par exemple @oak@oak-academy.example, ou l'adresse de sa page.
partner-address-missing = Donnez l'adresse de la classe.

toast-asked = La demande est partie : { $name }. La réponse se montrera ici.
toast-accepted = { $name } reçoit dès maintenant ce que nous publions pour nos amis.
toast-refused = On le leur dit : pas maintenant.
toast-ended = Terminé. On le leur dit.
toast-named = Nos élèves la connaissent sous le nom { $name }.
toast-shown-again = Ce qui était entré est de nouveau montré.

schools-title = Écoles partenaires
schools-search = Nom, adresse ou pays
schools-lead = Seules les écoles de cette liste peuvent nous joindre, et elles seules reçoivent quelque chose de nous.
schools-all-paused = Tout échange avec d'autres écoles est suspendu
schools-resume-all = Reprendre
schools-empty = Pas encore d'école partenaire
schools-empty-more = Rien ne quitte ce serveur et rien n'entre tant que vous n'en avez pas ajouté une.
schools-school = École
schools-state = État
schools-how = Comment ça va
schools-do = Ce que vous pouvez faire
schools-contact = Contact : { $contact }
schools-pause = Suspendre
schools-resume = Reprendre
schools-pause-question = Ce qu'elle a envoyé est retenu et caché, et elle ne reçoit rien, jusqu'à ce que vous repreniez. Rien n'est perdu.
schools-pause-yes = Oui, suspendre
schools-verify = Je me suis assuré que c'est bien elle
schools-verify-question = Appelez d'abord le numéro indiqué sur le site de l'école. Dès lors, on se fie à sa nouvelle clé.
schools-verify-yes = Oui, reprendre
schools-verified-how = Vérifié par :
schools-paused-since = Suspendu depuis { $moment }. Rien n'entre, rien ne sort.
tasks-title = À regarder
tasks-done = Fait
task-move = dit qu'une classe a déménagé. Posez-lui la question avant de suivre la nouvelle adresse.
task-key_change = montre une nouvelle clé. Elle est retenue jusqu'à ce que vous ayez posé la question.
task-class_list = montre une liste de classes qui n'est pas signée avec la clé que nous connaissons. Elle est retenue jusqu'à ce que vous ayez posé la question.
task-terms_asked = demande autre chose que ce qui était convenu. Ouvrez sa page pour répondre.
task-terms_declined = n'accepte pas ce que vous avez demandé.
task-letter_parked = a refusé quelque chose plusieurs fois, alors qu'elle a accepté le reste. Regardez sous Envois.
task-letters_expired = n'a pas accepté quelque chose depuis 90 jours. C'est abandonné ; regardez sous Envois.
task-flag = a signalé quelque chose de chez nous.
schools-end = Mettre fin
schools-end-question = Tout ce qui vient de cette école est caché tout de suite, et elle ne reçoit plus rien. Pour recommencer, vous l'ajoutez à nouveau.
schools-end-yes = Oui, y mettre fin
schools-add = Ajouter une école partenaire
schools-add-lead = Parlez-lui d'abord : appelez le numéro indiqué sur le site de l'école, pas celui d'un e-mail.
schools-domain = Nom d'hôte
schools-domain-hint = Exactement comme dans son adresse, par exemple blogs.oak-academy.example
schools-domain-known = Cette école est déjà dans la liste.
schools-name = Nom de l'école
schools-country = Pays
schools-contact-label = Contact
schools-contact-hint = Un nom, et comment joindre la personne
schools-safeguarding = Son référent protection
schools-safeguarding-hint = Un nom, et comment joindre la personne
schools-verified = Comment vous êtes-vous assuré que c'est bien elle ?
schools-verified-hint = Par exemple « appelé le secrétariat le 3 mai, parlé à la direction ». Gardé dans le journal d'audit.
schools-verified-missing = Dites comment vous vous êtes assuré que c'est bien elle.
schools-trust = Faire confiance à cette école
schools-emergency = En cas d'urgence
schools-emergency-lead = Tout s'arrête tout de suite : rien n'entre, rien ne sort, et ce que les partenaires ont écrit est caché jusqu'à ce que vous repreniez.
schools-pause-all = Suspendre tout échange
schools-pause-all-question = Tout suspendre maintenant, pour toute l'école ?
schools-pause-all-yes = Oui, tout suspendre

school-trusted = De confiance
school-paused = Suspendue
school-ended = Terminée
school-held = Retenue : à regarder
school-behind = { $school } n'a pas reçu { $what } depuis { $since }.
behind-posts = { $count ->
    [one] { $count } article
   *[other] { $count } articles
}
behind-comments = { $count ->
    [one] { $count } commentaire
   *[other] { $count } commentaires
}
behind-changes = { $count ->
    [one] { $count } modification
   *[other] { $count } modifications
}
behind-withdrawals = { $count ->
    [one] { $count } demande d'enlever quelque chose
   *[other] { $count } demandes d'enlever quelque chose
}
behind-others = { $count ->
    [one] { $count } autre message
   *[other] { $count } autres messages
}
school-aside = { $count ->
    [one] { $count } message est mis de côté, parce qu'il a été refusé plusieurs fois : un administrateur décide.
   *[other] { $count } messages sont mis de côté, parce qu'ils ont été refusés plusieurs fois : un administrateur décide.
}
school-aside-look = Décider de ce qui est mis de côté
school-try-now = Essayer maintenant
toast-trying = Ce qui attend pour { $name } est essayé maintenant.
school-next = Prochain essai : { $time }.
school-why = Pourquoi : { $reason }
school-held-move = Elle a changé d'adresse. Rien n'entre tant que vous ne vous êtes pas assuré que c'est bien elle.
school-held-key = Elle montre une autre clé qu'avant. Rien n'entre tant que vous ne vous êtes pas assuré que c'est bien elle.
school-held-list = Sa liste de classes n'est pas signée avec la clé que nous connaissons : quelqu'un d'autre a peut-être son adresse. Rien n'entre tant que vous ne vous êtes pas assuré que c'est bien elle.
school-held-other = Quelque chose a changé chez elle. Rien n'entre tant que vous ne vous êtes pas assuré que c'est bien elle.
toast-school-trusted = { $name } est de confiance. Ses classes peuvent demander, et les nôtres peuvent suivre.
toast-school-goes-on = L'échange avec { $name } reprend. Ce qui était retenu arrive au portail.
toast-school-paused = L'échange avec { $name } est suspendu. Rien n'est perdu.
toast-school-ended = { $name } : c'est terminé. Elle ne reçoit plus rien.
toast-all-paused = Tout échange est suspendu. Rien n'entre, rien ne sort.
toast-all-resumed = L'échange reprend. Ce qui était retenu arrive au portail.
school-well = Tout va bien. Dernières nouvelles : { $moment }.
school-never = Rien envoyé ni reçu pour l'instant.
school-holds = Retenus jusqu'à la reprise : { $theirs } venant d'elle, { $ours } pour elle.
school-is-paused = Suspendue par { $name } ({ $moment }). Ses articles sont cachés ; rien n'est perdu.
school-is-ended = Terminée par { $name } ({ $moment }).

# States of a school beside trusted, paused and ended.
school-invited = Nous a invités
school-asked = Nous a répondu
school-blocked = Bloquée
school-is-invited = Nous avons ouvert son invitation. Lisez-vous les quatre mots au téléphone.
school-is-asked = Elle a ouvert notre invitation. Lisez-vous les quatre mots au téléphone.
school-is-blocked = Bloquée par { $name } ({ $moment }). Elle est refusée comme n'importe quel inconnu.
school-held-dates = Aujourd'hui n'est pas entre le premier et le dernier jour convenus. Rien n'entre, rien ne sort.
school-review-due = { $school } : le jour de revoir cet accord est venu. C'était : { $day }.
school-review-soon = L'accord avec { $school } est à revoir : { $day }.
school-ends-soon = L'accord avec { $school } se termine ({ $day }) ; revoyez-le.
school-ends-over = L'accord avec { $school } est terminé ({ $day }). Rien ne passe tant que vous n'êtes pas convenus d'un nouveau dernier jour.
schools-invitations = Invitations
schools-open = Ouvrir
listed-title = Ses classes
listed-none = Elle n'indique aucune classe.
schools-by-address = Cette école a été ajoutée par son adresse. De son côté, les réponses sont montrées sans notre accord, et personne n'a comparé de mots de sécurité.
schools-add-promise = Seulement pour d'autres logiciels, comme WordPress ou GoToSocial. De leur côté, les réponses sont montrées sans notre accord. Les écoles qui ont Schoolgate, elles, sont invitées.
schools-block = Bloquer
schools-block-question = Elle est refusée comme n'importe quel inconnu, on ne lui dit rien, et aucune invitation ne la laisse entrer.
schools-block-yes = Oui, la bloquer
schools-unblock = Débloquer
schools-unblock-question = Elle n'est pas de confiance pour autant. Elle compte comme terminée ; la confiance commence par une nouvelle invitation.
schools-unblock-yes = Oui, la débloquer
schools-map = Qui connaît qui
schools-map-all = Un plan : { $school } et ses classes à gauche, { $count } écoles partenaires et leurs classes à droite, et un trait entre deux classes qui se suivent.
schools-map-more = et { $count } de plus
schools-map-empty = Pas encore d'amis parmi ses classes
schools-map-words = La même chose en mots
schools-map-line = { $ours } et { $theirs }, { $school }
toast-school-blocked = { $name } est bloquée.

# Invitations.
invitations-title = Invitations
invitations-lead = Une invitation réunit deux écoles. Elle sert une seule fois, et rien ne passe avant que vous vous soyez lu quatre mots au téléphone.
invitations-open = Invitations ouvertes
invitations-none = Aucune invitation n'est ouverte.
invitations-anyone = Pour qui la reçoit
invitations-by = Faite par { $name }. Ouverte ; limite : { $moment }.
invitations-revoke = Annuler
invite-title = Inviter une école
invite-note = Pour qui
invite-note-hint = Par exemple « Mme Patel, Oak Academy ». Vous seul le voyez.
invite-host = Son nom d'hôte, si vous le connaissez
invite-host-hint = Personne d'autre ne peut alors l'utiliser.
invite-days = Ouverte pendant combien de jours
invite-make = Faire une invitation
invitation-made = Une invitation
invitation-once = Elle n'est montrée que maintenant. Imprimez-la, ou envoyez le lien à une seule personne que vous connaissez.
invitation-from = { $school } invite votre école
invitation-for = Pour { $name }
invitation-until = Elle sert une seule fois ; limite : { $moment }.
invitation-only = Seulement par
invitation-code = Le lien sous forme de code à scanner
invitation-care = Qui a ceci peut demander à être notre partenaire, mais rien de plus : nous nous parlons au téléphone avant de partager quoi que ce soit.
invitation-title = Une invitation à devenir écoles partenaires
invitation-lead = { $school } aimerait que ses classes écrivent aux vôtres.
invitation-step-copy = Copiez toute l'adresse de cette page, avec tout ce qui suit le #.
invitation-step-paste = Sur le serveur de votre école, un administrateur ouvre Écoles partenaires, Invitations, et la colle là.
invitation-step-words = Les deux écoles voient alors les quatre mêmes mots. Lisez-les-vous au téléphone, et confirmez.
invitation-none = Pas de serveur à vous ? Dites-le à l'école qui vous a invités.
open-title = Ouvrir l'invitation d'une autre école
open-link = L'invitation
open-link-hint = Collez le lien, ou tout l'e-mail qui le contient.
open-do = L'ouvrir
toast-invitation-revoked = L'invitation est annulée. Plus personne ne peut l'utiliser.
fault-invitation-text = Il n'y a pas d'invitation là-dedans. Elle ressemble à https://blogs.oak-academy.example/invitation#…
fault-invitation-own = C'est une invitation de notre propre école. L'autre école l'ouvre sur son serveur.
fault-invitation-known = Cette école est déjà dans la liste.
fault-invitation-blocked = Cette école est bloquée ici. Débloquez-la d'abord, si vous êtes sûr.
fault-invitation-unreachable = Le serveur de cette école n'a pas pu être joint, ou n'est pas capable d'un accord. Rien n'a été gardé ; réessayez plus tard.
fault-invitation-refused = Son serveur ne l'a pas acceptée : l'invitation a servi, a été annulée ou est trop ancienne, ou elle est pour une autre école. Demandez-en une nouvelle.
fault-invitation-days = Choisissez entre 1 et 60 jours.

# The four safety words.
words-title = Quatre mots à lire à haute voix
words-lead = Appelez le numéro indiqué sur le site de l'école, pas celui d'un e-mail. Lisez-vous les mots. Ils doivent être les mêmes, dans le même ordre.
words-here = { $name } les a entendus, { $moment }.
words-there = { $school } les a confirmés, { $moment }.
words-not-here = Personne ici ne les a encore confirmés.
words-not-there = L'autre école ne les a pas encore confirmés.
words-same = Ce sont les mêmes
words-same-question = Vous avez entendu les quatre au téléphone, de quelqu'un dont vous savez qu'il est de cette école ?
words-same-yes = Oui, je les ai entendus
words-differ = Ce ne sont pas les mêmes
words-differ-question = Alors ce n'est pas le serveur de cette école, ou quelqu'un est entre vous. Elle est bloquée, et rien n'est partagé.
words-differ-yes = La bloquer
words-new-title = S'assurer que c'est toujours elle
words-new-lead = Appelez-la comme au début. Si son serveur a une nouvelle clé, vous voyez tous deux les mêmes nouveaux mots.
words-kept-title = Mots de sécurité
words-kept = Les mêmes des deux côtés, tant qu'aucun n'a de nouvelle clé.
toast-words-confirmed = Confirmé. { $name } doit confirmer aussi ; ensuite l'échange commence.
toast-words-differ = { $name } est bloquée et rien ne lui a été envoyé. Appelez l'école et demandez une nouvelle invitation par une autre voie.

# What was agreed.
terms-title = Ce qui est convenu
terms-may = Nos classes et les siennes peuvent
terms-follow = Se suivre
terms-reply = Commenter des articles
terms-like = Aimer des articles
terms-pictures = Échanger des images
terms-classes = Nos classes qui participent
terms-classes-hint = Toutes, si aucune n'est choisie.
terms-starts = Premier jour
terms-ends = Dernier jour
terms-review = À revoir le
terms-keep = Garder cela
terms-propose = Proposer à { $school }
terms-local = Avec cette école, c'est votre propre règle : elle ne peut rien signer.
terms-both = Ce qui est moins que convenu vaut ici tout de suite. Ce qui est plus vaut quand elle a accepté.
terms-says-follow-may = Les classes peuvent se suivre.
terms-says-follow-not = Les classes ne peuvent pas se suivre.
terms-says-reply-may = Elles peuvent commenter des articles.
terms-says-reply-not = Elles ne peuvent pas commenter d'articles.
terms-says-like-may = Elles peuvent aimer des articles.
terms-says-like-not = Elles ne peuvent pas aimer d'articles.
terms-says-pictures-may = Les images peuvent être montrées.
terms-says-pictures-not = Les images ne peuvent pas être montrées.
terms-says-ours = Nos classes qui participent : { $what }.
terms-says-theirs = Ses classes qui participent : { $what }.
terms-says-starts = Premier jour : { $what }.
terms-says-ends = Dernier jour : { $what }.
terms-until-now = Jusqu'ici : { $before }.
terms-yes = oui
terms-no = non
terms-no-day = aucun
terms-all-classes = toutes
terms-no-class = aucune
fault-terms-classes = Trop de classes à nommer. Choisissez-en moins, ou aucune, ce qui veut dire toutes.
proposal-title = Elle demande autre chose
proposal-theirs = { $school } demande, { $moment } :
proposal-ours-title = Ce que vous avez demandé
proposal-ours = { $school } n'a pas encore répondu. Vous avez demandé, { $moment } :
proposal-declined = { $school } n'accepte pas, { $moment }. Vous aviez demandé :
proposal-narrower = Ce qui est moins que convenu vaut déjà ici.
proposal-agree = Accepter
proposal-agree-question = Dès maintenant, cela vaut pour les deux écoles, et les deux l'ont signé. Ce que vous aviez demandé vous-mêmes est remplacé.
proposal-agree-yes = Oui, accepter
proposal-decline = Refuser
proposal-decline-question = On lui dit que vous n'acceptez pas. Ce qui était convenu reste.
proposal-decline-yes = Oui, refuser
proposal-take-back = Retirer
agreement-signed = Signé par les deux écoles : { $day }.
agreement-proves = Chaque exemplaire porte la signature de l'école, pour que chacun puisse vérifier plus tard ce qu'elle a accepté.
agreement-download = Les deux exemplaires signés (JSON)
record-title = Notre fiche de cette école
record-lead = Seul le personnel d'ici la voit, et rien n'en est envoyé.
record-town = Ville
toast-record-kept = Enregistré.
toast-terms-proposed = La demande est partie : { $name }. Ce qui est moins que convenu vaut dès maintenant.
toast-terms-agreed = Accepté. Cela vaut pour vous et pour { $name } dès maintenant.
toast-terms-declined = On dit à { $name } que vous n'acceptez pas.
toast-terms-taken-back = Ce que vous aviez convenu avec { $name } vaut à nouveau.
toast-terms-kept = Ce qui est convenu avec { $name } est enregistré. Cela vaut dès maintenant.
fault-terms-dates = Le dernier jour est avant le premier.
fault-date = Écrivez une date, par exemple 2027-07-31.
removal-ask = Lui demander de supprimer ce qu'elle a de nous
removal-question = Son serveur est prié de supprimer chaque article et chaque commentaire de chez nous qu'il a. Ici, rien ne change.
removal-yes = Oui, le lui demander
toast-removal-asked = { $count ->
    [0] { $name } n'a rien de nous.
    [one] { $name } est priée de supprimer { $count } élément.
   *[other] { $name } est priée de supprimer { $count } éléments.
}
