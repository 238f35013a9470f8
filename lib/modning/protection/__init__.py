"""Linked tables protected together: from the stored answers to the pattern of withheld cells."""

from modning.protection.protect import Protection, protect, under_presets

__all__ = ["Protection", "protect", "under_presets"]
