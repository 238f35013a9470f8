"""What notebooks show: the house style, charts with their words, and their pictures."""
