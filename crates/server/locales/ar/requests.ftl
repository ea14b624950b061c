# Families ask for something to be removed; adults of the class answer.

ask-removal = طلب إزالة هذا
ask-removal-title = اطلبوا منا إزالة هذا
ask-removal-lead = يقرأ أحد معلمي الصف ما تكتبونه، ويجيب خلال أسبوع.
ask-removal-words = لماذا ينبغي إزالته؟
ask-removal-words-hint = لا يلزمكم ذكر السبب. يفيد أن تسمّوا الطفل أو الصورة المقصودة.
ask-removal-contact = كيف نتواصل معكم؟
ask-removal-contact-hint = يمكنكم ترك هذا فارغًا. نستخدمه للرد عليكم، وننساه بعد 90 يومًا.
ask-removal-send = طلب إزالته
ask-removal-back = رجوع وتركه كما هو
ask-removal-thanks = شكرًا، وصلنا طلبكم
ask-removal-thanks-more = يجيب أحد معلمي الصف خلال أسبوع. إن كان الأمر عاجلًا فاتصلوا بالمدرسة هاتفيًا.
ask-removal-go-on = العودة إلى الصف

requests-title = طلبات العائلات
requests-lead = ما تريد العائلات إزالته. أجيبوا خلال أسبوع: إما أن يُزال هنا وفي كل مدرسة لديها نسخة، وإما أن يبقى وتخبروا العائلة بالسبب.
requests-empty = لا عائلة تنتظر ردًا.
requests-empty-more = تجد العائلات «طلب إزالة هذا» تحت كل تدوينة وتعليق.
requests-due = موعد الرد: { $day }
requests-late = فات موعد الرد: { $day }
requests-off = لم يعد على أي صفحة.
requests-no-words = لم تذكر العائلة سببًا، ولا يلزمها ذلك.
requests-asked = وقت الطلب:
requests-no-contact = لم تترك العائلة اسمًا ولا رقمًا.
requests-remove = إزالته
requests-remove-question = يختفي هنا فورًا. إن كان منا، يُطلب من كل مدرسة لديها نسخة أن تحذفها، ويُمحى بعد يوم.
requests-remove-yes = نعم، إزالته
requests-done = لقد أُزيل
requests-keep = يبقى
requests-why = لماذا يبقى؟
requests-why-hint = سجّلوا ما تقولونه للعائلة. يبقى هنا لزملائكم.
requests-keep-yes = يبقى
requests-others = يجيب عن هذا الطلب معلمو الصف نفسه ومسؤول حماية الأطفال.
requests-settled = تم الرد عليها
requests-removed = أُزيل
requests-kept = يبقى
requests-reminder = { $count ->
    [zero] لا عائلة تنتظر ردًا. { $day }
    [one] عائلة تنتظر ردًا. الموعد: { $day }
    [two] عائلتان تنتظران ردًا. الموعد الأول: { $day }
    [few] { $count } عائلات تنتظر ردًا. الموعد الأول: { $day }
    [many] { $count } عائلة تنتظر ردًا. الموعد الأول: { $day }
   *[other] { $count } عائلة تنتظر ردًا. الموعد الأول: { $day }
}
toast-request-removed = أُزيل. تم الرد على طلب العائلة.
toast-request-kept = يبقى. تم الرد على طلب العائلة.
toast-request-why = اذكروا لماذا يبقى: ستسأل العائلة عن ذلك.
fault-request-words = 1,000 حرف على الأكثر، من فضلكم.
fault-request-contact = 200 حرف على الأكثر، من فضلكم.
fault-request-many = طلبت عائلات كثيرة من قبل، وهي تنتظر الرد. اتصلوا بالمدرسة هاتفيًا من فضلكم.
