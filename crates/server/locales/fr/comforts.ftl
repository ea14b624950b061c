# Reading with ease: a pupil's own letters and colours. At most eight words a line, reading age seven.

comfort-title = Lire facilement
comfort-lead = Touche ce qui te va le mieux.
comfort-sample = Le renard court sur la colline.
comfort-all-usual = Comme d'habitude
comfort-done = Continuer

comfort-size = Quelle taille ?
comfort-size-usual = Taille habituelle
comfort-size-large = Grand
comfort-size-larger = Très grand

comfort-spacing = Combien d'espace ?
comfort-spacing-usual = Espace habituel
comfort-spacing-wide = Plus d'espace
comfort-spacing-wider = Le plus d'espace

comfort-background = Quelle couleur ?
comfort-background-usual = Couleur habituelle
comfort-background-white = Blanc
comfort-background-cream = Crème
comfort-background-blue = Bleu
comfort-background-green = Vert
comfort-background-dark = Sombre

comfort-typeface = Quelles lettres ?
comfort-typeface-usual = Lettres habituelles
comfort-typeface-opendyslexic = Lettres lourdes (OpenDyslexic)

comfort-motion = Est-ce que ça peut bouger ?
comfort-motion-usual = Oui, comme d'habitude
comfort-motion-less = Non, rien ne bouge
