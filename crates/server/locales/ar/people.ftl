# Pupils, their cards, staff and rights.

pupils-title = { $count ->
    [0] التلاميذ
    [one] تلميذ واحد
    [two] تلميذان
    [few] { $count } تلاميذ
    [many] { $count } تلميذًا
   *[other] { $count } تلميذ
}
pupils-empty = لا تلاميذ بعد
pupils-empty-more = الصق أسماءهم الأولى، اسمًا في كل سطر.
pupils-name = الاسم
pupils-card = البطاقة
pupils-no-card = لا بطاقة بعد
pupils-card-made = أُعدّت: { $moment }، ولم تُستخدم بعد
pupils-card-used = أُعدّت: { $made }، وآخر استخدام: { $used }
pupils-make-card = بطاقة جديدة
pupils-make-card-question = تُعَدّ بطاقة جديدة باسم { $name }. وتتوقف القديمة عن العمل فورًا.
pupils-make-card-yes = نعم، إعداد بطاقة جديدة
pupils-more = المزيد
pupils-group = وضع في هذه المجموعة
pupils-elsewhere = أيضًا في { $classes }
pupils-out = إخراج من { $class }
pupils-out-hint = من يُخرَج من { $class } لا يقرأ هنا ولا يكتب بعد ذلك. وما كتبه يبقى.
pupils-left = غادر المدرسة
pupils-left-question = من غادر لا يظهر في القائمة بعد ذلك، ولا تفتح له بطاقة. وما كتبه يبقى مع الصف.
families-title = للعائلات
families-none = لا يوجد رابط للعائلات بعد.
families-since = أُعدّ رابط العائلات: { $moment }. يعمل حتى: { $until }.
families-ended = انتهى رابط العائلات: { $until }. يعمل الرابط سنة دراسية واحدة. أعدّوا رابطًا جديدًا.
families-hint = يفتح صفحة هذا الصف بلا حساب. أعطه للعائلات على ورق أو بالطريقة المعتادة لديكم.
families-new = رابط جديد للعائلات
families-question = يتوقف الرابط القديم عن العمل فورًا، لكل العائلات.
families-yes = نعم، إعداد رابط جديد
families-lead = انسخه أو اطبعه الآن: لا يُعرض إلا هذه المرة.
families-card = لعائلاتنا
pupils-revoke = إلغاء البطاقة
pupils-print-all = بطاقات جديدة للجميع
pupils-print-all-question = تُعَدّ لكل تلميذ بطاقة جديدة للطباعة. وتتوقف بطاقاتهم القديمة عن العمل فورًا.
pupils-print-all-yes = نعم، إعداد بطاقات جديدة
pupils-add = إضافة تلاميذ
pupils-names = الأسماء
pupils-names-hint = اسم في كل سطر. الأسماء الأولى تكفي؛ أضف حرفًا إذا تشابه اثنان.
pupils-privacy = تبقى الأسماء على هذا الخادم. لا ترى المدارس الأخرى إلا ما يوقّع به الطفل، مثل «سام، صف القيقب».
pupil-list-file = أو ملف CSV
pupil-list-file-hint = بفواصل أو فواصل منقوطة أو علامات جدولة، محفوظ بصيغة «CSV UTF-8». لا يزيد على 200 سطر و32 كيلوبايت.
pupil-list-look = راجع القائمة أولًا
pupil-list-title = مراجعة القائمة
pupil-list-lead = لم يُضف أحد بعد. هذا ما يحدث بكل سطر.
pupil-list-changed = تغيّر الصف في هذه الأثناء، فلم يُضف أحد. راجع القائمة مرة أخرى.
pupil-list-column = لا يُقرأ إلا العمود «{ $column }». ولا يُحفظ شيء من الأعمدة الأخرى.
pupil-list-line = السطر
pupil-list-comes-to = ما يحدث
pupil-list-new = جديد في الصف
pupil-list-there = موجود في الصف: لا يحدث شيء. إن كان طفلًا آخر فأضف حرفًا، مثل «{ $name } ب».
pupil-list-nameless = لا اسم هنا. اكتب اسمًا أو احذف السطر.
pupil-list-twice = مثل السطر { $line }: لن يُضاف. إن كان طفلًا آخر فأضف حرفًا.
pupil-list-signs = فيه علامة لا تُرى أو علامة اقتباس لا تُغلق: لن يُضاف. اكتب الاسم من جديد.
pupil-list-columns = فيه أكثر من عمود: لن يُضاف. اترك الاسم وحده، أو اكتب «الاسم» فوق عموده.
pupil-list-nobody = لا أحد جديد في هذه القائمة.
pupil-list-add = { $count ->
    [one] إضافة هذا التلميذ
    [two] إضافة هذين التلميذين
    [few] إضافة هؤلاء الـ{ $count }
   *[other] إضافة هؤلاء الـ{ $count }
}
pupil-list-back = لا تُضف أحدًا
pupil-list-mend = تغيير القائمة
fault-list-long = لا تزيد القائمة على 200 سطر. لم يُضف أحد؛ قسّمها إلى قائمتين.
fault-list-heavy = لا تزيد القائمة على 32 كيلوبايت. لم يُضف أحد؛ اترك فيها الأسماء وحدها.
fault-list-letters = لا يمكن قراءة حروف هذا الملف، فلم يُضف أحد. احفظه بصيغة «CSV UTF-8» أو الصق الأسماء.
fault-list-both = الصق الأسماء أو اختر ملفًا، لا كليهما. لم يُضف أحد.
toast-pupils-added = { $count ->
    [zero] لم يُضف أحد.
    [one] أُضيف تلميذ واحد.
    [two] أُضيف تلميذان.
    [few] أُضيف { $count } تلاميذ.
    [many] أُضيف { $count } تلميذًا.
   *[other] أُضيف { $count } تلميذ.
}
toast-pupil-joined = صار { $name } في { $class } أيضًا.
toast-pupil-out = لم يعد { $name } في { $class }.
toast-pupil-left = غادر { $name } المدرسة.
toast-card-revoked = لم تعد بطاقة { $name } تعمل.

cards-title = { $count ->
    [zero] لا بطاقات
    [one] بطاقة واحدة
    [two] بطاقتان
    [few] { $count } بطاقات
    [many] { $count } بطاقة
   *[other] { $count } بطاقة
}
cards-lead-one = اطبعها أو انسخ عنوانها الآن: لا تُعرض إلا هذه المرة.
cards-lead = اطبعها الآن: لا تُعرض الرموز إلا هذه المرة. تتسع صفحة A4 لثماني بطاقات؛ قصّها على الخطوط.
cards-print = طباعة
cards-how = ضعني أمام الكاميرا.
cards-code = رمز { $name }

staff-title = العاملون والصلاحيات
staff-search = الاسم أو البريد الإلكتروني
staff-lead = أعط بوابة كل صف شخصين، كي لا يتوقف شيء بسبب مرض.
staff-who = من
staff-rights = الصلاحيات
staff-end-right = إنهاء
staff-end = سحب إمكان الدخول
staff-end-question = يُسجَّل خروجه فورًا ولا يستطيع العودة. وما قرره يبقى مسجلًا.
staff-end-yes = نعم، سحبه
staff-add = إضافة شخص
staff-name = الاسم
staff-name-hint = كما يعرفه التلاميذ، مثل: السيدة ك
staff-email = البريد الإلكتروني
staff-email-hint = لتسجيل الدخول به
staff-right = الصلاحية
staff-right-teacher = معلم
staff-right-teacher-hint = يدير صفًا
staff-right-moderator = مشرف مساعد
staff-right-moderator-hint = يقرر عند بوابة الصف أيضًا
staff-right-cover = بديل
staff-right-cover-hint = يقرر فقط، من يوم إلى يوم
staff-right-coach = موجّه
staff-right-coach-hint = يجلس إلى جانب زميل مدة من الزمن
staff-right-safeguarding = مسؤول حماية الأطفال
staff-right-safeguarding-hint = يصل إليه ما يقلق الناس
staff-right-admin = مدير الموقع
staff-right-admin-hint = المدارس الشريكة والعاملون والسجل
staff-class = الصف
staff-class-hint = للمعلمين والمشرفين المساعدين والبدلاء والموجّهين
staff-class-missing = اختر صفًا.
staff-from = من
staff-to = حتى
staff-dates-hint = مطلوب للبدلاء والموجّهين
staff-to-hint = اليوم الأخير
staff-dates-missing = اذكر اليومين كليهما.
staff-dates-wrong = اليوم الأخير قبل الأول.
staff-add-button = إضافة
staff-of = { $right }: { $class }
staff-until = { $right }: { $class }، حتى { $moment }
staff-begins = { $right }: { $class }، من { $moment }
staff-over = { $right }: { $class }، انتهى
staff-nothing = لا شيء بعد
staff-disabled = لا دخول
staff-enable = إعادة إمكان الدخول
staff-duty = إعطاء مكان عند بوابة
staff-duty-give = إعطاء
staff-rights-change = الصلاحيات في المدرسة
staff-rights-save = حفظ
staff-no-lead = لا يوجد مسؤول لحماية الأطفال. ما يقلق تلميذًا أو معلمًا لا يصل إلى أحد حتى يُعيَّن واحد.
staff-password = كلمة مرور جديدة
staff-password-question = يُسجَّل خروجه من كل مكان. تُعرض كلمة المرور الجديدة هنا مرة واحدة.
staff-password-yes = نعم، إعداد كلمة جديدة
staff-fresh = يستطيع { $name } تسجيل الدخول الآن. لا تُعرض كلمة المرور هذه إلا هذه المرة:
staff-fresh-hint = سلّمها باليد، لا بالبريد الإلكتروني.
staff-class-none = بلا صف
toast-duty-set = يسري من الآن، أو من اليوم الأول.
toast-rights-set = حُفظ. يسري من الآن.
toast-duty-ended = انتهى.
toast-staff-disabled = لا يستطيع تسجيل الدخول بعد الآن.
toast-staff-enabled = يستطيع تسجيل الدخول من جديد.

erasures-title = المحو
erasures-lead = التلاميذ والصفوف الذين يُمحَون: يُرفعون عن كل الصفحات فورًا، ويزولون من هذا الخادم خلال يوم. ويُطلب من المدارس الشريكة حذف ما لديها.
erasures-empty = لم يُمحَ شيء بعد
erasures-empty-more = لمحو تلميذ، افتح قائمة تلاميذ صفه واختر «المزيد» بجانب الاسم. ولمحو صف، اختر «تعديل» بجانبه تحت «الصفوف والمجموعات».
erasures-left = تلاميذ غادروا
erasures-left-lead = ما كتبوه يبقى مع صفهم حتى تمحوه.
erasures-left-erase = محو
erasure-until = رُفع عن كل الصفحات. يمكن العدول عنه حتى { $moment }؛ ثم يُمحى نهائيًا.
erasure-under-way = رُفع عن كل الصفحات. المحو النهائي: { $moment }. لا يمكن العدول عنه.
erasure-now = رُفع عن كل الصفحات. يُمحى نهائيًا الآن.
erasure-done = مُحي نهائيًا: { $moment }.
erasure-called-off = عُدل عنه: { $moment }. تلزم بطاقة جديدة.
erasure-call-off = العدول عن المحو
erasure-reminder = { $count ->
    [zero] لا يُمحى أحد. الموعد: { $moment }.
    [one] تلميذ يُمحى الآن. يمكن العدول عنه حتى { $moment }.
    [two] تلميذان يُمحيان الآن. يمكن العدول عن الأول حتى { $moment }.
    [few] { $count } تلاميذ يُمحَون الآن. يمكن العدول عن الأول حتى { $moment }.
    [many] { $count } تلميذًا يُمحَون الآن. يمكن العدول عن الأول حتى { $moment }.
   *[other] { $count } تلميذ يُمحَون الآن. يمكن العدول عن الأول حتى { $moment }.
}
erase-pupil-title = محو هذا التلميذ
erase-pupil-lead = كل ما كتبه { $name } يُرفع عن كل الصفحات هنا فورًا، ويزول من هذا الخادم خلال يوم. ويُطلب من المدارس الشريكة فورًا حذف ما لديها. يمكنك العدول عن ذلك خلال 20 ساعة: عندئذ يعود كل شيء هنا، لا في المدارس الأخرى.
erase-class-title = محو هذا الصف
erase-class-lead = كل ما في مدونة { $name } يُرفع عن كل الصفحات هنا فورًا، ويزول من هذا الخادم خلال يوم. ويُطلب من المدارس الشريكة فورًا حذف ما لديها. لا يمكن العدول عن ذلك. وتلاميذ الصف يبقون.
erase-what = ما الذي يزول
erase-nothing = الاسم فقط: لا تدوينة، ولا تعليق، ولا بطاقة.
erase-posts = { $count ->
    [zero] لا تدوينات ولا مسودات
    [one] تدوينة أو مسودة واحدة
    [two] اثنتان من التدوينات والمسودات
    [few] { $count } تدوينات ومسودات
    [many] { $count } تدوينة ومسودة
   *[other] { $count } تدوينة ومسودة
}
erase-comments = { $count ->
    [zero] لا تعليقات
    [one] تعليق واحد
    [two] تعليقان
    [few] { $count } تعليقات
    [many] { $count } تعليقًا
   *[other] { $count } تعليق
}
erase-answers = { $count ->
    [zero] لا تعليقات للآخرين تحتها
    [one] تعليق واحد لشخص آخر تحتها
    [two] تعليقان للآخرين تحتها
    [few] { $count } تعليقات للآخرين تحتها
    [many] { $count } تعليقًا للآخرين تحتها
   *[other] { $count } تعليق للآخرين تحتها
}
erase-pictures = { $count ->
    [zero] لا صور
    [one] صورة واحدة (تبقى حيث تستخدمها تدوينة أخرى)
    [two] صورتان (ما تستخدمه تدوينات أخرى يبقى فيها)
    [few] { $count } صور (ما تستخدمه تدوينات أخرى يبقى فيها)
    [many] { $count } صورة (ما تستخدمه تدوينات أخرى يبقى فيها)
   *[other] { $count } صورة (ما تستخدمه تدوينات أخرى يبقى فيها)
}
erase-cards = { $count ->
    [zero] لا بطاقات ولا روابط تفتح الآن
    [one] بطاقة واحدة أو رابط واحد يفتح الآن
    [two] اثنان من البطاقات أو الروابط التي تفتح الآن
    [few] { $count } بطاقات أو روابط تفتح الآن
    [many] { $count } بطاقة أو رابطًا تفتح الآن
   *[other] { $count } بطاقة أو رابط تفتح الآن
}
erase-sessions = { $count ->
    [zero] لا أجهزة مسجلة الدخول
    [one] جهاز واحد مسجل الدخول
    [two] جهازان مسجلا الدخول
    [few] { $count } أجهزة مسجلة الدخول
    [many] { $count } جهازًا مسجل الدخول
   *[other] { $count } جهاز مسجل الدخول
}
erase-schools = { $count ->
    [zero] لا يُطلب من أي مدرسة شريكة شيء
    [one] يُطلب من مدرسة شريكة واحدة حذف ما لديها
    [two] يُطلب من مدرستين شريكتين حذف ما لديهما
    [few] يُطلب من { $count } مدارس شريكة حذف ما لديها
    [many] يُطلب من { $count } مدرسة شريكة حذف ما لديها
   *[other] يُطلب من { $count } مدرسة شريكة حذف ما لديها
}
erase-cases = { $count ->
    [zero] لا تبقى حالات لدى مسؤول حماية الأطفال.
    [one] تبقى حالة واحدة لدى مسؤول حماية الأطفال، لا يراها غيره، حتى يُفرج عنها.
    [two] تبقى حالتان لدى مسؤول حماية الأطفال، لا يراهما غيره، حتى يُفرج عنهما.
    [few] تبقى { $count } حالات لدى مسؤول حماية الأطفال، لا يراها غيره، حتى يُفرج عنها.
    [many] تبقى { $count } حالة لدى مسؤول حماية الأطفال، لا يراها غيره، حتى يُفرج عنها.
   *[other] تبقى { $count } حالة لدى مسؤول حماية الأطفال، لا يراها غيره، حتى يُفرج عنها.
}
erase-audit = يحفظ سجل التدقيق أن ذلك حدث ومن طلبه ولماذا، بلا أي اسم. والنسخ الاحتياطية التي أُعدّت قبل اليوم تحتويه إلى أن تُرمى.
erase-reason = السبب
erase-reason-hint = يبقى في سجل التدقيق.
erase-reason-family = طلبته العائلة
erase-reason-left = غادر المدرسة
erase-reason-authority = طلبته سلطة أو محكمة
erase-reason-mistake = ما كان ينبغي أن يكون هنا أصلًا
erase-reason-other = شيء آخر
erase-name = اكتب الاسم { $name } للتأكد
erase-yes = محو نهائي
erase-no = لا، إبقاء كل شيء
erase-item = محوه الآن
erase-item-question = تزول كلماته وصوره من هذا الخادم الآن، لا في وقت لاحق من اليوم. لا يمكن التراجع عن ذلك.
erase-item-yes = نعم، محوه
taken-back-erased-more = زالت كلماته وصوره من هذا الخادم نهائيًا.
fault-erase-name = ليس هذا هو الاسم. اكتبه كما هو في أعلى هذه الصفحة.
fault-erase-reason = اختر سببًا.
toast-pupil-erased = رُفع عن كل الصفحات، ويُطلب من المدارس الشريكة حذفه. ما زال يمكنك العدول عن ذلك هنا.
toast-class-erased = رُفع عن كل الصفحات، ويُطلب من المدارس الشريكة حذفه.
toast-item-erased = مُحي.
toast-erasure-called-off = عُدل عنه. عاد كل شيء هنا. أعدّ للتلميذ بطاقة جديدة.
toast-erasure-too-late = فات وقت العدول عن هذا.
