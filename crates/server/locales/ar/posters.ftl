# The class poster, the names on it, and the pictures that pupils tap.

poster-title = ملصق الصف: { $class }
poster-once = اطبعه الآن وعلّقه في قاعتك: لا يُعرض رمزه إلا هذه المرة. الملصق السابق لم يعد يعمل.
poster-reveals = من يمسح هذا الملصق يرى اسم الصف والأسماء الأولى لتلاميذه، ولا شيء غير ذلك. لا يُدخل الملصق أحدًا: يلزم لذلك صور التلميذ نفسه. إن ضاع أو صُوّر فأعدّ ملصقًا جديدًا هنا، ويتوقف القديم عن العمل فورًا.
poster-here = فتحه على هذا الجهاز بدلًا من ذلك
poster-code = رمز الملصق
poster-step-scan = ارفع الجهاز أمامي
poster-step-name = المس اسمك
poster-step-pictures = المس صورك
posters-title = ملصق الصف
posters-none = لا ملصق لهذا الصف بعد.
posters-since = أُعدّ الملصق: { $moment }.
posters-hint = يمسحه التلاميذ ثم يلمسون أسماءهم ثم صورهم. يُظهر الأسماء الأولى لمن يمسحه، فعلّقه في الداخل.
posters-strangers = محاولات خاطئة على أجهزة جديدة على هذا الصف: { $wrong }.
posters-strangers-stopped = محاولات خاطئة على أجهزة جديدة على هذا الصف: { $wrong }. لن يُدخل أي جهاز جديد أحدًا. إن صوّر أحد الملصق فأعدّ ملصقًا جديدًا.
posters-make = إعداد ملصق
posters-new = ملصق جديد
posters-question = يتوقف الملصق القديم عن العمل فورًا، وكذلك كل جهاز دخل به. وتعود الصور المتوقفة إلى العمل.
posters-yes = نعم، إعداد ملصق جديد
posters-end = إنهاء الملصق
posters-end-question = يتوقف عن العمل فورًا، وكذلك كل جهاز دخل به.
posters-end-yes = نعم، إنهاؤه
toast-poster-ended = لم يعد الملصق يعمل.

pupils-no-pictures = لا صور بعد
pupils-pictures-made = أُعطيت الصور: { $moment }. لم تُستخدم بعد
pupils-pictures-used = أُعطيت الصور: { $made }. آخر استخدام: { $used }
pupils-pictures-rest = الصور متوقفة حتى: { $moment }. محاولات خاطئة: { $wrong }. أعطِ صورًا جديدة إن نُسيت.
pupils-pictures-wrong = الصور، محاولات خاطئة: { $wrong }. أعطِ صورًا جديدة إن نُسيت أو إن كان أحد يخمّن.
pupils-pictures-stopped = أُوقفت الصور، محاولات خاطئة: { $wrong }. أعطِ صورًا جديدة.
pictures-for-all = صور لكل من ليست له صور
pictures-for-one = صور جديدة
pictures-for-one-hint = تتوقف الصور القديمة عن العمل فورًا.
pictures-length = كم صورة
pictures-two = صورتان، للصغار
pictures-three = ثلاث صور
toast-pictures-all = لكل تلميذ صور من قبل.
fault-pictures-length = اختر صورتين أو ثلاث صور.
slips-title = { $count ->
    [zero] لا صور لأحد
    [one] صور لتلميذ واحد
    [two] صور لتلميذين
    [few] صور لعدد { $count } تلاميذ
    [many] صور لعدد { $count } تلميذًا
   *[other] صور لعدد { $count } تلميذ
}
slips-lead = اطبعها الآن: لا تُعرض إلا هذه المرة. تتسع صفحة A4 لثماني بطاقات؛ قُصّها على الخطوط وسلّم كل واحدة إلى صاحبها.
slips-secret = المسها بهذا الترتيب. احفظها سرًّا.

names-title = من أنت؟
names-empty = لا أسماء بعد
names-empty-more = يضيفها معلمك.
door-names = التلاميذ: المس اسمك

pictures-title = { $name }: الصورة { $step } من { $of }
pictures-tap = المس صورك بالترتيب.
pictures-step = { $step } من { $of }
pictures-restart = البدء من جديد
pictures-not-you = لست { $name }؟
pictures-wrong = ليس تمامًا. حاول مرة أخرى، أو اسأل معلمك.
pictures-again = المس صورك مرة أخرى.
pictures-none = لا صور لك بعد. اطلبها من معلمك، أو استخدم بطاقتك.
pictures-resting = صورك تستريح. اسأل معلمك، أو حاول مرة أخرى بعد { $minutes ->
    [zero] قليل
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $minutes } دقائق
    [many] { $minutes } دقيقة
   *[other] { $minutes } دقيقة
}.
pictures-strange = هذا الجهاز جديد هنا. اسأل معلمك، أو استخدم بطاقتك.
pictures-stopped = تحتاج إلى صور جديدة. اطلبها من معلمك. لم تفعل شيئًا خاطئًا.

picture-apple = تفاحة
picture-balloon = بالون
picture-boat = قارب
picture-cat = قطة
picture-cup = كوب
picture-fish = سمكة
picture-flower = زهرة
picture-house = بيت
picture-key = مفتاح
picture-moon = قمر
picture-tree = شجرة
picture-umbrella = مظلة
