# Families ask for something to be removed; adults of the class answer.

ask-removal = Demander à retirer ceci
ask-removal-title = Nous demander de retirer ceci
ask-removal-lead = Un enseignant de la classe lit ce que vous écrivez, et répond dans la semaine.
ask-removal-words = Pourquoi faut-il le retirer ?
ask-removal-words-hint = Vous n'avez pas à le dire. Cela aide de nommer l'enfant ou l'image dont il s'agit.
ask-removal-contact = Comment pouvons-nous vous joindre ?
ask-removal-contact-hint = Vous pouvez laisser ce champ vide. Il sert à vous répondre, et nous l'oublions 90 jours plus tard.
ask-removal-send = Demander à le retirer
ask-removal-back = Revenir sans rien demander
ask-removal-thanks = Merci, c'est noté
ask-removal-thanks-more = Un enseignant de la classe répond dans la semaine. Si c'est urgent, téléphonez à l'école.
ask-removal-go-on = Revenir à la classe

requests-title = Demandes des familles
requests-lead = Ce que des familles veulent voir retiré. Répondez dans la semaine : c'est retiré, ici et dans chaque école qui l'a, ou cela reste et vous dites pourquoi à la famille.
requests-empty = Aucune famille n'attend de réponse.
requests-empty-more = Les familles trouvent « Demander à retirer ceci » sous chaque article et chaque commentaire.
requests-due = Répondre au plus tard : { $day }
requests-late = La réponse était due : { $day }
requests-off = Ce n'est déjà plus sur aucune page.
requests-no-words = La famille n'a pas donné de raison, et n'a pas à le faire.
requests-asked = Demandé :
requests-no-contact = La famille n'a laissé ni nom ni numéro.
requests-remove = Le retirer
requests-remove-question = Cela disparaît ici tout de suite. Si c'est de nous, chaque école qui l'a est priée de le supprimer, et dans un jour tout est effacé.
requests-remove-yes = Oui, le retirer
requests-done = C'est retiré
requests-keep = Cela reste
requests-why = Pourquoi cela reste-t-il ?
requests-why-hint = Notez ce que vous dites à la famille. Vos collègues le lisent ici.
requests-keep-yes = Cela reste
requests-others = Les enseignants de la classe et le référent protection répondent à cette demande.
requests-settled = Répondu
requests-removed = retiré
requests-kept = reste
requests-reminder = { $count ->
    [one] Une famille attend une réponse, au plus tard : { $day }
   *[other] { $count } familles attendent une réponse, la première au plus tard : { $day }
}
toast-request-removed = Retiré. La famille a sa réponse.
toast-request-kept = Cela reste. La famille a sa réponse.
toast-request-why = Dites pourquoi cela reste : la famille le demandera.
fault-request-words = 1 000 caractères au plus, s'il vous plaît.
fault-request-contact = 200 caractères au plus, s'il vous plaît.
fault-request-many = Beaucoup de familles ont déjà demandé et attendent une réponse. Téléphonez à l'école, s'il vous plaît.
