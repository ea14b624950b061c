# The campus: every class and pupil group.

campus-lead = Ouvre un livre et regarde ce qu'on fait.
campus-classes = Nos classes
campus-groups = Nos groupes
campus-friends = De la part de nos amis
campus-friends-all = Tous les articles de nos amis
campus-no-post-yet = Pas encore d'article.
campus-empty = Pas encore de classe
door-lead = Nos classes écrivent ici, pour les gens qu'elles connaissent.
door-pupils = Élèves : présente ta carte à la caméra, ou scanne l'affiche de ta classe.
door-families = Familles : utilisez le lien donné par la classe de votre enfant.
door-staff = Personnel : se connecter ici
campus-empty-more = Un administrateur ajoute la première classe. Son livre sera alors posé ici.
