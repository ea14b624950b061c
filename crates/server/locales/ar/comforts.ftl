# Reading with ease: a pupil's own letters and colours. At most eight words a line, reading age seven.

comfort-title = قراءة مريحة
comfort-lead = اضغط على ما يناسبك.
comfort-sample = الثعلب يركض فوق التل.
comfort-all-usual = العودة إلى المعتاد
comfort-done = متابعة

comfort-size = ما حجم الحروف؟
comfort-size-usual = الحجم المعتاد
comfort-size-large = كبير
comfort-size-larger = كبير جدًا

comfort-spacing = كم من المسافة؟
comfort-spacing-usual = المسافة المعتادة
comfort-spacing-wide = مسافة أكبر
comfort-spacing-wider = أكبر مسافة

comfort-background = أي لون؟
comfort-background-usual = اللون المعتاد
comfort-background-white = أبيض
comfort-background-cream = كريمي
comfort-background-blue = أزرق
comfort-background-green = أخضر
comfort-background-dark = داكن

comfort-typeface = أي حروف؟
comfort-typeface-usual = الحروف المعتادة
comfort-typeface-opendyslexic = حروف لاتينية ثقيلة (OpenDyslexic)

comfort-motion = هل تتحرك الأشياء؟
comfort-motion-usual = نعم، كالمعتاد
comfort-motion-less = لا، بلا حركة
