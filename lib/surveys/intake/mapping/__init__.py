"""Mappings: how the columns of an export are the questions of a form (`modning map`)."""
