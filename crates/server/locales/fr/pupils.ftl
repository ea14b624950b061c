# A pupil's tray and "Tell an adult". At most eight words a line, reading age seven.

tray-title = Casier : { $name }
tray-writing = J'écris
tray-writing-none = Rien de commencé.
tray-with-teacher = Chez la maîtresse ou le maître
tray-with-teacher-none = Rien en attente.
tray-out = Parti dans le monde
tray-out-none = Rien encore. Bientôt !
tray-empty = Ton casier est vide
tray-empty-more = Écris quelque chose, et ça arrive ici.
tray-post = Article
tray-comment = Commentaire
tray-about = sur « { $title } »
tray-again = Essaie encore : { $name } te dit…
tray-says = { $name } te dit…
tray-staying = Reste en classe
tray-mend = Essayer encore
tray-go-on = Continuer à écrire
tray-changed = { $name } a changé un petit peu :
tray-turned-away = Celui-ci reste en classe.
tray-write-for = Écrire pour { $class }

tell-title = Quelque chose ne va pas ?
tell-who = { $name } lira ceci. Personne d'autre.
tell-words = Qu'est-ce que c'est ? Tu peux laisser vide.
tell-who-nobody = Un adulte de l'école lira ceci.
tell-send = Le dire à un adulte
tell-back = Revenir
tell-thanks = Merci de l'avoir dit.
tell-thanks-more = { $name } le lira bientôt.
tell-thanks-more-nobody = Un adulte de l'école le lira bientôt.
tell-go-on = Continuer
