"""Limits on what reading one file may cost. A file over a limit is listed with that limit, and the run goes on."""

import resource
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The limits on one file. Sizes are in bytes, and times in seconds, unless the name says otherwise.

    The defaults allow a phone report of 5,000 pages and stop what only an attack would need.
    """

    file_bytes: int = 1_000_000_000
    memory: int = 3_000_000_000
    processor_seconds: int = 600
    page_seconds: int = 120
    characters: int = 100_000_000
    pages: int = 20_000
    scanned_pages: int = 400
    megapixels: int = 150
    unpacked: int = 600_000_000
    unpacked_ratio: int = 150
    members: int = 5_000
    depth: int = 60

    def apply_to_process(self) -> None:
        """Set the limits of this process for the rest of its life. Call it only in a child process."""
        resource.setrlimit(resource.RLIMIT_AS, (self.memory, self.memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.file_bytes, self.file_bytes))
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))

    def allow_next_file(self) -> None:
        """Allow processor time for the next file; the kernel ends a process that uses more."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = int(used.ru_utime + used.ru_stime) + 1
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds + self.processor_seconds, hard))
