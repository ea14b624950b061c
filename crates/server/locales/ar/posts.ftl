# A post, its comments, and writing both.

post-by = بقلم { $names }
post-edited = عُدّلت: { $moment }
post-edit = تعديل
post-take-back = سحب
post-take-back-question = تُخفى التدوينة هنا فورًا، ويُطلب من كل مدرسة لديها نسخة أن تحذفها. لا يمكن التراجع عن ذلك.
post-take-back-yes = نعم، سحبها
post-take-back-no = لا، إبقاؤها
post-taken-back = سُحبت.
post-hide = رفعها عن صفحتنا
post-staff-only = شاشة العاملين فقط
post-liked = نالت إعجاب { $names }.
post-like = إعجاب باسم { $class }
post-unlike = سحب إعجاب { $class }
post-talk = ماذا يقول الناس
post-talk-none = لم يقل أحد شيئًا بعد. كن أول من يكتب!

# The audiences of a post, as a chip and as a choice.
audience-class = صفّنا
audience-class-hint = تلاميذ الصف والعاملون فيه وعائلاته
audience-school = مدرستنا
audience-school-hint = كل من يسجّل الدخول هنا
audience-friends = أصدقاؤنا
audience-friends-hint = مدرستنا، والصفوف الشريكة التي تتابعنا
audience-public = الإنترنت العام
audience-public-hint = الجميع. يسمح مدير الموقع بذلك للصف.

comment-answers = ردًا على { $name }
comment-hide = إخفاء هذا التعليق
abroad-waiting = يقرؤه معلّم { $class } أولاً
abroad-shown = هو في صفحة { $class }
abroad-not-shown = ليس في صفحة { $class }
comment-answer = رد
comment-class = لأي صف؟
comment-published = خرج تعليقك.
comment-label = قل شيئًا لطيفًا أو اسأل سؤالًا
comment-signed = التوقيع: { $signature }
comment-send = إرسال
comment-send-teacher = أعطه لمعلمي
comment-mend-title = حاول كتابة تعليقك مرة أخرى
comment-mend-post = عن هذه التدوينة
comment-empty = اكتب شيئًا أولًا.
comment-too-long = هذا طويل جدًا. اجعله أقصر.

write-title-new = اكتب شيئًا
write-title-edit = عدّل تدوينتك
write-title = العنوان
write-title-missing = أعطها عنوانًا.
write-title-too-long = هذا العنوان طويل جدًا.
write-body = كلماتك
write-signature = من كتبها؟
write-signature-hint = مثل «سام وآما». إذا تُرك فارغًا فهي من الصف كله.
write-signature-hint-pupil = الأسماء الأولى. اتركه فارغًا إن كنت وحدك.
write-signature-too-long = هذا طويل جدًا. الأسماء الأولى تكفي.
write-untitled = لا عنوان بعد
write-body-missing = اكتب شيئًا أولًا.
write-body-too-long = هذا طويل جدًا. اجعله أقصر.
write-tools = اجعلها جميلة
write-tool-heading = عنوان
write-tool-bold = عريض
write-tool-list = قائمة
write-tool-numbers = أرقام
write-tool-quote = اقتباس
write-tool-look = نظرة
write-words = الكلمات:
write-help = مساعدة في الكتابة
write-help-starters = بدايات الجمل
write-help-words = كلمات مفيدة
write-saved = محفوظ على هذا الحاسوب
write-markdown = **عريض**، # عنوان، - قائمة
write-preview = كيف ستبدو
write-found = كتبت شيئًا هنا من قبل.
write-found-use = أعده
write-found-drop = ارمِه
write-pictures = الصور
write-pictures-hint = 6 صور على الأكثر. قل ماذا تُظهر كل صورة.
write-picture = الصورة { $number }
write-picture-choose = اختر صورة
write-picture-other = اختر صورة أخرى
write-picture-remove = أخرج هذه الصورة
write-picture-size = JPEG أو PNG أو WebP أو GIF، حتى 12 ميغابايت.
write-picture-alt = ماذا ترى فيها؟
write-picture-alt-hint = لمن لا يستطيعون رؤيتها.
write-picture-alt-missing = قل ماذا تُظهر الصورة.
write-picture-alt-too-long = هذا طويل جدًا. تكفي جملة أو جملتان.
write-picture-who-missing = قل من في الصورة.
write-picture-kind = هذه ليست صورة. جرّب ملفًا آخر.
write-pictures-too-many = في التدوينة مكان لست صور.
write-picture-too-big = هذه الصورة كبيرة جدًا. جرّب صورة أصغر.
write-picture-broken = لا نستطيع فتح هذه الصورة. جرّب صورة أخرى.
write-who = من في هذه الصورة؟
write-who-nobody = لا أحد
write-who-no-faces = أشخاص بلا وجوه ظاهرة
write-who-faces = وجوه أشخاص
write-audience = من يستطيع قراءتها؟
write-audience-hint = يمكن تضييق القرّاء لاحقًا، ويمكن سحبها.
write-audience-public = مدير الموقع وحده يفتح تدوينة للإنترنت العام. اختر غير ذلك.
write-send = نشر
write-send-edit = نشر التعديل
write-send-teacher = أعطها لمعلمي
write-keep = حفظ لوقت لاحق
write-kept = محفوظ. لا يراه أحد غيرك بعد.
write-with-teacher = هي عند معلمك الآن.
write-published = لقد خرجت.
write-throw-away = رمي
write-throw-away-question = تغادر سلّتك، ولا يقرؤها أحد. لا يمكن التراجع.
write-throw-away-yes = نعم، ارمها

taken-back-title = مسحوبة
taken-back-by = سحبها { $name }
taken-back-here = لا يستطيع أحد قراءتها هنا بعد الآن. وتزول كلماتها وصورها من هذا الخادم خلال يوم.
taken-back-sealed = لا يستطيع أحد قراءتها هنا بعد الآن سوى مسؤول حماية الأطفال.
taken-back-nobody = لم تكن لدى أي مدرسة أخرى.
taken-back-summary = { $count ->
    [zero] لا مدارس: { $parts }.
    [one] مدرسة واحدة: { $parts }.
    [two] مدرستان: { $parts }.
    [few] { $count } مدارس: { $parts }.
    [many] { $count } مدرسة: { $parts }.
   *[other] { $count } مدرسة: { $parts }.
}
taken-back-confirmed = { $count } من { $all } أكدت
taken-back-took = لدى { $count ->
    [one] مدرسة واحدة
    [two] مدرستين
    [few] { $count } مدارس
   *[other] { $count } مدرسة
} رسالتنا
taken-back-asked = طُلب من { $count } ولا تستطيع التأكيد
taken-back-refused = رفضت { $count }
taken-back-on-its-way = { $count } في الطريق
taken-back-held = { $count } موقوفة مؤقتًا
taken-back-silent = { $count } بلا رد منذ { $since }
taken-back-school = المدرسة
taken-back-state = ماذا قالت
taken-back-when = متى
taken-back-keep-trying = نواصل الطلب حتى تجيب كل واحدة. ليس عليك أن تفعل شيئًا آخر.
receipt-confirmed = أكدت
receipt-taken = لديها رسالتنا ولم تؤكد بعد
receipt-on-its-way = في الطريق
receipt-asked = طُلب منها؛ ولا يستطيع برنامجها التأكيد
receipt-held = تنتظر منذ { $since } إلى أن يُستأنف التبادل معها
receipt-refused = لم يقبل خادمها رسالتنا ({ $since }): اتصل بالمدرسة هاتفيًا
receipt-silent = بلا رد منذ { $since }؛ المحاولة التالية { $next }
receipt-silent-now = بلا رد منذ { $since }؛ تجري المحاولة الآن
receipt-wording = كانت لديها نسخة: { $moment }.
receipt-wording-unknown = ربما كانت لديها: لم يذكر خادمها ذلك.
taken-back-erased = مُحيت نهائيًا
taken-back-telephone = بمن تتصل
taken-back-telephone-lead = لم تؤكد هذه المدارس. اسألها هل زالت عندها.
taken-back-contact = جهة الاتصال:
taken-back-safeguarding = مسؤول حماية الأطفال:
taken-back-nobody-named = لم يُكتب أحد
taken-back-all = مسحوبة ولم تُؤكَّد بعد
taken-back-all-lead = ما سُحب ولم تقل كل مدرسة إنه زال عندها. نواصل الطلب. افتح واحدة لترى بمن تتصل.
taken-back-none-open = كل شيء مؤكد
taken-back-none-open-more = كل ما سُحب زال من كل مدرسة تستطيع أن تقول ذلك. وما بقي مفتوحًا يظهر هنا.
taken-back-reminder = { $count ->
    [zero] كل ما سُحب أكدته المدارس.
    [one] شيء واحد سُحب ولم تؤكده كل المدارس بعد.
    [two] شيئان سُحبا ولم تؤكدهما كل المدارس بعد.
    [few] { $count } أشياء سُحبت ولم تؤكدها كل المدارس بعد.
    [many] { $count } شيئًا سُحبت ولم تؤكدها كل المدارس بعد.
   *[other] { $count } شيء سُحبت ولم تؤكدها كل المدارس بعد.
}
report-open = تقرير للطباعة
report-title = تقرير عن شيء سُحب
report-made = أعدّه { $name }، { $moment }
report-what = ماذا
report-post = تدوينة من { $class }
report-comment = تعليق من { $class }
report-taken-back = سُحب
report-zone = الأوقات بتوقيت { $zone }.
report-foot = «أكدت» تعني أن خادم المدرسة الأخرى قال ذلك بتوقيعه. لا يحتوي هذا التقرير على كلمة مما سُحب.

# Beside a post, for those who run its class.
post-unreached = لم تتسلم { $school } هذا بعد. نحاول منذ { $since } ونواصل تلقائيًا.
post-unreached-change = لم تتسلم { $school } آخر تعديل بعد. نحاول منذ { $since } ونواصل تلقائيًا.
post-refused = لم تقبل { $school } هذا. اطلب من مدير الموقع أن ينظر تحت «الإرسال».
post-refused-change = لم تقبل { $school } آخر تعديل. اطلب من مدير الموقع أن ينظر تحت «الإرسال».

write-collects = جمع نصوص قصيرة
write-collects-hint = يكتب تلاميذك نصوصهم تحت هذه التدوينة. يرى الأصدقاء تدوينة واحدة فقط. أزل العلامة عندما يكفي ما جمعته.
collection-pieces = { $count ->
    [zero] لا نصوص
    [one] نص واحد
    [two] نصان
    [few] { $count } نصوص
    [many] { $count } نصًا
   *[other] { $count } نص
}
collection-none = لم يُنشر أي نص بعد.
collection-closed = أُغلقت هذه المجموعة. شكرًا على كل ما كُتب!
collection-label = نصك
collection-add = أضف نصك
collection-now = نجمع الآن:
fault-collection-closed = أُغلقت هذه المجموعة الآن. انسخ كلماتك واسأل معلمك.
