# A class's own page, and the page of its friends.

class-write = Écrire quelque chose
class-posts = Nos articles
class-empty = Rien ici pour l'instant
class-empty-more = Notre premier article sera bientôt là.
class-friends = Nos amis
class-friends-none = Nous n'avons pas encore d'amis.
class-friends-posts = Ce qu'ils ont écrit
class-drafts = Tu ne les as pas encore envoyés
class-rules = Les règles de notre classe
class-rule-kind = On est gentils.
class-rule-names = On n'écrit que les prénoms.
class-rule-pictures = On demande avant de montrer la photo de quelqu'un.
class-rule-tell = On le dit à un adulte si quelque chose ne va pas.

class-staff-label = Pour le personnel de la classe
class-partners = Classes partenaires
class-pupils = Élèves et cartes
class-history = Décisions

friends-title = Ce que nos amis ont écrit
friends-empty = Rien de nos amis pour l'instant
friends-empty-more = Leurs articles seront bientôt là.
friend-unnamed = Une classe amie

# Names in a row: "Oak class, Elm class and Ash class".
list-and = { $first } et { $last }

# The classes of the school, for whoever looks after them.
classes-title = Classes et groupes
classes-lead = Chacun a son blog, son portail et ses élèves. Un groupe, comme une chorale, prend des élèves de plusieurs classes.
classes-empty = Pas encore de classe
classes-empty-more = Ajoutez la première ci-dessous.
class-change = Modifier
class-change-title = Nom et apparence
class-change-lead = L'adresse reste la même, pour que les amis la retrouvent. Ce qui a été signé avant reste tel quel.
class-change-save = Enregistrer
class-change-leave = Laisser tel quel
class-form-add = Ajouter une classe ou un groupe
class-form-add-button = Ajouter
class-form-name = Nom
class-form-name-hint = Par exemple Classe des érables ou Conseil écolo
class-form-known = Il y a déjà une classe à cette adresse. Choisissez un autre nom.
class-form-about = Présentation
class-form-about-hint = Par exemple « Nous sommes 28 enfants de 7 et 8 ans à Leeds. » Tous ceux qui lisent la classe la voient.
class-form-kind = Type
class-form-kind-class = Classe
class-form-kind-group = Groupe d'élèves
class-form-colour = Couleur
class-form-crest = Blason
class-form-year = Place dans la liste
class-form-year-hint = L'année scolaire, par exemple 3. Les années 0, 1 et 2 ont des pages pour les petits : lettres et boutons plus grands, plus d'images, moins de mots.
class-form-teacher = Enseignant
class-form-teacher-hint = La personne qui s'en occupe. Vous pourrez choisir plus tard, sous Personnel et droits.
class-form-teacher-later = Plus tard
toast-class-added = { $name } a maintenant un blog et un portail.
toast-class-changed = { $name } : c'est enregistré.
crest-owl = Chouette
crest-oak = Chêne
crest-fox = Renard
crest-boat = Bateau
crest-star = Étoile
crest-fish = Poisson
crest-snail = Escargot
crest-kite = Cerf-volant
crest-sun = Soleil
crest-leaf = Feuille
crest-bee = Abeille
crest-whale = Baleine
crest-mountain = Montagne
crest-drum = Tambour
crest-book = Livre
crest-rocket = Fusée
colour-1 = Rouge
colour-2 = Orange
colour-3 = Ambre
colour-4 = Olive
colour-5 = Vert
colour-6 = Vert d'eau
colour-7 = Bleu canard
colour-8 = Bleu
colour-9 = Indigo
colour-10 = Violet
colour-11 = Magenta
colour-12 = Marron
