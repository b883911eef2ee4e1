"""The themes with which a new installation begins. From then on they are the installation's own."""

import pgtrigger
from django.db import migrations

#: Slug, and the name in English, Arabic and Kurmanji.
THEMES = (
    ("accountability", "accountability", "المساءلة", "berpirsyarî û lêpirsîn"),
    ("detainees-missing", "detainees and missing persons", "المحتجزون والمفقودون", "girtî û kesên winda"),
    ("protection", "protection", "الحماية", "parastin"),
    ("decentralisation", "decentralisation", "اللامركزية", "nenavendîbûn"),
    ("economic-integration", "economic integration", "التكامل الاقتصادي", "yekbûna aborî"),
    ("local-mediation", "local mediation", "الوساطة المحلية", "navbeynkariya herêmî"),
    ("womens-participation", "women's participation", "مشاركة المرأة", "beşdariya jinan"),
    ("refugee-return", "refugee return", "عودة اللاجئين", "vegera penaberan"),
    ("humanitarian-access", "humanitarian access", "وصول المساعدات الإنسانية", "gihîştina alîkariya mirovî"),
    ("sanctions-relief", "sanctions relief", "تخفيف العقوبات", "sivikkirina sizayan"),
    ("conscription", "conscription", "التجنيد الإلزامي", "leşkeriya neçarî"),
    ("civil-documentation", "civil documentation", "الوثائق المدنية", "belgeyên sivîl"),
)


def add(apps, _schema_editor):
    theme = apps.get_model("roadmap", "Theme")
    if theme.objects.exists():
        return
    # What was there from the beginning is nobody's act: the audit trail starts after it.
    with pgtrigger.ignore("roadmap.Theme:audit"):
        for position, (slug, english, arabic, kurmanji) in enumerate(THEMES):
            theme.objects.create(slug=slug, name={"en": english, "ar": arabic, "ku": kurmanji}, position=position)


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0005_audit_without_drafts")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
