"""What a user can get wrong, said in one message."""


class InputError(Exception):
    """A mistake in a file or a parameter; its text is all a user sees, exit code 2."""
