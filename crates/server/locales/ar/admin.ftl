# The audit log and the deliveries.

audit-title = سجل التدقيق
audit-lead = من فعل ماذا ومتى ولماذا. يحمل كل قيد بصمة القيد الذي قبله، فلا يمكن تغيير أي منها خفية.
audit-verify = التحقق من السلسلة
audit-whole = { $count ->
    [zero] السلسلة سليمة: لا قيود، وقت التحقق: { $moment }.
    [one] السلسلة سليمة: قيد واحد، وقت التحقق: { $moment }.
    [two] السلسلة سليمة: قيدان، وقت التحقق: { $moment }.
    [few] السلسلة سليمة: { $count } قيود، وقت التحقق: { $moment }.
    [many] السلسلة سليمة: { $count } قيدًا، وقت التحقق: { $moment }.
   *[other] السلسلة سليمة: { $count } قيد، وقت التحقق: { $moment }.
}
audit-broken = القيد { $number } لا يطابق الذي قبله. أبق قاعدة البيانات كما هي واطلب المساعدة.
audit-actor = من
audit-everybody = الجميع
audit-action = ماذا
audit-everything = كل شيء
audit-from = من
audit-to = حتى
audit-search = بحث
audit-all = عرض كل شيء
audit-csv = تنزيل كجدول
audit-who-pupil = تلميذ
audit-who-family = عائلة
audit-who-school = المدرسة
audit-empty = لم يُعثر على شيء
audit-empty-more = اختر أيامًا أخرى، أو اسمًا آخر.

deliveries-title = الإرسال
deliveries-lead = ماذا ذهب إلى أي مدرسة، وما الذي ما زال في الطريق. لا يضيع شيء عندما يتوقف خادم لبعض الوقت: نواصل المحاولة.
deliveries-schools = حال كل مدرسة
deliveries-aside = موضوع جانبًا: يحتاج قرارًا
deliveries-aside-lead = رفض خادم تلك المدرسة هذه مرة بعد مرة، مع أنه قبل الباقي. اسأل المدرسة هل في خادمها خلل، ثم حاول مرة أخرى. ولا تترك إلا ما لا تحتاج إليه.
deliveries-letters = ما خرج
deliveries-empty = لم يُرسل شيء بعد
deliveries-empty-more = عندما ينشر صف لأصدقائه، يظهر ذلك هنا.
deliveries-to = إلى { $school }
deliveries-filter-all = الكل
deliveries-tries = { $count ->
    [zero] بلا محاولات، التالية { $moment }
    [one] محاولة واحدة، التالية { $moment }
    [two] محاولتان، التالية { $moment }
    [few] { $count } محاولات، التالية { $moment }
    [many] { $count } محاولة، التالية { $moment }
   *[other] { $count } محاولة، التالية { $moment }
}
delivery-done = وصل
delivery-confirmed = مؤكد
delivery-waiting = في الانتظار
delivery-trying = محاولة جديدة
delivery-refused = مرفوض
delivery-given-up = متروك
delivery-held = محتجز: إيقاف مؤقت
delivery-overtaken = سُحب قبل أن يصل
delivery-why-silent = لا رد ({ $answer })
delivery-why-barred = خادمها لا يسمح لنا بالدخول ({ $answer })
delivery-why-nobody = خادمها لا يعرف أحدًا هناك ({ $answer })
delivery-why-big = أكبر مما يقبله خادمها ({ $answer })
delivery-why-busy = طلب منا خادمها الانتظار ({ $answer })
delivery-why-refused = لم يقبله خادمها ({ $answer })
delivery-why-ill = في خادمها خلل ({ $answer })
delivery-why-strange = جواب لم يعرّفه أحد ({ $answer })
delivery-parked = موضوع جانبًا
delivery-replaced = حل محله نص أحدث
delivery-again = محاولة أخرى
delivery-give-up = ترك
delivery-give-up-question = ترك هذا نهائيًا؟ لن تتسلمه تلك المدرسة.
delivery-give-up-yes = نعم، تركه
toast-letter-again = تجري محاولة أخرى.
toast-letter-given-up = تُرك. لن تتسلمه تلك المدرسة.
deliveries-somebody = مدير الموقع
deliveries-what = { $class }: { $what }
verb-create = شيء جديد
verb-create-article = تدوينة جديدة
verb-create-comment = تعليق جديد
verb-update = تعديل
verb-update-article = تدوينة معدّلة
verb-update-comment = تعليق معدّل
verb-delete = سحب شيء
verb-delete-article = سحب تدوينة
verb-delete-comment = سحب تعليق
verb-accept_reply = السماح بتعليق
verb-reject_reply = عدم عرض تعليق
verb-revoke_reply = إيقاف عرض تعليق
verb-follow = طلب المتابعة
verb-accept_follow = قبول متابع
verb-reject_follow = إنهاء متابع
verb-undo_follow = التوقف عن المتابعة
verb-like = إعجاب
verb-undo_like = سحب إعجاب
verb-receipt = إشعار: أُزيل هنا
verb-agree = تأكيد كلمات الأمان
verb-renew = مفاتيح جديدة
verb-propose = طلب تغيير الاتفاق
verb-decline = عدم الموافقة على تغيير
verb-end_agreement = إنهاء الاتفاق

# What was done, after a name.
did-found = تأسيس المدرسة
did-erase_pupil = طلب محو تلميذ
did-erase_class = طلب محو صف
did-erase_item = محو فوري
did-erased = محو نهائي
did-call_off_erasure = العدول عن محو
did-purge = محو ما سُحب
did-new_poster = إعداد ملصق للصف
did-revoke_poster = إنهاء ملصق الصف
did-new_pictures = إعطاء صور لتلميذ
did-pictures_stopped = إيقاف صور تلميذ بعد محاولات خاطئة كثيرة
did-family_asked = طلب إزالة شيء
did-family_answered = الرد على عائلة
detail-why-family = طلبته العائلة
detail-removed = أُزيل
detail-kept = يبقى
detail-why-left = غادر المدرسة
detail-why-authority = طلبته سلطة أو محكمة
detail-why-mistake = ما كان ينبغي أن يكون هنا أصلًا
detail-why-other = شيء آخر
did-let_in = السماح بدخول شيء أو خروجه
did-let_in_without_pictures = السماح بدخول شيء بلا صوره
did-staff_only = السماح بشيء على شاشة العاملين فقط
did-let_out_changed = السماح بخروج شيء مع تعديل
did-send_back = إعادة شيء إلى كاتبه
did-turn_away = رفض شيء
did-publish = نشر شيء
did-hand_in = تسليم شيء
did-take_back = سحب شيء
did-hide = رفع شيء عن الصفحة
did-undo = التراجع عن قرار
did-allow_link = السماح برابط
did-seal = ختم شيء
did-release = الإفراج عن عنصر مختوم
did-keep_sealed = إغلاق حالة وإبقاؤها مختومة
did-trust = الوثوق بمدرسة
did-invite_school = إعداد دعوة
did-revoke_invitation = إلغاء دعوة
did-open_invitation = فتح دعوة مدرسة
did-answer_invitation = الرد على دعوتنا
did-confirm_words = تأكيد كلمات الأمان
did-words_differ = اكتشاف اختلاف كلمات الأمان
did-set_terms = تحديد ما يُسمح به لمدرسة
did-propose_terms = طلب تغيير ما اتُّفق عليه
did-agree_terms = الموافقة على تغيير
did-decline_terms = عدم الموافقة على تغيير
did-take_back_terms = سحب ما طُلب
did-edit_partner = تعديل بطاقتنا عن مدرسة
did-block_partner = حظر مدرسة
did-unblock_partner = رفع الحظر عن مدرسة
did-ask_removal = الطلب من مدرسة حذف ما لديها منا
did-resume_partner = استئناف التبادل مع مدرسة
did-pause_partner = إيقاف مدرسة مؤقتًا
did-end_partner = إنهاء مدرسة
did-verify_partner = التأكد من مدرسة
did-gone_again = إعادة نسخة أقدم من قاعدة البيانات؛ ما زال من قبل زال من جديد
did-compared = المقارنة مع مدرسة بعد استعادة إحداهما، والإصلاح
did-import_begun = بدء إدخال مدونة قديمة
did-import = إدخال مدونة قديمة
did-import_undone = إخراج مدونة قديمة من جديد
did-hide_class = إخفاء كل شيء من صف
did-show_class = إظهار صف من جديد
did-name_class = تسمية صف
did-task = ترك شيء للنظر فيه
did-try_now = المحاولة الفورية لما ينتظر مدرسة
did-try_letter_again = إعادة محاولة شيء
did-give_letter_up = ترك شيء لم تقبله مدرسة
did-task_done = تسوية شيء
did-pause_federation = إيقاف كل تبادل مع المدارس الأخرى مؤقتًا
did-resume_federation = استئناف التبادل مع المدارس الأخرى
did-ask_to_follow = طلب المتابعة
did-accept_follow = قبول متابع
did-refuse_follow = رفض متابع
did-unfollow = التوقف عن المتابعة
did-follow_accepted = قبول متابعتنا
did-follow_refused = رفض متابعتنا
did-add_class = إضافة صف
did-change_class = تغيير اسم صف أو مظهره
did-set_rights = تغيير صلاحيات في المدرسة
did-leave_class = إخراج تلميذ من صف
did-add_staff = إضافة شخص كبير
did-set_duty = إعطاء مكان عند بوابة
did-end_duty = إنهاء مكان عند بوابة
did-set_password = تحديد كلمة مرور
did-disable_staff = منع شخص كبير من الدخول
did-enable_staff = السماح لشخص كبير بالدخول من جديد
did-add_pupils = إضافة تلاميذ
did-join_class = وضع تلميذ في صف
did-new_card = إعداد بطاقة
did-revoke_card = إلغاء بطاقة
did-pupil_left = تسجيل مغادرة تلميذ
did-new_family_link = إعداد رابط للعائلات
did-like = إعجاب بشيء
did-unlike = سحب إعجاب
did-actor_removed = إزالة أحد صفوفها
did-arrived = إرسال شيء
did-revised = تعديل شيء
did-removed = إزالة شيء
did-asked_to_follow = طلب المتابعة
did-follow_withdrawn = التوقف عن متابعتنا
did-renew_keys = إعداد مفاتيح جديدة
did-class_list = إظهار قائمة ليست لها
did-key_change = إظهار مفتاح آخر

# Words of the details.
detail-admin = مدير الموقع
detail-safeguarding = مسؤول حماية الأطفال
detail-teacher = بصفة معلم
detail-moderator = بصفة مشرف مساعد
detail-cover = بصفة بديل
detail-coach = بصفة موجّه
detail-let_in = (سُمح بدخوله)
detail-let_in_without_pictures = (سُمح بدخوله بلا صور)
detail-staff_only = (شاشة العاملين فقط)
detail-let_out_changed = (سُمح بخروجه مع تعديل)
detail-send_back = (أُعيد إلى الكاتب)
detail-turn_away = (رُفض)
detail-publish = (نُشر)
