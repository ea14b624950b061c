# Reading with ease: a pupil's own letters and colours. At most eight words a line, reading age seven.

comfort-title = Easy reading
comfort-lead = Tap what is best for you.
comfort-sample = The fox runs over the hill.
comfort-all-usual = Back to usual
comfort-done = Go on

comfort-size = How big?
comfort-size-usual = Usual size
comfort-size-large = Big
comfort-size-larger = Very big

comfort-spacing = How much space?
comfort-spacing-usual = Usual space
comfort-spacing-wide = More space
comfort-spacing-wider = Most space

comfort-background = Which colour?
comfort-background-usual = Usual colour
comfort-background-white = White
comfort-background-cream = Cream
comfort-background-blue = Blue
comfort-background-green = Green
comfort-background-dark = Dark

comfort-typeface = Which letters?
comfort-typeface-usual = Usual letters
comfort-typeface-opendyslexic = Heavy letters (OpenDyslexic)

comfort-motion = May things move?
comfort-motion-usual = Yes, as usual
comfort-motion-less = No, keep still
