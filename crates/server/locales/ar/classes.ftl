# A class's own page, and the page of its friends.

class-write = اكتب شيئًا
class-posts = تدويناتنا
class-empty = لا شيء هنا بعد
class-empty-more = ستظهر أول تدوينة لنا هنا قريبًا.
class-friends = أصدقاؤنا
class-friends-none = ليس لنا أصدقاء بعد.
class-friends-posts = ماذا كتبوا
class-drafts = لم ترسل هذه بعد
class-rules = قواعد صفّنا
class-rule-kind = نحن لطفاء.
class-rule-names = نكتب الأسماء الأولى فقط.
class-rule-pictures = نستأذن قبل أن نعرض صورة أحد.
class-rule-tell = نخبر شخصًا كبيرًا إذا أزعجنا شيء.

class-staff-label = للعاملين في الصف
class-partners = الصفوف الشريكة
class-pupils = التلاميذ والبطاقات
class-history = القرارات

friends-title = ماذا كتب أصدقاؤنا
friends-empty = لا شيء من أصدقائنا بعد
friends-empty-more = ستظهر تدويناتهم هنا قريبًا.
friend-unnamed = صف صديق

# Names in a row: "Oak class, Elm class and Ash class".
list-and = { $first } و{ $last }

# The classes of the school, for whoever looks after them.
classes-title = الصفوف والمجموعات
classes-lead = لكل منها مدونة وبوابة وتلاميذ. والمجموعة، كالجوقة مثلًا، تضم تلاميذ من عدة صفوف.
classes-empty = لا صفوف بعد
classes-empty-more = أضف الأول في الأسفل.
class-change = تعديل
class-change-title = الاسم والمظهر
class-change-lead = يبقى العنوان كما هو ليجده الأصدقاء. وما وُقّع من قبل يبقى كما كان.
class-change-save = حفظ
class-change-leave = تركه كما هو
class-form-add = إضافة صف أو مجموعة
class-form-add-button = إضافة
class-form-name = الاسم
class-form-name-hint = مثل: صف القيقب أو مجلس البيئة
class-form-known = يوجد صف بهذا العنوان. اختر اسمًا آخر.
class-form-about = تعريف
class-form-about-hint = مثل: «نحن 28 طفلًا في السابعة والثامنة من العمر في ليدز.» يراه كل من يقرأ مدونة الصف.
class-form-kind = النوع
class-form-kind-class = صف
class-form-kind-group = مجموعة تلاميذ
class-form-colour = اللون
class-form-crest = الشعار
class-form-year = الترتيب في القائمة
class-form-year-hint = السنة الدراسية، مثل 3. للسنوات 0 و1 و2 صفحات للصغار: حروف وأزرار أكبر، وصور أكثر، وكلمات أقل.
class-form-teacher = المعلم
class-form-teacher-hint = من يدير الصف. يمكن الاختيار لاحقًا تحت «العاملون والصلاحيات».
class-form-teacher-later = لاحقًا
toast-class-added = صار لـ { $name } مدونة وبوابة.
toast-class-changed = حُفظت التغييرات: { $name }.
crest-owl = بومة
crest-oak = بلوط
crest-fox = ثعلب
crest-boat = قارب
crest-star = نجمة
crest-fish = سمكة
crest-snail = حلزون
crest-kite = طائرة ورقية
crest-sun = شمس
crest-leaf = ورقة شجر
crest-bee = نحلة
crest-whale = حوت
crest-mountain = جبل
crest-drum = طبل
crest-book = كتاب
crest-rocket = صاروخ
colour-1 = أحمر
colour-2 = برتقالي
colour-3 = كهرماني
colour-4 = زيتوني
colour-5 = أخضر
colour-6 = أخضر بحري
colour-7 = أزرق مخضر
colour-8 = أزرق
colour-9 = نيلي
colour-10 = بنفسجي
colour-11 = أرجواني
colour-12 = بني
