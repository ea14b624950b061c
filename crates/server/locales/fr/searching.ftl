# Looking for words, and what was found.

search-title = Recherche
search-lead = Articles et commentaires, quoi qu'il en soit advenu.
search-words = Mots
search-do = Rechercher
search-cut = Seuls les douze premiers mots ont été cherchés.
search-nothing = Rien trouvé
search-nothing-more = Peut-être avec moins de mots, ou avec un autre.
search-no-word = Il n'y a pas de mot là-dedans
search-no-word-more = Il faut un mot à chercher.
search-comment = Commentaire
search-picture = Image :
search-on-page = Sur la page
search-changed = Une modification attend
search-waiting = Attend au portail
search-staff-only = Écran du personnel seulement
search-hidden = Masqué
search-sent-back = Renvoyé
search-turned-away = Écarté
search-taken-back = Retiré
