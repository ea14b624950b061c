# A pupil's tray and "Tell an adult". At most eight words a line, reading age seven.

tray-title = سلة { $name }
tray-writing = قيد الكتابة
tray-writing-none = لم تبدأ شيئًا بعد.
tray-with-teacher = عند معلمي
tray-with-teacher-none = لا شيء في الانتظار.
tray-out = خرج إلى العالم
tray-out-none = لا شيء بعد. قريبًا!
tray-empty = سلّتك فارغة
tray-empty-more = اكتب شيئًا، فيأتي إلى هنا.
tray-post = تدوينة
tray-comment = تعليق
tray-about = عن «{ $title }»
tray-again = حاول مرة أخرى. كلمة من { $name }…
tray-says = كلمة من { $name }…
tray-staying = يبقى في الصف
tray-mend = حاول مرة أخرى
tray-go-on = أكمل الكتابة
tray-changed = تغيير صغير من { $name }:
tray-turned-away = هذا يبقى في الصف.
tray-write-for = اكتب من أجل { $class }

tell-title = هل هناك شيء غير سليم؟
tell-who = سيصل هذا إلى { $name } فقط.
tell-words = ما هو؟ يمكنك ترك هذا فارغًا.
tell-who-nobody = سيقرأ هذا شخص كبير في المدرسة.
tell-send = أخبر شخصًا كبيرًا
tell-back = رجوع
tell-thanks = شكرًا لأنك أخبرتنا.
tell-thanks-more = سيصل هذا إلى { $name } قريبًا.
tell-thanks-more-nobody = سيقرؤه شخص كبير في المدرسة قريبًا.
tell-go-on = متابعة
