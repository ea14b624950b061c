# The frame around every page.
#
# The words of Schoolgate in Arabic: Modern Standard. Buttons and the log are verbal nouns, which are the same for women and
# men. What is put in stands alone in its sentence: the frame isolates it, so that Latin names do not draw commas along.
# gate: البوابة · waiting: في الانتظار · let in: السماح بالدخول · let out: السماح بالخروج · leave out: حذف جزء
# sent back: إعادة إلى الكاتب · turned away: رفض · sealed: ختم، مختوم · taken back: سحب، مسحوب · take off the page: رفع عن الصفحة
# erase: محو · delete: حذف · pause: إيقاف مؤقت · held: محتجز · partner school: مدرسة شريكة · partner class: صف شريك
# class blog: مدونة الصف · group: مجموعة · tray: سلة · draft: مسودة · post: تدوينة · comment: تعليق · follow: متابعة
# like: إعجاب · safety words: كلمات الأمان · safeguarding lead: مسؤول حماية الأطفال · admin: مدير الموقع
# co-moderator: مشرف مساعد · cover: بديل · coach: موجّه · invitation: دعوة · audit log: سجل التدقيق · delivery: إرسال
# letter: رسالة · put aside: موضوع جانبًا · campus: ساحة المدرسة

nav-skip = انتقال إلى الصفحة
nav-label = القائمة الرئيسية
nav-gate = البوابة
nav-gate-waiting = في الانتظار:
nav-sealed = المخاوف
nav-sealed-open = الحالات المفتوحة:
nav-campus = ساحة المدرسة
nav-search = بحث
nav-classes = الصفوف
nav-tray = سلّتي
nav-comfort = قراءة مريحة
nav-more = المزيد
nav-signed-in-as = الدخول باسم
nav-partners = المدارس الشريكة
nav-staff = العاملون والصلاحيات
nav-deliveries = الإرسال
nav-audit = سجل التدقيق
nav-about = حول الموقع
nav-sign-in = تسجيل الدخول
nav-switch = لست { $name }؟
nav-sign-out = تسجيل الخروج
nav-leave = مغادرة

language-name = العربية
language-label = اللغة
foot-source = الشيفرة المصدرية
foot-version = Schoolgate { $version } ‏({ $commit })

toast-undo = تراجع

pages-label = صفحات أخرى
pages-newer = الأحدث
pages-older = الأقدم
pages-before = الصفحة السابقة
pages-next = الصفحة التالية

read-to-me = اقرأ لي
read-stop = إيقاف القراءة

tell-adult = أخبر شخصًا كبيرًا
