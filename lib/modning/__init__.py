"""From the survey forms and budgets of a municipal programme to a published evaluation."""
