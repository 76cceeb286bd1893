"""Looks into PDF, DOCX, ODT and saved emails that strangers send, rule by rule.

It runs in a process of its own (`run.py`), started by `migs_site.base.documents`, which knows how to say what is found.
Nothing in here imports Django. Why each rule is as it is: docs/decisions/0018-what-is-taken-for-a-document.md.
"""
