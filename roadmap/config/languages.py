"""Kurmanji is not among the languages that Django knows: Latin script, left to right."""

from django.conf.locale import LANG_INFO

LANG_INFO["ku"] = {"bidi": False, "code": "ku", "name": "Kurmanji", "name_local": "Kurmancî"}
