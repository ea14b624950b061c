# The class poster, the names on it, and the pictures that pupils tap.

poster-title = Affiche pour { $class }
poster-once = Imprimez-la maintenant et accrochez-la dans votre salle : son code n'est montré que cette fois. L'affiche d'avant ne marche plus.
poster-reveals = Qui scanne cette affiche voit le nom de la classe et les prénoms de ses élèves, et rien d'autre. Elle ne connecte personne : il faut pour cela les images de l'élève. Si elle est perdue ou photographiée, faites-en une nouvelle ici ; l'ancienne cesse de marcher tout de suite.
poster-here = L'ouvrir plutôt sur cet appareil
poster-code = Le code de l'affiche
poster-step-scan = Tiens la tablette devant moi
poster-step-name = Touche ton nom
poster-step-pictures = Touche tes images
posters-title = Affiche de la classe
posters-none = Cette classe n'a pas encore d'affiche.
posters-since = Affiche faite : { $moment }.
posters-hint = Les élèves la scannent, touchent leur nom puis leurs images. Elle montre les prénoms à qui la scanne : accrochez-la à l'intérieur.
posters-strangers = { $wrong } essais manqués sur des appareils que cette classe ne connaît pas.
posters-strangers-stopped = { $wrong } essais manqués sur des appareils que cette classe ne connaît pas : aucun nouvel appareil ne laisse plus entrer personne. Si quelqu'un a photographié l'affiche, faites-en une nouvelle.
posters-make = Faire une affiche
posters-new = Nouvelle affiche
posters-question = L'ancienne affiche cesse de marcher tout de suite, et chaque tablette qui est entrée par elle aussi. Les images au repos se réveillent.
posters-yes = Oui, faire une nouvelle affiche
posters-end = Mettre fin à l'affiche
posters-end-question = Elle cesse de marcher tout de suite, et chaque tablette qui est entrée par elle aussi.
posters-end-yes = Oui, y mettre fin
toast-poster-ended = L'affiche ne marche plus.

pupils-no-pictures = Pas encore d'images
pupils-pictures-made = Images données : { $moment } ; pas encore utilisées
pupils-pictures-used = Images données : { $made } ; dernière utilisation : { $used }
pupils-pictures-rest = Images au repos jusqu'à : { $moment }. Essais manqués : { $wrong }. Donnez-en de nouvelles si elles sont oubliées.
pupils-pictures-wrong = Images, essais manqués : { $wrong }. Donnez-en de nouvelles si elles sont oubliées, ou si quelqu'un devine.
pupils-pictures-stopped = Images arrêtées, essais manqués : { $wrong }. Donnez-en de nouvelles.
pictures-for-all = Des images pour tous ceux qui n'en ont pas
pictures-for-one = Nouvelles images
pictures-for-one-hint = Les anciennes images cessent de marcher tout de suite.
pictures-length = Combien
pictures-two = Deux, pour les petits
pictures-three = Trois
toast-pictures-all = Chaque élève a déjà des images.
fault-pictures-length = Choisissez deux ou trois images.
slips-title = { $count ->
    [one] Images pour { $count } élève
   *[other] Images pour { $count } élèves
}
slips-lead = Imprimez-les maintenant : elles ne sont montrées que cette fois. Huit tiennent sur une page A4 ; coupez le long des lignes et donnez chacune à son élève.
slips-secret = Touche-les dans cet ordre. Garde-les secrètes.

names-title = Qui es-tu ?
names-empty = Pas encore de noms
names-empty-more = Ton enseignant les ajoute.
door-names = Élèves : touche ton nom

pictures-title = { $name } : image { $step } sur { $of }
pictures-tap = Touche tes images, dans l'ordre.
pictures-step = { $step } sur { $of }
pictures-restart = Recommencer
pictures-not-you = Pas { $name } ?
pictures-wrong = Pas tout à fait. Essaie encore, ou demande à ton enseignant.
pictures-again = Touche tes images encore une fois.
pictures-none = Tu n'as pas encore d'images. Demande-les à ton enseignant, ou prends ta carte.
pictures-resting = Tes images se reposent. Demande à ton enseignant, ou réessaie dans { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
pictures-strange = Cet appareil est nouveau ici. Demande à ton enseignant, ou prends ta carte.
pictures-stopped = Il te faut de nouvelles images. Demande-les à ton enseignant. Tu n'as rien fait de mal.

picture-apple = pomme
picture-balloon = ballon
picture-boat = bateau
picture-cat = chat
picture-cup = tasse
picture-fish = poisson
picture-flower = fleur
picture-house = maison
picture-key = clé
picture-moon = lune
picture-tree = arbre
picture-umbrella = parapluie
