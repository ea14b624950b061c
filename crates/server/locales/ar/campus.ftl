# The campus: every class and pupil group.

campus-lead = افتح كتابًا وانظر ماذا نفعل.
campus-classes = صفوفنا
campus-groups = مجموعاتنا
campus-friends = من أصدقائنا
campus-friends-all = كل تدوينات أصدقائنا
campus-no-post-yet = لا تدوينات بعد.
campus-empty = لا صفوف بعد
door-lead = تكتب صفوفنا هنا لمن تعرفهم.
door-pupils = التلاميذ: ضع بطاقتك أمام الكاميرا، أو امسح ملصق صفك.
door-families = العائلات: استخدموا الرابط الذي أعطاكم إياه صف طفلكم.
door-staff = دخول العاملين من هنا
campus-empty-more = يضيف مدير الموقع الصف الأول، فيظهر كتابه هنا.
