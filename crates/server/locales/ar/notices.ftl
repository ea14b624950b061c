# متى تكون المدرسة، ورسالة اليوم، والأصدقاء الغائبون.

timetable-title = أيام الدراسة
timetable-lead = متى تكون المدرسة. لا تصل رسالة إلى أحد خارجها، ويعرف الأصدقاء متى تغيبون: التواريخ وحدها، وبين المدارس التي يثق بعضها ببعض فقط.
timetable-away = يقرأ الأصدقاء في المدارس الشريكة الآن أنكم غائبون حتى { $until }.
timetable-away-soon = سيقرأ الأصدقاء في المدارس الشريكة ابتداءً من { $from } أنكم غائبون حتى { $until }.
timetable-holidays = العطل
timetable-none = لم تُكتب أي عطلة بعد.
holiday-span = من { $first } إلى { $last }
holiday-remove = إزالة
holiday-add-title = إضافة عطلة
holiday-name = اسمها
holiday-name-hint = للكبار في هذه المدرسة. لا يعرفه الشركاء أبدًا.
holiday-first = أول يوم
holiday-last = آخر يوم
holiday-add = أضف هذه العطلة
timetable-week = أسبوع عادي
timetable-days = أيام الدراسة في الأسبوع
timetable-opens = تبدأ المدرسة
timetable-closes = تنتهي المدرسة
timetable-zone = بتوقيت
timetable-keep = احفظ
toast-week-kept = حُفظ.
toast-holiday-added = كُتبت العطلة.
toast-holiday-removed = أُزيلت { $name }.
toast-holiday-back = عادت.
fault-week-empty = اختر يومًا واحدًا على الأقل.
fault-hours-order = يجب أن تنتهي المدرسة بعد أن تبدأ.
fault-clock = اكتب وقتًا مثل 08:30.
fault-day = اكتب يومًا مثل 2027-01-07.
fault-holiday-order = يجب أن يأتي آخر يوم بعد أول يوم.
fault-holiday-over = انتهت هذه العطلة من قبل.
fault-holiday-long = العطلة 100 يوم على الأكثر.
fault-holiday-far = هذا بعيد جدًا. اكتبها قبلها بسنة.
fault-holiday-overlaps = في عطلة أخرى بعض هذه الأيام.
fault-holiday-many = هناك 40 عطلة من قبل. أزل واحدة أولًا.

class-away = { $name }: في عطلة حتى { $until }.

notices-title = إشعارات البريد
notices-lead = رسالة واحدة في أيام الدراسة بما ينتظرك، ولا رسالة حين لا ينتظر شيء. فيها أعداد فقط: لا كلمات تلميذ ولا اسمه ولا عنوانه أبدًا.
notices-to = تذهب إشعاراتك إلى
notices-hour = متى
notices-hour-hint = ليس خارج ساعات الدراسة أبدًا.
notices-never = بلا بريد
notices-at = الساعة { $time }
notices-language = لغة الرسالة
notices-keep = احفظ
notices-next = التالية: { $moment }، إذا كان شيء ينتظر.
notices-no-mail = هذه المدرسة لا ترسل بريدًا. ما ينتظرك تجده في صفحاتك.
notices-no-mail-admin = يستطيع من يدير الخادم تغيير ذلك: القسم [mail] في إعداداته.
notices-try-title = جرّب
notices-try-lead = نرسل إليك رسالة واحدة الآن لترى أنها تصل.
notices-try = أرسلوا إليّ رسالة تجربة
fault-hour = اختر إحدى هذه الساعات.
toast-notices-on = حُفظ. ستصلك رسالة حين ينتظر شيء.
toast-notices-off = حُفظ. لن تصلك رسائل.
toast-mail-sent = الرسالة في الطريق. انظر في بريدك.
toast-mail-failed = لم يمكن إرسال الرسالة. السبب مكتوب أعلاه.
mail-down = لم يمكن إرسال البريد منذ { $day }: { $why }
mail-why-silent = خادم البريد لا يجيب.
mail-why-unsafe = لا خط آمنًا إلى خادم البريد.
mail-why-sign-in = خادم البريد لا يقبل اسمنا أو كلمة السر.
mail-why-refused = خادم البريد يرفضه.
mail-refused = لا يقبل خادم البريد رسائل إلى { $names }. تحقق من العناوين.
tasks-reminder = { $count ->
    [zero] لا أسئلة عن المدارس الشريكة تنتظر مشرفًا.
    [one] سؤال واحد عن المدارس الشريكة ينتظر مشرفًا.
    [two] سؤالان عن المدارس الشريكة ينتظران مشرفًا.
    [few] { $count } أسئلة عن المدارس الشريكة تنتظر مشرفًا.
    [many] { $count } سؤالًا عن المدارس الشريكة تنتظر مشرفًا.
   *[other] { $count } سؤال عن المدارس الشريكة تنتظر مشرفًا.
}
schools-reminder = { $count ->
    [zero] لا مدرسة شريكة ينقصها شيء.
    [one] مدرسة شريكة واحدة لم يصلها شيء منذ أكثر من يوم.
    [two] مدرستان شريكتان لم يصلهما شيء منذ أكثر من يوم.
    [few] { $count } مدارس شريكة لم يصلها شيء منذ أكثر من يوم.
    [many] { $count } مدرسة شريكة لم يصلها شيء منذ أكثر من يوم.
   *[other] { $count } مدرسة شريكة لم يصلها شيء منذ أكثر من يوم.
}

digest-hello = مرحبًا،
digest-gate = هذا ينتظر عند البوابة:
digest-class = { $class }: { $what }
digest-in = { $count ->
    [zero] لا شيء قادم
    [one] واحد قادم
    [two] اثنان قادمان
   *[other] { $count } قادمة
}
digest-out = { $count ->
    [zero] لا شيء يريد الخروج
    [one] واحد يريد الخروج
    [two] اثنان يريدان الخروج
   *[other] { $count } تريد الخروج
}
digest-ours = { $count ->
    [zero] لا شيء من عندنا
    [one] واحد من عندنا
    [two] اثنان من عندنا
   *[other] { $count } من عندنا
}
digest-others = وهذا ينتظر أيضًا:
digest-families = { $count ->
    [zero] لا عائلة تنتظر جوابًا.
    [one] عائلة واحدة تنتظر جوابًا.
    [two] عائلتان تنتظران جوابًا.
    [few] { $count } عائلات تنتظر جوابًا.
    [many] { $count } عائلة تنتظر جوابًا.
   *[other] { $count } عائلة تنتظر جوابًا.
}
digest-worries = { $count ->
    [zero] لا قلق مفتوحًا.
    [one] قلق واحد مفتوح.
    [two] حالتا قلق مفتوحتان.
    [few] { $count } حالات قلق مفتوحة.
    [many] { $count } حالة قلق مفتوحة.
   *[other] { $count } حالة قلق مفتوحة.
}
digest-erasures = { $count ->
    [zero] لا تلميذ يُمحى.
    [one] تلميذ واحد يُمحى. ما زال يمكن التراجع.
    [two] تلميذان يُمحيان. ما زال يمكن التراجع.
    [few] { $count } تلاميذ يُمحون. ما زال يمكن التراجع.
    [many] { $count } تلميذًا يُمحون. ما زال يمكن التراجع.
   *[other] { $count } تلميذ يُمحون. ما زال يمكن التراجع.
}
digest-subject-others = { $count ->
    [zero] { $school }: لا شيء ينتظرك
    [one] { $school }: شيء ينتظرك
    [two] { $school }: نوعان من الأشياء ينتظرانك
    [few] { $school }: { $count } أنواع من الأشياء تنتظرك
    [many] { $school }: { $count } نوعًا من الأشياء تنتظرك
   *[other] { $school }: { $count } نوع من الأشياء تنتظرك
}
digest-look = انظر هنا:
digest-why = تصلك هذه مرة في اليوم ما دامت المدرسة مفتوحة وشيء ينتظر.
digest-stop = اختر ساعة أخرى أو أوقفها:
mail-test-subject = { $school }: رسالة تجربة
mail-test-text = إذا كنت تقرأ هذا فإن بريد مدونات الصفوف يصل.
