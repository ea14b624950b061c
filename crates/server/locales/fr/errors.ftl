# What happened, what to do, whom to ask.

error-request = Pour la personne qui vous aide :
error-to-campus = Vers le campus
error-ask-teacher = Demande à ta maîtresse ou à ton maître.
error-ask-admin = Si cela se reproduit, demandez à un administrateur de votre école.

error-not-found-what = Il n'y a rien ici
error-not-found-do = On l'a peut-être enlevé, ou il y a une erreur dans l'adresse.
error-card-gone-what = Cette carte ne marche plus
error-card-gone-do = Demandes-en une nouvelle en classe.
error-card-gone-ask = Tu n'as rien fait de mal.
error-poster-gone-what = Montre-moi l'affiche de ta classe
error-poster-gone-do = Scanne son code avec la caméra. S'il ne marche plus, demande la nouvelle à ton enseignant.
error-forbidden-what = Ce n'est pas pour vous
error-forbidden-do = Quelqu'un d'autre dans l'école peut l'ouvrir.
error-sign-in-what = Il faut d'abord se connecter
error-sign-in-do = Vous arriverez ensuite directement à la page voulue.
error-form-expired-what = Cette page est restée ouverte trop longtemps
error-form-expired-do = Revenez en arrière, rechargez la page et envoyez encore une fois. Ce qui a été tapé est toujours là.
error-method-what = On ne peut pas faire cela ici
error-method-do = Revenez en arrière et utilisez les boutons de la page.
error-too-large-what = C'est trop gros
error-too-large-do = Envoyez moins d'images, ou des images plus petites.
error-bad-form-what = Il manque quelque chose dans le formulaire
error-bad-form-do = Revenez en arrière, vérifiez-le et envoyez-le à nouveau.
error-too-often-what = C'était un peu rapide
error-too-often-do = Attendez une minute et réessayez.
error-conflict-what = Quelqu'un a été plus rapide
error-conflict-do = Revenez en arrière et regardez où en sont les choses.
error-full-what = Le disque du serveur est plein
error-full-do = On peut encore lire. Rien de ce qui a été envoyé n'a été gardé : mettez-le de côté et réessayez plus tard.
error-away-what = Le serveur a besoin d'un moment
error-away-do = Attendez un peu et réessayez.
error-trouble-what = Quelque chose n'a pas marché de notre côté
error-trouble-do = Vous n'y êtes pour rien. Réessayez dans un instant.
