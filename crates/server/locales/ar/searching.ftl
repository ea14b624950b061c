# Looking for words, and what was found.

search-title = بحث
search-lead = المنشورات والتعليقات، أيًّا كان ما آلت إليه.
search-words = كلمات
search-do = ابحث
search-cut = لم يُبحث إلا عن أول اثنتي عشرة كلمة.
search-nothing = لم يُعثر على شيء
search-nothing-more = جرّب كلمات أقل، أو كلمة أخرى.
search-no-word = لا كلمة في ذلك
search-no-word-more = اكتب كلمة لتبحث عنها.
search-comment = تعليق
search-picture = صورة:
search-on-page = على الصفحة
search-changed = تغيير ينتظر
search-waiting = ينتظر عند البوابة
search-staff-only = شاشة العاملين فقط
search-hidden = مخفي
search-sent-back = أُعيد إلى صاحبه
search-turned-away = رُفض
search-taken-back = سُحب
