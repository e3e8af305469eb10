"""The one error that is meant to be read by the person who gave the input."""


class UserError(Exception):
    """Something that the person at the keyboard can put right.

    The message names the file, row and field where there is one, says what was expected and what to do next.
    The command line prints it without a traceback and ends with exit code 2.
    """
