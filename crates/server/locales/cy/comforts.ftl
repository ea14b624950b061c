# Reading with ease: a pupil's own letters and colours. At most eight words a line, reading age seven.

comfort-title = Darllen hawdd
comfort-lead = Tapia beth sydd orau i ti.
comfort-sample = Mae'r llwynog yn rhedeg dros y bryn.
comfort-all-usual = Yn ôl i'r arfer
comfort-done = Ymlaen

comfort-size = Pa mor fawr?
comfort-size-usual = Maint arferol
comfort-size-large = Mawr
comfort-size-larger = Mawr iawn

comfort-spacing = Faint o le?
comfort-spacing-usual = Lle arferol
comfort-spacing-wide = Mwy o le
comfort-spacing-wider = Y mwyaf o le

comfort-background = Pa liw?
comfort-background-usual = Lliw arferol
comfort-background-white = Gwyn
comfort-background-cream = Hufen
comfort-background-blue = Glas
comfort-background-green = Gwyrdd
comfort-background-dark = Tywyll

comfort-typeface = Pa lythrennau?
comfort-typeface-usual = Llythrennau arferol
comfort-typeface-opendyslexic = Llythrennau trwm (OpenDyslexic)

comfort-motion = Gaiff pethau symud?
comfort-motion-usual = Cânt, fel arfer
comfort-motion-less = Na, cadw'n llonydd
