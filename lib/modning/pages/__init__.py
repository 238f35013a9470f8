"""The pages that an evaluation adds to its book."""
