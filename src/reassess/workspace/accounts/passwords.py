"""How passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 46 MiB and one pass, the first of the settings that OWASP's password storage guidance recommends.

    Django's own (100 MiB, eight lanes) takes four times the processor: when a team signs in at the same hour,
    everybody waits for it, also those who read. Passwords kept before are hashed anew at their next use.
    """

    time_cost = 1
    memory_cost = 47_104
    parallelism = 1
