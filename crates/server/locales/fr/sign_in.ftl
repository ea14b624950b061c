# Coming in: staff, pupils, families.

sign-in-title = Se connecter
sign-in-email = Adresse e-mail
sign-in-password = Mot de passe
sign-in-button = Se connecter
sign-in-wrong = Cette adresse et ce mot de passe ne vont pas ensemble. Réessayez, ou demandez à un administrateur.
sign-in-too-often = Trop d'essais pour ce compte. Attendez { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} et réessayez.
sign-in-signed-out = Vous êtes déconnecté.

card-hello = Bonjour { $name } !
card-come-in = Entre
card-not-you = Tu n'es pas { $name } ? Rends la carte.

family-lead = Pour les familles de cette classe
family-more = Vous lisez ce que la classe montre à ses familles. Vous n'avez pas besoin de compte, et nous ne demandons pas qui vous êtes.
family-feed = Suivre dans un lecteur de flux
family-feed-how = Mettez l'une de ces adresses dans votre lecteur de flux. Il montre les mêmes articles, sans leurs images. Qui a l'adresse peut lire aussi : ne la transmettez pas.
family-gone-what = Ce lien ne marche plus
family-gone-do = La classe en a fait un nouveau pour ses familles. Demandez-le à l'enseignant.
