"""Whoever is not the owner of the table knows and changes the budgets of visitors alone: none of a limit for staff."""

from django.db import migrations

POLICY = """
CREATE POLICY of_visitors ON public.rate_limits_budget USING (starts_with(name, 'internships.'));
ALTER TABLE public.rate_limits_budget ENABLE ROW LEVEL SECURITY;
"""
NO_POLICY = """
ALTER TABLE public.rate_limits_budget DISABLE ROW LEVEL SECURITY;
DROP POLICY of_visitors ON public.rate_limits_budget;
"""


class Migration(migrations.Migration):
    dependencies = [("rate_limits", "0001_budgets")]

    operations = [migrations.RunSQL(POLICY, NO_POLICY)]
