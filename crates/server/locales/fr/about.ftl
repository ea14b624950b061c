# About this server.

about-title = Les blogs de classe : { $school }
about-lead = Chaque classe a ici un blog, et écrit à des classes d'écoles que nous connaissons.
about-gate-title = Un portail devant les élèves
about-gate = Rien de ce qui vient d'une autre école n'arrive à un élève avant qu'un de nos enseignants l'ait lu et laissé entrer. Ce que les élèves écrivent ne sort qu'après avoir été lu par leur enseignant.
about-children-title = Ce que voient les autres écoles
about-children = La classe, et rien d'autre. Un enfant signe de son prénom, par exemple « Sam, classe des érables » ; ni compte, ni photo, ni adresse d'un enfant ne quittent jamais ce serveur.
about-remove-title = Vous voudriez faire enlever quelque chose ?
about-remove = Dites-nous quelle page. Elle est cachée le jour même, et chaque école qui l'a est priée de la supprimer.
about-ask-office = Adressez-vous au secrétariat de l'école.
about-source-title = Logiciel libre
about-source = Ce serveur utilise Schoolgate, sous la GNU Affero General Public License, version 3 ou ultérieure. Vous pouvez lire, utiliser et modifier son code source.
