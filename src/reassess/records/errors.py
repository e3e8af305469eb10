"""The error for people: its message says what to do."""


class UserError(Exception):
    """An error that the user can correct.

    The message names the file, row and field if there is one, what was expected, and what to do next.
    The command line prints it without a traceback and exits with code 2.
    """
