"""What is kept in memory between requests: one value a key, whichever thread asks."""

import threading
from concurrent.futures import ThreadPoolExecutor

from reassess.workspace.platform.latest_cache import LatestCache


def test_a_value_is_made_once_for_its_key() -> None:
    kept: LatestCache[int, object] = LatestCache()
    first = kept.get(1, object)
    assert kept.get(1, object) is first
    assert kept.get(2, object) is not first
    assert kept.get(1, object) is not first  # only the last key is kept


def test_a_thread_that_is_overtaken_still_gets_the_value_of_its_own_key() -> None:
    """One thread is making its value while another asks for another key: neither fails, neither gets the other's."""
    kept: LatestCache[str, str] = LatestCache()
    begun, go_on = threading.Event(), threading.Event()

    def slowly() -> str:
        begun.set()
        assert go_on.wait(10)
        return "of the old publication"

    with ThreadPoolExecutor(1) as pool:
        old = pool.submit(kept.get, "old", slowly)
        assert begun.wait(10)
        assert kept.get("new", lambda: "of the new publication") == "of the new publication"
        go_on.set()
        assert old.result(10) == "of the old publication"
    assert kept.get("new", lambda: "of the new publication") == "of the new publication"


def test_many_threads_with_changing_keys_never_get_a_value_of_another_key() -> None:
    kept: LatestCache[int, int] = LatestCache()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: (n % 3, kept.get(n % 3, lambda: n % 3)), range(3_000)))
    assert all(key == value for key, value in found)
