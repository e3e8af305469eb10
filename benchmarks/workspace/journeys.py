"""What one person does, for locust: mixed journeys as in a working day, with pauses to read.

LOAD_PAUSE gives the shortest and longest pause in seconds ("5 25"); the README says why.
"""

import json
import os
import random
import re
from typing import Any

import gevent
from locust import HttpUser, between, task

ACCOUNTS: list[list[str]] = json.loads(os.environ.get("LOAD_ACCOUNTS", "[]"))
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
WORDS = ("officer", "front counter", "phone", "taxi", "hotel", "statement", "07700 900", "closed")
PAUSE = tuple(float(part) for part in os.environ.get("LOAD_PAUSE", "5 25").split())
TABS = ("timeline", "people", "links", "places", "documents", "definitions", "decide")


class Reader(HttpUser):  # type: ignore[misc]
    """A reader: some time with each page."""

    wait_time = between(*PAUSE)

    def on_start(self) -> None:
        """Sign in once."""
        self.random = random.Random(len(ACCOUNTS))
        name, password = ACCOUNTS.pop()
        page = self.client.get("/account/sign-in/", name="sign in")
        self.post("/account/sign-in/", page, "sign in", login=name, password=password)
        page = self.client.get("/conduct/", name="conduct")
        self.post("/conduct/", page, "conduct")
        page = self.client.get("/queue/", name="queue")
        self.cases = re.findall(r'/cases/(\d+)/"', page.text) or ["1"]
        gevent.sleep(self.random.uniform(0, PAUSE[1]))  # people do not begin in step

    def post(self, path: str, page: Any, name: str, **fields: str) -> Any:
        """Send a form with the token of its page."""
        token = TOKEN.search(page.text)
        return self.client.post(path, {"csrfmiddlewaretoken": token[1] if token else "", **fields}, name=name)

    def any_case(self) -> str:
        """A case of the list looked at last."""
        return self.random.choice(self.cases)

    @task(4)
    def queue(self) -> None:
        """A page of the queue."""
        page = self.client.get(f"/queue/?page={self.random.randint(1, 300)}", name="queue")
        self.cases = re.findall(r'/cases/(\d+)/"', page.text) or self.cases

    @task(2)
    def filtered_queue(self) -> None:
        """The queue with filters."""
        year = self.random.randint(2010, 2019)
        self.client.get(f"/queue/?year={year}&finding=device-not-examined", name="queue, filtered")

    @task(10)
    def case(self) -> None:
        """A case and one of its tabs."""
        case = self.any_case()
        self.client.get(f"/cases/{case}/", name="case")
        tab = self.random.choice(TABS)
        self.client.get(f"/cases/{case}/{tab}/", name="case, other tabs")

    @task(3)
    def answer(self) -> None:
        """Answer the first finding of a case."""
        case = self.any_case()
        page = self.client.get(f"/cases/{case}/", name="case")
        rule = re.search(
            r'name="rule"\s+value="([^"]+)"[^>]*><input type="hidden" name="subject" value="([^"]*)"', page.text
        )
        version = re.search(r'name="version" value="(\d+)"', page.text)
        if rule and version:
            with self.client.post(
                f"/cases/{case}/answer/",
                {"csrfmiddlewaretoken": TOKEN.findall(page.text)[0], "rule": rule[1], "subject": rule[2],
                 "version": version[1], "verdict": "cannot", "words": "As recorded."},
                name="answer", catch_response=True,
            ) as answer:  # fmt: skip
                if answer.status_code in (200, 409):
                    answer.success()

    @task(4)
    def search(self) -> None:
        """A search."""
        self.client.get(f"/search/?q={self.random.choice(WORDS)}", name="search")

    @task(2)
    def risks(self) -> None:
        """The board."""
        self.client.get("/risks/", name="risks")

    @task(2)
    def my_work(self) -> None:
        """The first page."""
        self.client.get("/", name="my work")
