"""Linked tables protected together: from the stored answers to the pattern of withheld cells."""

from modning.protection.protect import protect, under_presets
