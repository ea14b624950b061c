# What happened, what to do, whom to ask.

error-request = لمن يساعدك:
error-to-campus = إلى ساحة المدرسة
error-ask-teacher = اسأل معلمك.
error-ask-admin = إذا تكرر هذا، فاسأل مدير الموقع في مدرستك.

error-not-found-what = لا شيء هنا
error-not-found-do = ربما أُزيل، أو في العنوان خطأ.
error-card-gone-what = لم تعد هذه البطاقة تعمل
error-card-gone-do = اطلب من معلمك بطاقة جديدة.
error-card-gone-ask = أنت لم تخطئ.
error-poster-gone-what = أرني ملصق صفك
error-poster-gone-do = امسح رمزه بالكاميرا. إن لم يعد يعمل فاطلب من معلمك الملصق الجديد.
error-forbidden-what = هذا ليس لك
error-forbidden-do = شخص آخر في المدرسة يستطيع فتحه.
error-sign-in-what = سجّل الدخول أولًا
error-sign-in-do = ثم تصل مباشرة إلى الصفحة التي أردتها.
error-form-expired-what = بقيت هذه الصفحة مفتوحة مدة طويلة
error-form-expired-do = ارجع، وحمّل الصفحة من جديد، وأرسلها مرة أخرى. ما كتبته ما زال هناك.
error-method-what = لا يمكن فعل ذلك هنا
error-method-do = ارجع واستخدم الأزرار التي في الصفحة.
error-too-large-what = هذا كبير جدًا
error-too-large-do = أرسل صورًا أقل أو أصغر.
error-bad-form-what = في النموذج شيء ناقص
error-bad-form-do = ارجع، وراجعه، وأرسله مرة أخرى.
error-too-often-what = كان ذلك سريعًا بعض الشيء
error-too-often-do = انتظر دقيقة وحاول مرة أخرى.
error-conflict-what = سبقك شخص آخر
error-conflict-do = ارجع وانظر كيف صار الحال الآن.
error-full-what = قرص الخادم ممتلئ
error-full-do = القراءة ما زالت تعمل. لم يُحفظ شيء مما أرسلته: احتفظ به وحاول لاحقًا.
error-away-what = يحتاج الخادم إلى لحظة
error-away-do = انتظر قليلًا وحاول مرة أخرى.
error-trouble-what = حدث خطأ من جهتنا
error-trouble-do = الخطأ ليس منك. حاول مرة أخرى بعد لحظة.
