"""What stops a command: a mistake of a user, said in one message; and what ends a run well."""

import errno

# No room, no right to write, a disk that takes none: nothing a traceback would explain.
DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}


class Told(Exception):
    """An exception whose text is all that a notebook shows of it, and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class InputError(Told):
    """A mistake in a file, a name or a parameter; its text is all a user sees, exit code 2."""


def of_the_disk(problem: OSError) -> str | None:
    """Return what to say of a disk that is full or closed to us; None for another problem."""
    if problem.errno not in DISK:
        return None
    return f"{problem.filename or 'build'}: cannot be written: {problem.strerror}"


class Ended(Told):
    """Ends a run and is no mistake."""
