"""Every table of the book in one accessible workbook, for Excel and as OpenDocument."""
