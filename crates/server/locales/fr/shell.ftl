# The frame around every page.
#
# The words of Schoolgate in French. Children are "tu", adults "vous"; before : ; ! ? » stands a space that does not break.
# gate: le portail · waiting: en attente · let in: laisser entrer · let out: laisser sortir · leave out: enlever
# sent back: renvoyer (à l'élève) · turned away: écarter · sealed: mettre sous scellé · taken back: retirer
# take off the page: ôter de la page · erase: effacer · delete: supprimer · pause: suspendre · held: retenu
# partner school: école partenaire · partner class: classe partenaire · class blog: blog de classe · group: groupe
# tray: le casier · draft: brouillon · post: article · comment: commentaire · follow: suivre · like: aimer
# safety words: mots de sécurité · safeguarding lead: référent protection · admin: administrateur
# co-moderator: comodérateur · cover: remplaçant · coach: accompagnant · invitation: invitation · audit log: journal d'audit
# delivery: envoi · letter: message · put aside: mis de côté · campus: campus

nav-skip = Aller à la page
nav-label = Menu principal
nav-gate = Le portail
nav-gate-waiting = En attente :
nav-sealed = Signalements
nav-sealed-open = Dossiers ouverts :
nav-campus = Campus
nav-search = Recherche
nav-classes = Classes
nav-tray = Mon casier
nav-comfort = Lire facilement
nav-more = Plus
nav-signed-in-as = Connecté en tant que
nav-partners = Écoles partenaires
nav-staff = Personnel et droits
nav-deliveries = Envois
nav-audit = Journal d'audit
nav-about = À propos
nav-sign-in = Se connecter
nav-switch = Pas { $name } ?
nav-sign-out = Se déconnecter
nav-leave = Quitter

language-name = Français
language-label = Langue
foot-source = Code source
foot-version = Schoolgate { $version } ({ $commit })

toast-undo = Annuler

pages-label = Autres pages
pages-newer = Plus récent
pages-older = Plus ancien
pages-before = Page précédente
pages-next = Page suivante

read-to-me = Lis-moi
read-stop = Arrêter la lecture

tell-adult = Le dire à un adulte
