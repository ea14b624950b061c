# The gate, its cases and its history.

gate-waiting = { $count ->
    [zero] لا شيء في الانتظار
    [one] عنصر واحد في الانتظار
    [two] عنصران في الانتظار
    [few] { $count } عناصر في الانتظار
    [many] { $count } عنصرًا في الانتظار
   *[other] { $count } عنصر في الانتظار
}
gate-waiting-many = { $count } عنصر أو أكثر في الانتظار
gate-history = ما تقرر
gate-live-show = عرض ما ينتظر الآن
gate-trays = السلال
gate-coming-in = الوارد
gate-going-out = الصادر
gate-ours = ما يخصنا
gate-asking = { $count ->
    [zero] لا صف يطلب متابعتنا
    [one] صف واحد يطلب متابعتنا
    [two] صفان يطلبان متابعتنا
    [few] { $count } صفوف تطلب متابعتنا
    [many] { $count } صفًا تطلب متابعتنا
   *[other] { $count } صف تطلب متابعتنا
}
gate-none = ليس لك بوابة
gate-none-more = يعطيك مدير الموقع مكانًا عند بوابة صف، تحت «العاملون والصلاحيات».
gate-open-this = فتح
gate-only-look = أنت هنا إلى جانب زميل: ترى ما ينتظر، والقرار له.
gate-nothing-waiting = لا شيء في الانتظار.
gate-nothing-waiting-more = البوابة مفتوحة. ما يأتي بعد ذلك ينتظرك هنا.
gate-tray-empty = لا شيء ينتظر في هذه السلة.
gate-tray-empty-more = انظر في السلال الأخرى.
gate-group-count = { $count ->
    [zero] لا عناصر
    [one] عنصر واحد
    [two] عنصران
    [few] { $count } عناصر
    [many] { $count } عنصرًا
   *[other] { $count } عنصر
}
gate-about = عن هذه التدوينة
gate-about-waiting = تنتظر هي أيضًا
gate-about-hidden = ليست على الصفحة
gate-bulk = السماح بدخول هذه وعددها { $count }
gate-bulk-hint = العناصر ذات العلامات والصور تبقى هنا، لتنظر فيها واحدًا واحدًا.
gate-hide-all = إخفاء كل شيء
gate-hide-all-question = يختفي كل ما جاء من هذا الصف فورًا، هنا وعند الجميع. ويُحتجز الجديد. يمكنك إظهاره من جديد تحت «الصفوف الشريكة».
gate-hide-all-yes = نعم، إخفاء كل شيء

gate-key-next = التالي
gate-key-previous = السابق
gate-key-let-in = السماح بالدخول
gate-key-send-back = إعادة
gate-key-picture = إظهار الصورة
gate-key-undo = تراجع

gate-kind-post = تدوينة
gate-kind-comment = تعليق
gate-kind-answer = رد
gate-kind-edit = عُدّل بعد السماح بدخوله
gate-kind-edit-hidden = عُدّل؛ والقديم ليس على الصفحة
gate-kind-hidden = رُفع عن الصفحة
gate-by = كتبه { $name }
gate-edit-explains = الكلمات التي سمحت بدخولها تبقى حتى تقرر. ما الذي سيتغير:
gate-warning = تنبيههم: { $warning }
gate-flags = انظر عن قرب
gate-picture-look = نظرة
gate-picture-alt = الوصف:
gate-picture-coming = صورة في الطريق
gate-picture-refused = صورة تعذر قبولها
gate-picture-who = من فيها: { $answer }
gate-link-allow = السماح بهذا الرابط
gate-link-allowed = سُمح بالرابط

gate-let-in = السماح بالدخول
gate-let-out = السماح بالخروج
gate-without-pictures = بلا صور
gate-staff-screen = شاشة العاملين فقط
gate-turn-away = رفض
gate-send-back = إعادة إلى الكاتب
gate-send-back-why = ماذا ينبغي أن تقول؟ نقرة واحدة تعيده.
gate-send-back-note = أو بكلماتك
gate-send-back-with-note = إعادة مع كلماتي
gate-leave-out = حذف جزء
gate-leave-out-label = السماح بالخروج بعد حذف جزء
gate-leave-out-hint = يرى الطفل ما غيّرته.
gate-leave-out-send = السماح بالخروج هكذا
gate-change-none = عدّل الكلمات في الأسفل، ثم انظر ما الذي يتغير.
gate-change-difference = ما الذي سيتغير:
gate-change-text = الكلمات
gate-change-reason = ما يقرؤه الطفل عن ذلك
gate-change-reason-hint = مثل: «حذفت اسم شارعك.» يمكنك ترك هذا فارغًا.
gate-change-look = انظر إلى التعديل
gate-worried = هذا يقلقني
gate-worried-explains = يُختم هذا لمسؤول حماية الأطفال. ويغادر كل الصفحات فورًا، وهذه أيضًا.
gate-worried-note = ما الذي يقلقك؟ يمكنك ترك هذا فارغًا.
gate-worried-seal = ختم

# What the child reads when something comes back.
reason-names = احذف الأسماء الكاملة.
reason-kind = قلها بلطف.
reason-more = أخبرنا بالمزيد.
reason-spelling = اقرأها مرة أخرى وراجع الإملاء.
reason-picture = اختر صورة أخرى.
reason-private = احذف الأماكن والأرقام.
reason-own-words = قلها بكلماتك أنت.

flag-link = رابط
flag-phone = رقم هاتف
flag-postcode = رمز بريدي
flag-email = بريد إلكتروني
flag-handle = اسم مستخدم
flag-surname = اسم عائلة
flag-where-live = يسأل أين يسكن أحد
flag-words = كلمة تحتاج نظرة
flag-first = الأول من هذه المدرسة
flag-picture = صورة جديدة

# After a decision, on the toast.
toast-plain = { $text }
toast-let-in = سُمح بالدخول.
toast-let-out = سُمح بالخروج.
toast-let-in-without-pictures = سُمح بالدخول بلا صور.
toast-staff-only = على شاشة العاملين فقط.
toast-let-out-changed = سُمح بالخروج، مع تعديلك.
toast-let-in-many = { $count ->
    [zero] لم يدخل شيء.
    [one] سُمح بدخول عنصر واحد.
    [two] سُمح بدخول عنصرين.
    [few] سُمح بدخول { $count } عناصر.
    [many] سُمح بدخول { $count } عنصرًا.
   *[other] سُمح بدخول { $count } عنصر.
}
toast-send-back = أُعيد إلى الكاتب.
toast-turn-away = رُفض.
toast-sealed = خُتم لمسؤول حماية الأطفال.
toast-hidden = أُخفي كل ما جاء من ذلك الصف.
toast-link-allowed = سُمح بالرابط.
toast-undone = تم التراجع. عاد إلى الانتظار.
toast-undone-post = تم التراجع. صارت مسودة من جديد، ولا يراها أحد غيرك.
toast-undone-comment = تم التراجع. عادت كلماتك إلى الحقل.
toast-undo-too-late = فات وقت التراجع. ارفعه عن الصفحة، أو اسحبه، تحت «ما تقرر».
toast-taken = سبقك { $name }: { $outcome }.
toast-changed = عُدّل في هذه الأثناء. انظر إليه مرة أخرى.
toast-pictures-coming = صوره ما زالت في الطريق. يمكنك السماح بدخوله من دونها.
toast-gone = لم يعد هناك: أُزيل أو خُتم أو أوقفت مدرسته مؤقتًا.
toast-missed-some = { $count ->
    [zero] لم يبق شيء:
    [one] بقي عنصر واحد:
    [two] بقي عنصران:
    [few] بقيت { $count } عناصر:
    [many] بقي { $count } عنصرًا:
   *[other] بقي { $count } عنصر:
}
toast-item-hidden = رُفع عن كل الصفحات. ينتظر هنا من جديد.
toast-send-back-why = اختر ما ينبغي أن يقرأه الطفل، أو اكتبه.
gate-paused-all = التبادل مع المدارس الأخرى كله موقوف مؤقتًا: لا شيء يدخل، ولا شيء يخرج.
gate-paused-school = التبادل مع { $school } موقوف مؤقتًا. ما أرسلته محتجز.

sealed-title = المخاوف
sealed-lead = لا يرى هذه إلا أنت. رُفع كل منها عن كل الصفحات عندما خُتم، وحُفظ كما كان.
sealed-empty = لا حالات مفتوحة
sealed-empty-more = عندما يختم أحد عنصرًا أو يخبر طفل شخصًا كبيرًا، يأتي ذلك إلى هنا.
sealed-case = الحالة { $number }
sealed-by = ختمها { $name }
sealed-told = أخبر بها { $name }
sealed-thread = ما سبق ذلك
sealed-item = ما خُتم
sealed-seen-by = من كان يمكنه أن يراه
sealed-seen-by-none = لم يستطع أي تلميذ أن يراه: لم يُسمح بدخوله قط، أو لم يكن على الصفحة.
sealed-seen-by-pupils = كان تلاميذ هذه الصفوف يستطيعون قراءته، وهؤلاء الكبار عند البوابة:
sealed-earlier = { $count ->
    [zero] لم يُعدّل من قبل.
    [one] عُدّل مرة واحدة من قبل؛ النصان كلاهما في التنزيل.
    [two] عُدّل مرتين من قبل؛ كل النصوص في التنزيل.
    [few] عُدّل { $count } مرات من قبل؛ كل النصوص في التنزيل.
    [many] عُدّل { $count } مرة من قبل؛ كل النصوص في التنزيل.
   *[other] عُدّل { $count } مرة من قبل؛ كل النصوص في التنزيل.
}
sealed-emergency = إيقاف كل تبادل مع المدارس الأخرى مؤقتًا
toast-case-released = أُفرج عنه. عاد إلى حيث كان.
toast-case-kept = بقي مختومًا. أُغلقت الحالة.
toast-case-paused = بقي مختومًا، وأوقفت المدرسة الشريكة مؤقتًا.
sealed-reason = السبب
sealed-reason-hint = يُحفظ مع الحالة. مطلوب لكل قرار.
sealed-release = الإفراج عنه للصف
sealed-keep = إبقاؤه مختومًا وإغلاق الحالة
sealed-pause = إبقاؤه وإيقاف الشريك مؤقتًا
sealed-export = تنزيل البيانات
sealed-read = قراءة الحالة أو طباعتها
sealed-wording = النص { $number }
sealed-read-by = كان تلاميذ هذه الصفوف يستطيعون قراءته:
sealed-end = كيف انتهت
sealed-still-open = الحالة مفتوحة.
sealed-closed = الحالات المغلقة
sealed-outcome-released = أُفرج عنه للصف
sealed-outcome-kept = بقي مختومًا

history-title = ما تقرر
history-filter = عرض
history-filter-all = الكل
history-filter-in = سُمح بدخوله
history-filter-back = أُعيد
history-filter-away = رُفض
history-hide = رفع عن الصفحة
history-hide-question = يغادر كل الصفحات فورًا وينتظر عند البوابة من جديد.
history-hide-yes = نعم، رفعه
history-empty = لا قرارات بعد
history-empty-more = ما يُقرَّر عند البوابة يُكتب هنا.

# What was said, as a state and after a name: "Mrs K was faster: let in."
decision-let_in = سُمح بدخوله
decision-let_in_without_pictures = سُمح بدخوله بلا صور
decision-staff_only = شاشة العاملين فقط
decision-let_out_changed = سُمح بخروجه مع تعديل
decision-send_back = أُعيد إلى الكاتب
decision-turn_away = رُفض
decision-publish = نُشر
decision-undone = تم التراجع عنه
