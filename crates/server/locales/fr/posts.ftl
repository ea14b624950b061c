# A post, its comments, and writing both.

post-by = par { $names }
post-edited = modifié : { $moment }
post-edit = Modifier
post-take-back = Retirer
post-take-back-question = L'article est caché ici tout de suite, et chaque école qui l'a est priée de le supprimer. On ne peut pas revenir en arrière.
post-take-back-yes = Oui, le retirer
post-take-back-no = Non, le garder
post-taken-back = Retiré.
post-hide = L'ôter de notre page
post-staff-only = Écran du personnel seulement
post-liked = { $names } : ça nous plaît.
post-like = Aimer en tant que { $class }
post-unlike = Ne plus aimer en tant que { $class }
post-talk = Ce que les gens disent
post-talk-none = Personne n'a encore rien dit. À toi de commencer !

# The audiences of a post, as a chip and as a choice.
audience-class = Notre classe
audience-class-hint = Les élèves, le personnel et les familles de la classe
audience-school = Notre école
audience-school-hint = Tous ceux qui se connectent ici
audience-friends = Nos amis
audience-friends-hint = Notre école, et les classes partenaires qui nous suivent
audience-public = Web public
audience-public-hint = Tout le monde. Un administrateur l'autorise pour une classe.

comment-answers = à { $name }
comment-hide = Cacher ce commentaire
abroad-waiting = Chez { $class }, un adulte le lit d’abord
abroad-shown = Il est sur la page de { $class }
abroad-not-shown = Il n’est pas sur la page de { $class }
comment-answer = Répondre
comment-class = Pour quelle classe ?
comment-published = Ton commentaire est publié.
comment-label = Dis quelque chose de gentil ou pose une question
comment-signed = Signé : { $signature }
comment-send = Envoyer
comment-send-teacher = Faire relire
comment-mend-title = Réessaie ton commentaire
comment-mend-post = Sur cet article
comment-empty = Écris d'abord quelque chose.
comment-too-long = C'est trop long. Raccourcis un peu.

write-title-new = Écrire quelque chose
write-title-edit = Modifier ton article
write-title = Titre
write-title-missing = Donne-lui un titre.
write-title-too-long = Ce titre est trop long.
write-body = Ton texte
write-signature = Qui l'a écrit ?
write-signature-hint = Par exemple « Sam et Ama ». Vide, il vient de toute la classe.
write-signature-hint-pupil = Des prénoms. Laisse vide si c'est toi.
write-signature-too-long = C'est trop long. Les prénoms suffisent.
write-untitled = Pas encore de titre
write-body-missing = Écris d'abord quelque chose.
write-body-too-long = C'est trop long. Raccourcis un peu.
write-tools = Le rendre joli
write-tool-heading = Titre
write-tool-bold = Gras
write-tool-list = Liste
write-tool-numbers = Numéros
write-tool-quote = Citation
write-tool-look = Jeter un œil
write-words = Mots :
write-help = De l'aide pour écrire
write-help-starters = Pour commencer
write-help-words = Des mots utiles
write-saved = Gardé sur cet ordinateur
write-markdown = **gras**, # titre, - liste
write-preview = Ce que ça donnera
write-found = Tu avais déjà écrit quelque chose ici.
write-found-use = Le remettre
write-found-drop = Le jeter
write-pictures = Images
write-pictures-hint = 6 au plus. Dis ce que montre chacune.
write-picture = Image { $number }
write-picture-choose = Choisir une image
write-picture-other = Choisir une autre image
write-picture-remove = Enlever cette image
write-picture-size = JPEG, PNG, WebP ou GIF, 12 Mo au plus.
write-picture-alt = Qu'est-ce qu'on y voit ?
write-picture-alt-hint = Pour les gens qui ne peuvent pas la voir.
write-picture-alt-missing = Dis ce que montre l'image.
write-picture-alt-too-long = C'est trop long. Une phrase ou deux suffisent.
write-picture-who-missing = Dis qui est sur l'image.
write-picture-kind = Ce n'est pas une image. Essaie un autre fichier.
write-pictures-too-many = Un article a de la place pour six images.
write-picture-too-big = Cette image est trop grosse. Essaie plus petit.
write-picture-broken = On n'arrive pas à ouvrir cette image. Essaies-en une autre.
write-who = Qui est sur cette image ?
write-who-nobody = Personne
write-who-no-faces = Des gens, mais pas de visages
write-who-faces = Des visages
write-audience = Qui peut le lire ?
write-audience-hint = Vous pourrez le restreindre plus tard, et le retirer.
write-audience-public = Seul un administrateur peut ouvrir un article au web public. Choisissez autre chose.
write-send = Publier
write-send-edit = Publier la modification
write-send-teacher = Faire relire
write-keep = Garder pour plus tard
write-kept = Gardé. Personne d'autre ne peut encore le voir.
write-with-teacher = Un adulte va le relire.
write-published = C'est publié.
write-throw-away = Jeter
write-throw-away-question = Il quitte ton casier, et personne ne le lit. On ne peut pas revenir en arrière.
write-throw-away-yes = Oui, le jeter

taken-back-title = Retiré
taken-back-by = retiré par { $name }
taken-back-here = Plus personne ne peut le lire ici. Son texte et ses images quittent ce serveur en un jour.
taken-back-sealed = Plus personne ne peut le lire ici, sauf le référent protection.
taken-back-nobody = Aucune autre école ne l'avait.
taken-back-summary = { $count ->
    [one] { $count } école : { $parts }.
   *[other] { $count } écoles : { $parts }.
}
taken-back-confirmed = { $count } sur { $all } : confirmé
taken-back-took = { $count } { $count ->
    [one] a
   *[other] ont
} notre message
taken-back-asked = { $count } : demandé, sans confirmation possible
taken-back-refused = { $count } : refusé
taken-back-on-its-way = { $count } : en route
taken-back-held = { $count } : échange suspendu
taken-back-silent = { $count } : sans réponse depuis { $since }
taken-back-school = École
taken-back-state = Ce qu'elle a dit
taken-back-when = Quand
taken-back-keep-trying = Nous redemandons jusqu'à ce que chacune ait répondu. Vous n'avez rien d'autre à faire.
receipt-confirmed = Confirmé
receipt-taken = Elle a notre message, et n'a pas encore confirmé
receipt-on-its-way = En route
receipt-asked = Demandé ; son logiciel ne peut pas confirmer
receipt-held = Attend depuis { $since }, jusqu'à la reprise de l'échange avec elle
receipt-refused = Son serveur n'a pas voulu de notre message ({ $since }) : téléphonez à l'école
receipt-silent = Sans réponse depuis { $since } ; prochain essai : { $next }
receipt-silent-now = Sans réponse depuis { $since } ; essai en cours
receipt-wording = Version qu'elle avait : { $moment }.
receipt-wording-unknown = Elle l'a peut-être eu : son serveur ne l'a pas dit.
taken-back-erased = Effacé pour de bon
taken-back-telephone = À qui téléphoner
taken-back-telephone-lead = Ces écoles n'ont pas confirmé. Demandez-leur si c'est supprimé.
taken-back-contact = Contact :
taken-back-safeguarding = Référent protection :
taken-back-nobody-named = personne d'indiqué
taken-back-all = Retiré, pas encore confirmé
taken-back-all-lead = Ce qui a été retiré sans que chaque école ait dit que c'est supprimé chez elle. Nous redemandons. Ouvrez-en un pour voir à qui téléphoner.
taken-back-none-open = Tout est confirmé
taken-back-none-open-more = Tout ce qui a été retiré est supprimé dans chaque école qui peut le dire. Ce qui reste ouvert se montre ici.
taken-back-reminder = { $count ->
    [one] Le retrait de { $count } élément n'est pas encore confirmé par toutes les écoles.
   *[other] Le retrait de { $count } éléments n'est pas encore confirmé par toutes les écoles.
}
report-open = Rapport à imprimer
report-title = Rapport sur un retrait
report-made = fait par { $name } : { $moment }
report-what = Quoi
report-post = Un article de { $class }
report-comment = Un commentaire de { $class }
report-taken-back = Retiré
report-zone = Les heures sont celles de { $zone }.
report-foot = « Confirmé » signifie que le serveur de l'autre école l'a dit avec sa signature. Ce rapport ne contient pas un mot de ce qui a été retiré.

# Beside a post, for those who run its class.
post-unreached = { $school } ne l'a pas encore reçu. Nous essayons depuis { $since } et continuons tout seuls.
post-unreached-change = { $school } n'a pas encore reçu la dernière modification. Nous essayons depuis { $since } et continuons tout seuls.
post-refused = { $school } ne l'a pas accepté. Demandez à un administrateur de regarder sous Envois.
post-refused-change = { $school } n'a pas accepté la dernière modification. Demandez à un administrateur de regarder sous Envois.

write-collects = Recueillir de petits textes
write-collects-hint = Vos élèves écrivent le leur sous ce billet. Les amis ne voient qu'un billet, et personne n'est submergé. Décochez quand vous en avez assez.
collection-pieces = { $count ->
    [one] { $count } texte
   *[other] { $count } textes
}
collection-none = Aucun texte n'est encore publié.
collection-closed = Ce recueil est fermé. Merci pour tous ces textes !
collection-label = Ton texte
collection-add = Ajouter le tien
collection-now = Nous recueillons :
fault-collection-closed = Ce recueil est fermé maintenant. Copie ton texte et demande à ton enseignant.
