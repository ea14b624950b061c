# Coming in: staff, pupils, families.

sign-in-title = تسجيل الدخول
sign-in-email = البريد الإلكتروني
sign-in-password = كلمة المرور
sign-in-button = دخول
sign-in-wrong = البريد الإلكتروني وكلمة المرور غير متطابقين. حاول مرة أخرى، أو اسأل مدير الموقع.
sign-in-too-often = محاولات كثيرة لهذا الحساب. انتظر { $minutes ->
    [zero] قليلًا
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $minutes } دقائق
    [many] { $minutes } دقيقة
   *[other] { $minutes } دقيقة
} ثم حاول مرة أخرى.
sign-in-signed-out = تم تسجيل خروجك.

card-hello = مرحبًا { $name }!
card-come-in = ادخل
card-not-you = لست { $name }؟ أعد البطاقة.

family-lead = لعائلات هذا الصف
family-more = تقرؤون ما يعرضه الصف على عائلاته. لا تحتاجون إلى حساب، ولا نسأل من أنتم.
family-feed = المتابعة في قارئ خلاصات
family-feed-how = ضعوا أحد هذين العنوانين في قارئ الخلاصات لديكم. يعرض التدوينات نفسها من دون صورها. كل من لديه العنوان يمكنه القراءة، فلا تعطوه لأحد.
family-gone-what = لم يعد هذا الرابط يعمل
family-gone-do = أعدّ الصف رابطًا جديدًا لعائلاته. اطلبوه من المعلم.
