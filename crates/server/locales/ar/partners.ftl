# Partner classes, for teachers, and partner schools, for admins.

partner-title = الصفوف الشريكة
partner-lead = مفتاحان يفتحان البوابة: مدير الموقع يثق بالمدرسة، وأنت تقبل الصف. وفي كل الأحوال ينتظرك ما يكتبونه.
partner-no-schools = لا مدرسة شريكة بعد. يضيف مدير الموقع الأولى، فتستطيع متابعة صفوفها.
partner-asking = يطلبون متابعتنا
partner-asking-hint = إذا قبلت وصل إليهم من الآن ما ننشره لأصدقائنا. لم يُرسل إليهم شيء حتى الآن.
partner-name = الاسم الذي سيعرفهم به تلاميذنا
partner-name-hint = اسمهم مكتوب هنا؛ غيّره إلى ما تقولونه في الصف، مثل: صف البلوط.
partner-sent-name = يسمّون أنفسهم
partner-accept = قبول
partner-refuse = ليس الآن
partner-ours = صفوفنا الشريكة
partner-none = لا صف شريك بعد
partner-none-more = تابع صفًا، أو انتظر أن يطلب أحدها ذلك.
partner-both = كل منا يقرأ الآخر
partner-we-follow = نحن نتابعهم
partner-they-follow = هم يتابعوننا
partner-asked = طُلب منهم، ولا جواب بعد
partner-paused = موقوف مؤقتًا
partner-hidden = كل شيء مخفي
partner-ended = انتهت الشراكة مع المدرسة
partner-said-no = قالوا: ليس الآن
partner-heard = آخر ما وصل منهم: { $moment }.
partner-never-heard = لم يصل منهم شيء بعد.
partner-waiting = { $count ->
    [zero] لا شيء ينتظر عند البوابة.
    [one] عنصر واحد ينتظر عند البوابة.
    [two] عنصران ينتظران عند البوابة.
    [few] { $count } عناصر تنتظر عند البوابة.
    [many] { $count } عنصرًا تنتظر عند البوابة.
   *[other] { $count } عنصر تنتظر عند البوابة.
}
partner-follow = متابعة
partner-follow-back = متابعتهم أيضًا
partner-unfollow = التوقف عن المتابعة
partner-remove = التوقف عن إرسال ما لدينا إليهم
partner-show = إظهار من جديد
partner-could = صفوف يمكنك متابعتها
partner-could-none = لا يوجد صف لا تعرفه.
partner-look = البحث من جديد
partner-find = البحث عن صف
partner-find-do = بحث
partner-find-all = عرض الكل
partner-find-none = لا صف بهذا الاسم.
partner-no-list = لا تحتفظ هذه المدرسة بقائمة لصفوفها. اطلب العنوان من المعلم، وتابع بالعنوان.
partner-list-not-yet = لم تُقرأ قائمة صفوفها بعد. عد بعد دقيقة.
partner-list-unread = تعذرت قراءة قائمة صفوف { $school }. آخر قراءة: { $moment }.
partner-list-never = تعذرت قراءة قائمة صفوف { $school } حتى الآن.
partner-by-address = متابعة بالعنوان
partner-address = عنوان الصف
partner-address-hint = مثل ‎@oak@oak-academy.example‎، أو عنوان صفحته.
partner-address-missing = اكتب عنوان الصف.

toast-asked = أُرسل الطلب إلى { $name }. يظهر الجواب هنا.
toast-accepted = يصل إلى { $name } من الآن ما ننشره لأصدقائنا.
toast-refused = أُبلغوا: ليس الآن.
toast-ended = انتهى. أُبلغوا بذلك.
toast-named = يعرفهم تلاميذنا باسم { $name }.
toast-shown-again = ما سُمح بدخوله يظهر من جديد.

schools-title = المدارس الشريكة
schools-search = الاسم أو العنوان أو البلد
schools-lead = مدارس هذه القائمة وحدها تستطيع الوصول إلينا، وإليها وحدها يصل شيء منا.
schools-all-paused = التبادل مع المدارس الأخرى كله موقوف مؤقتًا
schools-resume-all = استئناف
schools-empty = لا مدارس شريكة بعد
schools-empty-more = لا يغادر هذا الخادم شيء ولا يدخله شيء حتى تضيف مدرسة.
schools-school = المدرسة
schools-state = الحالة
schools-how = كيف الحال
schools-do = ما يمكنك فعله
schools-contact = جهة الاتصال: { $contact }
schools-pause = إيقاف مؤقت
schools-resume = استئناف
schools-pause-question = يُحتجز ما أرسلته ويُخفى، ولا يصل إليها شيء، إلى أن تستأنف. لا يضيع شيء.
schools-pause-yes = نعم، إيقافها مؤقتًا
schools-verify = تأكدت أنها هي
schools-verify-question = اتصل أولًا بالرقم المذكور في موقع المدرسة نفسها. بعد ذلك يصبح مفتاحها الجديد موثوقًا.
schools-verify-yes = نعم، استئناف التبادل معها
schools-verified-how = طريقة التأكد:
schools-paused-since = موقوفة مؤقتًا منذ { $moment }. لا شيء يدخل، ولا شيء يخرج.
tasks-title = للنظر فيه
tasks-done = تم
task-move = تقول إن صفًا انتقل. اسألها قبل أن تتابع العنوان الجديد.
task-key_change = تُظهر مفتاحًا جديدًا. وهي محتجزة حتى تسألها.
task-class_list = تُظهر قائمة صفوف غير موقعة بالمفتاح الذي نعرفه. وهي محتجزة حتى تسألها.
task-terms_asked = تطلب غير ما اتُّفق عليه. افتح صفحتها للرد.
task-terms_declined = لا توافق على ما طلبته.
task-letter_parked = رفضت شيئًا مرة بعد مرة، مع أنها قبلت الباقي. انظر تحت «الإرسال».
task-letters_expired = لم تقبل شيئًا منذ 90 يومًا. تُرك؛ انظر تحت «الإرسال».
task-flag = أبلغت عن شيء منا.
schools-end = إنهاء
schools-end-question = يُخفى كل ما جاء من هذه المدرسة فورًا، ولا يصل إليها شيء بعد ذلك. وللبدء من جديد تضيفها مرة أخرى.
schools-end-yes = نعم، إنهاؤها
schools-add = إضافة مدرسة شريكة
schools-add-lead = تحدث إليهم أولًا: اتصل بالرقم المذكور في موقع المدرسة نفسها، لا برقم من رسالة إلكترونية.
schools-domain = اسم المضيف
schools-domain-hint = كما هو تمامًا في عنوانها، مثل blogs.oak-academy.example
schools-domain-known = هذه المدرسة في القائمة.
schools-name = اسم المدرسة
schools-country = البلد
schools-contact-label = جهة الاتصال
schools-contact-hint = اسم، وكيفية الوصول إليه
schools-safeguarding = مسؤول حماية الأطفال لديهم
schools-safeguarding-hint = اسم، وكيفية الوصول إليه
schools-verified = كيف تأكدت أنها هي؟
schools-verified-hint = مثل: «اتصلت بالإدارة في 3 مايو وتحدثت إلى المدير». يُحفظ في سجل التدقيق.
schools-verified-missing = اذكر كيف تأكدت أنها هي.
schools-trust = الوثوق بهذه المدرسة
schools-emergency = في حالة الطوارئ
schools-emergency-lead = هذا يوقف كل شيء فورًا: لا شيء يدخل، ولا شيء يخرج، وما كتبه الشركاء مخفي إلى أن تستأنف.
schools-pause-all = إيقاف كل تبادل مؤقتًا
schools-pause-all-question = إيقاف كل شيء الآن، للمدرسة كلها؟
schools-pause-all-yes = نعم، إيقاف كل شيء

school-trusted = موثوقة
school-paused = موقوفة مؤقتًا
school-ended = منتهية
school-held = محتجزة: انظر في الأمر
school-behind = لم تتسلم { $school } بعد: { $what }، منذ { $since }.
behind-posts = { $count ->
    [zero] لا تدوينات
    [one] تدوينة واحدة
    [two] تدوينتان
    [few] { $count } تدوينات
    [many] { $count } تدوينة
   *[other] { $count } تدوينة
}
behind-comments = { $count ->
    [zero] لا تعليقات
    [one] تعليق واحد
    [two] تعليقان
    [few] { $count } تعليقات
    [many] { $count } تعليقًا
   *[other] { $count } تعليق
}
behind-changes = { $count ->
    [zero] لا تعديلات
    [one] تعديل واحد
    [two] تعديلان
    [few] { $count } تعديلات
    [many] { $count } تعديلًا
   *[other] { $count } تعديل
}
behind-withdrawals = { $count ->
    [zero] لا طلبات إزالة
    [one] طلب إزالة واحد
    [two] طلبا إزالة
    [few] { $count } طلبات إزالة
    [many] { $count } طلب إزالة
   *[other] { $count } طلب إزالة
}
behind-others = { $count ->
    [zero] لا رسائل أخرى
    [one] رسالة أخرى
    [two] رسالتان أخريان
    [few] { $count } رسائل أخرى
    [many] { $count } رسالة أخرى
   *[other] { $count } رسالة أخرى
}
school-aside = { $count ->
    [zero] لا رسائل موضوعة جانبًا.
    [one] رسالة واحدة موضوعة جانبًا لأنها رُفضت مرة بعد مرة: القرار لمدير الموقع.
    [two] رسالتان موضوعتان جانبًا لأنهما رُفضتا مرة بعد مرة: القرار لمدير الموقع.
    [few] { $count } رسائل موضوعة جانبًا لأنها رُفضت مرة بعد مرة: القرار لمدير الموقع.
    [many] { $count } رسالة موضوعة جانبًا لأنها رُفضت مرة بعد مرة: القرار لمدير الموقع.
   *[other] { $count } رسالة موضوعة جانبًا لأنها رُفضت مرة بعد مرة: القرار لمدير الموقع.
}
school-aside-look = القرار بشأن ما وُضع جانبًا
school-try-now = المحاولة الآن
toast-trying = تجري الآن محاولة إرسال ما ينتظر { $name }.
school-next = المحاولة التالية { $time }.
school-why = السبب: { $reason }
school-held-move = انتقلت إلى عنوان آخر. لا شيء يدخل حتى تتأكد أنها هي.
school-held-key = تُظهر مفتاحًا غير السابق. لا شيء يدخل حتى تتأكد أنها هي.
school-held-list = قائمة صفوفها غير موقعة بالمفتاح الذي نعرفه: ربما صار عنوانها لغيرها. لا شيء يدخل حتى تتأكد أنها هي.
school-held-other = تغيّر شيء فيها. لا شيء يدخل حتى تتأكد أنها هي.
toast-school-trusted = صارت { $name } موثوقة. تستطيع صفوفها أن تطلب، وصفوفنا أن تتابع.
toast-school-goes-on = استؤنف التبادل مع { $name }. ما كان محتجزًا يأتي إلى البوابة.
toast-school-paused = التبادل مع { $name } موقوف مؤقتًا. لا يضيع شيء.
toast-school-ended = انتهت الشراكة مع { $name }. لا يصل إليها شيء بعد الآن.
toast-all-paused = التبادل كله موقوف مؤقتًا. لا شيء يدخل، ولا شيء يخرج.
toast-all-resumed = استؤنف التبادل. ما كان محتجزًا يأتي إلى البوابة.
school-well = كل شيء بخير. آخر ما وصل منها: { $moment }.
school-never = لم يُرسل شيء ولم يصل شيء بعد.
school-holds = محتجز إلى أن يُستأنف التبادل: { $theirs } منها، { $ours } إليها.
school-is-paused = أوقفها مؤقتًا { $name } ({ $moment }). تدويناتها مخفية؛ لا يضيع شيء.
school-is-ended = أنهاها { $name } ({ $moment }).

# States of a school beside trusted, paused and ended.
school-invited = دعتنا
school-asked = أجابتنا
school-blocked = محظورة
school-is-invited = فتحنا دعوتها. ليقرأ كل منكما الكلمات الأربع للآخر بالهاتف.
school-is-asked = فتحت دعوتنا. ليقرأ كل منكما الكلمات الأربع للآخر بالهاتف.
school-is-blocked = حظرها { $name } ({ $moment }). تُرفض كأي غريب.
school-held-dates = اليوم ليس بين اليوم الأول واليوم الأخير المتفق عليهما. لا شيء يدخل، ولا شيء يخرج.
school-review-due = { $school }: حان يوم مراجعة هذا الاتفاق. كان الموعد { $day }.
school-review-soon = موعد مراجعة الاتفاق مع { $school }: { $day }.
school-ends-soon = ينتهي الاتفاق مع { $school } في { $day }؛ راجعه.
school-ends-over = انتهى الاتفاق مع { $school } في { $day }. لا ينتقل شيء حتى تتفقا على يوم أخير جديد.
schools-invitations = الدعوات
schools-open = فتح
listed-title = صفوفها
listed-none = لا تذكر أي صف.
schools-by-address = أُضيفت هذه المدرسة بعنوانها. تظهر الردود عندها بلا موافقتنا، ولم يقارن أحد كلمات الأمان.
schools-add-promise = للبرامج الأخرى فقط، مثل WordPress أو GoToSocial. تظهر الردود عندها بلا موافقتنا. أما المدارس التي لديها Schoolgate فتُدعى.
schools-block = حظر
schools-block-question = تُرفض كأي غريب، ولا تُخبَر بشيء، ولا تُدخلها أي دعوة.
schools-block-yes = نعم، حظرها
schools-unblock = رفع الحظر
schools-unblock-question = لا تصبح بذلك موثوقة. تُعد منتهية؛ والثقة تبدأ بدعوة جديدة.
schools-unblock-yes = نعم، رفع الحظر
schools-map = من يعرف من
schools-map-all = خريطة: { $school } وصفوفها في جهة، و{ $count } من المدارس الشريكة وصفوفها في الجهة الأخرى، وخط بين كل صفين يتابع أحدهما الآخر.
schools-map-more = و{ $count } غيرها
schools-map-empty = لا أصدقاء بين صفوفها بعد
schools-map-words = الشيء نفسه بالكلمات
schools-map-line = { $ours } و{ $theirs }، { $school }
toast-school-blocked = حُظرت { $name }.

# Invitations.
invitations-title = الدعوات
invitations-lead = الدعوة تجمع مدرستين. تُستخدم مرة واحدة، ولا ينتقل شيء قبل أن يقرأ كل منكما أربع كلمات للآخر بالهاتف.
invitations-open = الدعوات المفتوحة
invitations-none = لا دعوة مفتوحة.
invitations-anyone = لمن تصل إليه
invitations-by = أعدّها { $name }. مفتوحة حتى { $moment }.
invitations-revoke = إلغاء
invite-title = دعوة مدرسة
invite-note = لمن
invite-note-hint = مثل: «السيدة باتل، أكاديمية البلوط». لا يراه أحد غيرك.
invite-host = اسم المضيف لديهم، إن كنت تعرفه
invite-host-hint = عندئذ لا يستطيع غيرهم استخدامها.
invite-days = عدد الأيام التي تبقى فيها مفتوحة
invite-make = إعداد دعوة
invitation-made = دعوة
invitation-once = لا تُعرض إلا الآن. اطبعها، أو أرسل الرابط إلى شخص واحد تعرفه.
invitation-from = تدعو { $school } مدرستكم
invitation-for = إلى { $name }
invitation-until = تُستخدم مرة واحدة، حتى { $moment }.
invitation-only = فقط من
invitation-code = الرابط على شكل رمز للمسح
invitation-care = من لديه هذه يستطيع أن يطلب الشراكة معنا، لا أكثر: نتحدث بالهاتف قبل أن نتبادل أي شيء.
invitation-title = دعوة إلى أن نكون مدرستين شريكتين
invitation-lead = تود { $school } أن تكتب صفوفها إلى صفوفكم.
invitation-step-copy = انسخ عنوان هذه الصفحة كاملًا، مع كل ما بعد العلامة #.
invitation-step-paste = على خادم مدرستكم يفتح مدير الموقع «المدارس الشريكة» ثم «الدعوات»، ويلصقه هناك.
invitation-step-words = عندئذ ترى المدرستان الكلمات الأربع نفسها. ليقرأها كل منكما للآخر بالهاتف، ثم أكّدا.
invitation-none = ليس لديكم خادم؟ أخبروا المدرسة التي دعتكم.
open-title = فتح دعوة مدرسة أخرى
open-link = الدعوة
open-link-hint = الصق الرابط، أو الرسالة الإلكترونية كاملة بما فيها الرابط.
open-do = فتحها
toast-invitation-revoked = أُلغيت الدعوة. لا يستطيع أحد استخدامها الآن.
fault-invitation-text = لا توجد دعوة هنا. تكون مثل ‎https://blogs.oak-academy.example/invitation#…‎
fault-invitation-own = هذه دعوة من مدرستنا نحن. المدرسة الأخرى تفتحها على خادمها.
fault-invitation-known = هذه المدرسة في القائمة.
fault-invitation-blocked = هذه المدرسة محظورة هنا. ارفع الحظر أولًا إن كنت متأكدًا.
fault-invitation-unreachable = تعذر الوصول إلى خادم تلك المدرسة، أو أنه لا يستطيع عقد اتفاق. لم يُحفظ شيء؛ حاول لاحقًا.
fault-invitation-refused = لم يقبلها خادمهم: استُخدمت الدعوة أو أُلغيت أو صارت قديمة، أو هي لمدرسة أخرى. اطلب دعوة جديدة.
fault-invitation-days = اختر بين 1 و60 يومًا.

# The four safety words.
words-title = أربع كلمات تُقرأ بصوت مسموع
words-lead = اتصل بالرقم المذكور في موقع المدرسة نفسها، لا برقم من رسالة إلكترونية. ليقرأ كل منكما الكلمات للآخر. يجب أن تكون نفسها، وبالترتيب نفسه.
words-here = سمعها { $name }، { $moment }.
words-there = أكدتها { $school }، { $moment }.
words-not-here = لم يؤكدها أحد هنا بعد.
words-not-there = لم تؤكدها المدرسة الأخرى بعد.
words-same = هي نفسها
words-same-question = هل سمعت الأربع كلها بالهاتف، من شخص تعرف أنه في تلك المدرسة؟
words-same-yes = نعم، سمعتها
words-differ = ليست نفسها
words-differ-question = إذن ليس هذا خادم تلك المدرسة، أو هناك من يقف بينكما. تُحظر، ولا يُتبادل شيء.
words-differ-yes = حظرها
words-new-title = التأكد من أنها ما زالت هي
words-new-lead = اتصل بهم كما فعلت في البداية. إذا كان لخادمهم مفتاح جديد فستريان الكلمات الجديدة نفسها.
words-kept-title = كلمات الأمان
words-kept = هي نفسها في الجهتين، ما لم يصبح لإحداهما مفتاح جديد.
toast-words-confirmed = تم التأكيد. على { $name } أن تؤكد أيضًا؛ ثم يبدأ التبادل.
toast-words-differ = حُظرت { $name } ولم يُرسل إليها شيء. اتصل بالمدرسة واطلب دعوة جديدة بطريقة أخرى.

# What was agreed.
terms-title = ما اتُّفق عليه
terms-may = يُسمح لصفوفنا وصفوفهم بما يلي
terms-follow = متابعة بعضها بعضًا
terms-reply = التعليق على التدوينات
terms-like = الإعجاب بالتدوينات
terms-pictures = تبادل الصور
terms-classes = صفوفنا المشاركة
terms-classes-hint = كلها، إن لم يُختر أي منها.
terms-starts = اليوم الأول
terms-ends = اليوم الأخير
terms-review = موعد المراجعة
terms-keep = حفظ هذا
terms-propose = عرض على { $school }
terms-local = مع هذه المدرسة هي قاعدتك وحدك: لا تستطيع هي أن توقّع شيئًا.
terms-both = ما كان أقل مما اتُّفق عليه يسري هنا فورًا. وما كان أكثر يسري عندما يوافقون.
terms-says-follow-may = يُسمح للصفوف بمتابعة بعضها بعضًا.
terms-says-follow-not = لا يُسمح للصفوف بمتابعة بعضها بعضًا.
terms-says-reply-may = يُسمح لها بالتعليق على التدوينات.
terms-says-reply-not = لا يُسمح لها بالتعليق على التدوينات.
terms-says-like-may = يُسمح لها بالإعجاب بالتدوينات.
terms-says-like-not = لا يُسمح لها بالإعجاب بالتدوينات.
terms-says-pictures-may = يُسمح بعرض الصور.
terms-says-pictures-not = لا يُسمح بعرض الصور.
terms-says-ours = صفوفنا المشاركة: { $what }.
terms-says-theirs = صفوفهم المشاركة: { $what }.
terms-says-starts = اليوم الأول: { $what }.
terms-says-ends = اليوم الأخير: { $what }.
terms-until-now = حتى الآن: { $before }.
terms-yes = نعم
terms-no = لا
terms-no-day = لا يوم
terms-all-classes = كلها
terms-no-class = لا شيء
fault-terms-classes = صفوف أكثر من أن تُذكر. اختر عددًا أقل، أو لا تختر شيئًا، وهذا يعني كلها.
proposal-title = يطلبون شيئًا آخر
proposal-theirs = تطلب { $school }، { $moment }:
proposal-ours-title = ما طلبته
proposal-ours = لم تُجب { $school } بعد. طلبت، { $moment }:
proposal-declined = لا توافق { $school }، { $moment }. كنت قد طلبت:
proposal-narrower = ما كان أقل مما اتُّفق عليه يسري هنا من قبل.
proposal-agree = موافقة
proposal-agree-question = يسري هذا من الآن على المدرستين، وقد وقّعته كلتاهما. ويحل محل ما طلبتموه أنتم.
proposal-agree-yes = نعم، موافقة
proposal-decline = عدم موافقة
proposal-decline-question = يُبلَّغون بأنك لا توافق. ويبقى ما اتُّفق عليه.
proposal-decline-yes = نعم، عدم موافقة
proposal-take-back = سحبه
agreement-signed = وقّعته المدرستان: { $day }.
agreement-proves = تحمل كل نسخة توقيع المدرسة نفسها، ليستطيع أي أحد أن يتحقق لاحقًا مما وافقت عليه.
agreement-download = النسختان الموقعتان (JSON)
record-title = بطاقتنا عن هذه المدرسة
record-lead = لا يراها إلا العاملون هنا، ولا يُرسل منها شيء.
record-town = المدينة
toast-record-kept = حُفظ.
toast-terms-proposed = أُرسل الطلب إلى { $name }. ما كان أقل مما اتُّفق عليه يسري من الآن.
toast-terms-agreed = تمت الموافقة. يسري عليكم وعلى { $name } من الآن.
toast-terms-declined = أُبلغت { $name } بأنك لا توافق.
toast-terms-taken-back = عاد ما اتفقتم عليه مع { $name } ساريًا.
toast-terms-kept = حُفظ ما اتُّفق عليه مع { $name }. يسري من الآن.
fault-terms-dates = اليوم الأخير قبل الأول.
fault-date = اكتب تاريخًا، مثل ‎2027-07-31‎.
removal-ask = الطلب منهم حذف ما لديهم منا
removal-question = يُطلب من خادمهم حذف كل تدوينة وتعليق لنا لديه. ولا يتغير شيء هنا.
removal-yes = نعم، الطلب منهم
toast-removal-asked = { $count ->
    [0] ليس لدى { $name } شيء منا.
    [one] طُلب من { $name } حذف شيء واحد.
    [two] طُلب من { $name } حذف شيئين.
    [few] طُلب من { $name } حذف { $count } أشياء.
    [many] طُلب من { $name } حذف { $count } شيئًا.
   *[other] طُلب من { $name } حذف { $count } شيء.
}
