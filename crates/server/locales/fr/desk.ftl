# Moments in plain words, and what the pages of staff share.

when-tomorrow = demain
when-today = aujourd'hui
when-yesterday = hier
when-monday = lundi
when-tuesday = mardi
when-wednesday = mercredi
when-thursday = jeudi
when-friday = vendredi
when-saturday = samedi
when-sunday = dimanche
when-month-1 = janvier
when-month-2 = février
when-month-3 = mars
when-month-4 = avril
when-month-5 = mai
when-month-6 = juin
when-month-7 = juillet
when-month-8 = août
when-month-9 = septembre
when-month-10 = octobre
when-month-11 = novembre
when-month-12 = décembre
when-date = { $day ->
    [1] 1er
   *[other] { $day }
} { $month }
when-date-year = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year }
when-at = { $day } à { $time }

# What is to be mended in a form.
fault-decision = Utilisez les boutons de la page.
fault-batch = Choisissez de 1 à 30 éléments.
fault-reason-missing = Écrivez d'abord votre raison.
fault-name-missing = Écrivez un nom, de 60 lettres au plus.
fault-name-long = Un nom a 40 lettres au plus.
fault-names-missing = Écrivez au moins un nom.
fault-address-unknown = Nous n'avons trouvé aucune classe à cette adresse. Vérifiez-la avec son enseignant.
fault-address-untrusted = Cette école n'est pas partenaire. Demandez d'abord à un administrateur de l'ajouter.
fault-address-paused = L'échange avec cette école est suspendu en ce moment. Un administrateur peut dire pourquoi.
fault-address-scope = Cette école et la nôtre ne sont pas convenues que cette classe puisse suivre. Un administrateur peut changer cela.
fault-address-followed = Nous suivons déjà cette classe.
fault-host = Ce n'est pas un nom d'hôte auquel on peut faire confiance. Il ressemble à blogs.oak-academy.example.
fault-email = Ce n'est pas une adresse e-mail.
fault-email-taken = Quelqu'un se connecte déjà avec cette adresse.
fault-password-short = Un mot de passe a au moins 10 lettres.
fault-password-long = Ce mot de passe est trop long.
fault-last-admin = Quelqu'un doit s'occuper de l'école. Donnez d'abord le rôle d'administrateur à un autre adulte.
fault-only-class = C'est sa seule classe. Si l'élève a quitté l'école, dites-le ci-dessous ; ou mettez-le d'abord dans une autre classe.
fault-slug = Utilisez des lettres minuscules, des chiffres et des traits d'union.
fault-colour = Choisissez une des 12 couleurs.
fault-starters-many = Gardez 12 débuts de phrases au plus. Les élèves ne s'y retrouvent plus au-delà.
fault-starters-long = L'un d'eux est trop long. Chacun a 80 caractères au plus.
fault-words-many = Gardez 60 mots au plus. Retirez-en quelques-uns.
fault-words-long = L'un de ces mots est trop long. Chacun a 30 caractères au plus.
