"""Survey forms as data, their exports taken in, answers, and synthetic ones."""
