"""Sample data for the page that shows every component (development only): templates/dev/."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import PUBLIC, access

MEASURE = {
    "en": "Ambulances cross at Abu al-Zindayn at any hour, without prior permission, on sight of a common emblem.",
    "ar": "تعبر سيارات الإسعاف من معبر أبو الزندين في أي ساعة، دون إذن مسبق، بمجرد رؤية شارة موحدة.",
    "ku": "Ambulans di her saetê de, bêyî destûra pêşîn, bi dîtina nîşaneke hevpar di Ebû Zendînê re derbas dibin.",
}
TITLES = {
    "en": "Safe passage for medical emergencies",
    "ar": "مرور آمن للحالات الطبية الطارئة",
    "ku": "Derbasbûna ewle ji bo rewşên tenduristî yên awarte",
}
LANGUAGES = [("en", "English", "ltr"), ("ar", "العربية", "rtl"), ("ku", "Kurmancî", "ltr")]
POSITIONS = [
    ("support", "Support"),
    ("conditions", "Accept with conditions"),
    ("cannot", "Cannot accept"),
    ("none", "No position"),
]


class SampleForm(forms.Form):
    """One of each kind of field."""

    title = forms.CharField(label="Title", help_text="As it stands in the contents.", initial="Safe passage")
    owner = forms.CharField(label="Owner", required=False)
    sector = forms.ChoiceField(label="Sector", choices=[("aid", "S-01 Aid"), ("travel", "S-03 Travel of civilians")])
    text = forms.CharField(label="Definition", widget=forms.Textarea(attrs={"rows": 3}), initial=MEASURE["en"])
    quantity = forms.IntegerField(label="Target quantity")
    confirmed = forms.BooleanField(label="Both areas have confirmed this wording")
    position = forms.ChoiceField(
        label="Position of your group", choices=POSITIONS, widget=forms.RadioSelect, initial="conditions"
    )
    title_en = forms.CharField(
        label="English",
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en", "dir": "auto"}),
        initial=TITLES["en"],
    )
    title_ar = forms.CharField(
        label="العربية",
        widget=forms.Textarea(attrs={"rows": 2, "lang": "ar", "dir": "auto"}),
        initial=TITLES["ar"],
    )
    title_ku = forms.CharField(
        label="Kurmancî", widget=forms.Textarea(attrs={"rows": 2, "lang": "ku", "dir": "auto"}), initial=""
    )


def sample_languages(form: forms.Form) -> list[dict[str, Any]]:
    states = {"en": "ok", "ar": "outdated", "ku": "missing"}
    return [
        {
            "code": code,
            "label": label,
            "dir": direction,
            "field": form[f"title_{code}"],
            "state": states[code],
        }
        for code, label, direction in LANGUAGES
    ]


def sample_texts() -> list[dict[str, str]]:
    states = {"en": "ok", "ar": "ok", "ku": "outdated"}
    return [
        {"code": code, "label": label, "dir": direction, "text": MEASURE[code], "state": states[code]}
        for code, label, direction in LANGUAGES
    ]


def sample_outline() -> list[dict[str, Any]]:
    measures = [
        ("M-11", "Exchange of detainees’ remains"),
        ("M-12", TITLES["en"]),
        ("M-13", "امتحانات الشهادة الثانوية"),
    ]
    return [
        {"url": "#t", "label": "Introduction", "count": 6},
        {
            "url": "#c",
            "label": "Criteria",
            "count": 12,
            "children": [
                {"url": "#c3", "code": "C-03", "label": "Detention is known and notified", "state": "ok"},
                {"url": "#c4", "code": "C-04", "label": "No strikes on markets", "state": "outdated"},
            ],
        },
        {
            "url": "#m",
            "label": "Measures",
            "count": 15,
            "children": [
                {
                    "url": f"#{code}",
                    "code": code,
                    "label": label,
                    "current": code == "M-12",
                    "state": "missing" if code == "M-13" else "ok",
                }
                for code, label in measures
            ],
        },
        {"url": "#p", "label": "Parked", "count": 3},
    ]


def sample_timeline() -> dict[str, Any]:
    rows = [
        ("M-12.G2", 60, 260, "safe"),
        ("M-12.T1", 180, 240, "calm"),
        ("M-12.S1", 400, 380, "neutral"),
        ("C-03.D1", 620, 300, ""),
    ]
    return {
        "timeline_height": 40 + 30 * len(rows),
        "timeline_ticks": [{"x": 40 + 184 * n, "label": f"T0 + {3 * n}m"} for n in range(6)],
        "timeline_rows": [
            {"y": 38 + 30 * n, "x": x, "width": width, "label": code, "note": "", "dimension": dimension}
            for n, (code, x, width, dimension) in enumerate(rows)
        ],
    }


def sample_lists() -> dict[str, Any]:
    return {
        "crumbs": [("#", "Roadmaps"), ("#", "July 2023")],
        "nav_items": [
            ("#", "Draft", True),
            ("#", "Versions", False),
            ("#", "Rounds", False),
            ("#", "People", False),
        ],
        "tabs": [
            {"url": "#", "label": "All", "count": 64, "current": True},
            {"url": "#", "label": "Without an answer", "count": 7},
            {"url": "#", "label": "Released", "count": 57},
        ],
        "columns": ["Group", "Invited", "Sent", "Opened", "Position"],
        "rows": [
            ["Women’s Advisory Board", "12", "12", "9", "Accept with conditions"],
            ["غرفة المجتمع المدني", "24", "24", "17", "Support"],
            ["Civaka sivîl a Qamişloyê", "8", "7", "5", "No position"],
        ],
        "problems": [
            {"url": "#", "code": "M-12.G2", "message": "No verification method"},
            {"url": "#", "code": "M-13", "message": "A measure needs two areas"},
            {"url": "#", "code": "C-04", "message": "Arabic definition is out of date"},
        ],
        "actions": [
            {"label": "Duplicate", "url": "#", "key": "d"},
            {"label": "Move up", "url": "#", "key": "alt+ArrowUp"},
            {"label": "Delete", "url": "#", "danger": True},
        ],
        "parts": [
            ("equal", "Each area notifies the families of persons detained "),
            ("delete", "as soon as possible"),
            ("insert", "within fourteen days"),
            ("equal", " and gives the place of detention"),
            ("insert", ", şêwe û dem"),
            ("equal", "."),
        ],
        "parts_ar": [
            ("equal", "تُبلغ كل منطقة أسر المحتجزين "),
            ("delete", "في أقرب وقت ممكن"),
            ("insert", "خلال أربعة عشر يوماً"),
            ("equal", " وتحدد مكان الاحتجاز."),
        ],
        "comments": [
            {
                "kind_label": "Suggestion",
                "kind_icon": "wording",
                "tone": "live",
                "author": "A member of Civil Society Room",
                "theme": "Verification",
                "passage": "on sight of a common emblem",
                "text": "من يصدر الشارة الموحدة؟ نقترح أن تصدرها جهة محايدة وأن تُعلن قائمة المركبات.",
                "wording": "بمجرد رؤية شارة تصدرها اللجنة الدولية للصليب الأحمر.",
                "state_label": "No answer",
                "state_tone": "warn",
            },
            {
                "kind_label": "Red line",
                "kind_icon": "red-line",
                "tone": "bad",
                "author": "A member of Women’s Advisory Board",
                "text": "Patients must never be asked where they come from.",
                "state_label": "Accepted",
                "state_tone": "good",
            },
        ],
    }


@access(PUBLIC)
def components(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build pages."""
    return render(request, "dev/components.html", sample_context())


@access(PUBLIC)
def reviewer(request: HttpRequest) -> HttpResponse:
    """The reviewer's arrangements in their own light frame."""
    return render(request, "dev/reviewer.html", sample_context())


def sample_context() -> dict[str, Any]:
    form = SampleForm()
    wrong = SampleForm({"title": "", "sector": "aid", "quantity": "many"}, prefix="wrong")
    return {
        "form": form,
        "wrong": wrong,
        "languages": sample_languages(form),
        "texts": sample_texts(),
        "outline": sample_outline(),
        "steps": [
            {"label": "Version", "url": "#", "state": "done"},
            {"label": "Groups", "state": "current"},
            {"label": "Preview and open", "state": "open"},
        ],
        "stands": [
            {"label": "Support", "count": 5, "x": 0, "width": 42, "tone": "support"},
            {"label": "Accept with conditions", "count": 4, "x": 42, "width": 33, "tone": "conditions"},
            {"label": "Cannot accept", "count": 1, "x": 75, "width": 8, "tone": "cannot"},
            {"label": "No position", "count": 2, "x": 83, "width": 17, "tone": "none"},
        ],
        "files": ["IMG_2041.jpg", "محضر التسليم.pdf"],
        "day": date(2026, 11, 22),
        "page": Paginator(range(60), 20).page(2),
        "titles": TITLES,
        "measure": MEASURE,
        "hash": "9f2b6c1d0a44e17f5b83c0d2e69a7714c3f0de5a8812b7c6e4d95f310a2b6c7d",
        **sample_lists(),
        **sample_timeline(),
    }
