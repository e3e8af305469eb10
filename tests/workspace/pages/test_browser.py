"""Each role's main journey in a real browser: by keyboard, at 320 pixels, with axe on every page. Screenshots are kept
in build/screenshots."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from reassess.workspace.commands import DEMO_NAMES

from ..live import Live

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SHOTS = Path(__file__).parents[3] / "build" / "screenshots"
SHEET = Path(__file__).parents[3] / "src/reassess/workspace/pages/static/built/reassess.css"
WORDS = "The account was never taken and the phone never looked at."

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no /usr/bin/chromium on this machine (Debian: chromium)"),
    pytest.mark.skipif(not SHEET.exists(), reason="styles: python -m reassess.workspace.pages.frontend.build"),
]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The small run, served."""
    made = Live(tmp_path_factory.mktemp("served"))
    made.publish()
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def signed_in(browser: Browser, live: Live) -> Iterator[Callable[[str], Page]]:
    """Signs a role in, typing with the keyboard, and gives the page. Any request to another host fails the test."""
    contexts = []

    def sign_in(name: str) -> Page:
        context = browser.new_context(viewport={"width": 1366, "height": 800}, base_url=live.address)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: elsewhere.append(request.url) if "localhost" not in request.url
                and not request.url.startswith("data:") else None)  # fmt: skip
        page.on(
            "console", lambda message: troubles.append(message.text) if "Content Security" in message.text else None
        )
        page.goto("/account/sign-in/")
        page.focus("#id_login")
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(live.passwords[name])
        with page.expect_navigation():
            page.keyboard.press("Enter")
        if "/conduct/" in page.url:
            with page.expect_navigation():
                page.get_by_role("button", name="Accept and continue").press("Enter")
        assert DEMO_NAMES[name] in page.locator(".app-header__who").inner_text()
        return page

    elsewhere: list[str] = []
    troubles: list[str] = []
    yield sign_in
    for context in contexts:
        context.close()
    assert elsewhere == []
    assert troubles == []


def faults(page: Page) -> list[str]:
    """What axe says against the page, and whether it is wider than a phone."""
    found = Axe().run(page, options={"runOnly": WCAG}).response
    assert found["passes"], "axe did not run"
    said = [f"{page.url}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
    page.set_viewport_size({"width": 320, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1366, "height": 800})
    return said + ([f"{page.url}: {width} pixels wide at 320"] if width > 320 else [])


def shot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


PAGES = {
    "supervisor": [
        "/",
        "/queue/",
        "/queue/?band=none",
        "/cases/1/",
        "/cases/1/questions/",
        "/cases/1/timeline/",
        "/cases/1/people/",
        "/cases/1/links/",
        "/cases/1/places/",
        "/cases/1/documents/",
        "/cases/1/documents/1/",
        "/cases/1/documents/2/",
        "/cases/1/definitions/",
        "/cases/1/order/",
        "/cases/1/decide/",
        "/risks/",
        "/risks/1/",
        "/cases/1/raise-risk/",
        "/enquiries/",
        "/links/",
        "/links/1/",
        "/search/",
        "/search/?q=counter",
        "/search/?q=nothingofthekind",
        "/people/",
        "/people/1/",
        "/places/1/",
        "/identifiers/phone/07700900001/",
        "/reports/",
        "/reports/new/",
        "/audit/",
        "/progress/",
        "/assurance/",
        "/forecast/",
        "/publications/",
        "/keys/",
        "/account/factors/",
        "/account/sessions/",
        "/account/password/",
        "/nowhere/",
    ],
    "analyst": ["/", "/queue/", "/cases/1/", "/cases/1/decide/", "/links/", "/publications/"],
    "lead": ["/", "/cases/1/?raise=1", "/risks/?whose=over", "/enquiries/"],
    "assurer": ["/", "/cases/1/", "/audit/"],
    "administrator": ["/accounts/", "/accounts/new/", "/accounts/1/", "/audit/", "/cases/1/"],
    "oversight": ["/progress/", "/assurance/", "/forecast/"],
}


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_fault_of_access_nor_breaks_at_320_pixels(signed_in, name):
    page, said = signed_in(name), []
    for path in PAGES[name]:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        said += faults(page)
        shot(page, f"{name}{re.sub(r'[^a-z0-9]+', '-', path)}".strip("-"))
    assert said == []


def test_the_sign_in_page_has_no_fault(browser, live):
    page = browser.new_page(base_url=live.address)
    page.goto("/account/sign-in/")
    assert faults(page) == []
    shot(page, "sign-in")
    page.close()


def read_and_decide(page: Page, outcome: str, reason: str) -> str:
    """Take the next case, answer the first finding and decide, without the mouse; returns the address of the case."""
    page.goto("/")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.innerText").strip() == "Take the next case"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    address = page.url
    page.keyboard.press("1")
    assert page.locator("input[name=verdict]:checked").count() == 0, "no finding is in focus"
    page.keyboard.press("j")
    page.keyboard.press("1")
    assert page.locator("input[name=verdict]:checked").count() == 0, "the question was not in view"
    page.keyboard.press("1")
    assert page.evaluate("document.activeElement.value") == "yes"
    page.keyboard.press("Tab")
    page.keyboard.type("As the log says.")
    form = page.locator("form:has(input[name=verdict]:checked)")
    with page.expect_navigation():
        form.get_by_role("button").press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.wait_for_url(re.compile("/decide/"))
    page.locator(f"#o-{outcome}").press("Space")
    page.locator(f"#r-{reason}").press("Space")
    page.locator("#words").press_sequentially(WORDS, delay=0)
    with page.expect_navigation():
        page.get_by_role("button", name="Save decision").press("Enter")
    return address


def test_two_reviewers_and_a_supervisor_bring_a_case_to_its_end(signed_in):
    first, second = signed_in("reviewer"), signed_in("reviewer2")
    address = read_and_decide(first, "O3", "lines")
    assert "The other reader does not see it" in first.content()
    first.goto(f"{address}decide/")
    assert "To be read" not in first.locator(".app-case-head").inner_text()
    assert read_and_decide(second, "O7", "material") == address
    shot(second, "reviewer-after-the-second-vote")
    third = signed_in("supervisor")
    third.goto(address)
    with third.expect_navigation():
        third.get_by_role("button", name="Take this case").press("Enter")
    third.goto(f"{address}decide/")
    assert "Two readers gave different outcomes or reasons" in third.content()
    assert "phone never looked at" not in third.content()
    shot(third, "supervisor-third-read")
    third.locator("#o-O3").press("Space")
    third.locator("#r-lines").press("Space")
    third.locator("#words").fill(WORDS)
    with third.expect_navigation():
        third.get_by_role("button", name="Save decision").press("Enter")
    third.goto(f"{address}decide/")
    assert third.content().count("phone never looked at") == 3
    shot(third, "supervisor-decided")


def test_keys_answer_only_what_is_in_view_and_can_be_turned_off(signed_in):
    page = signed_in("reviewer")
    page.goto("/cases/4/")
    third = page.locator("[data-finding]").nth(2)
    third.focus()
    page.evaluate("window.scrollTo(0, 0)")
    page.keyboard.press("3")
    assert page.locator("input[name=verdict]:checked").count() == 0
    assert third.locator("legend").is_visible()
    page.evaluate("window.scrollTo(0, 0)")
    third.focus()
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.keyboard.press("3")
    assert page.locator("input[name=verdict]:checked").count() == 0, "the question had scrolled out of view"
    page.keyboard.press("3")
    assert third.locator("input[value=no]").is_checked()
    assert page.locator("input[name=verdict]:checked").count() == 1
    page.goto("/keys/")
    page.get_by_role("button", name="Turn keyboard shortcuts off").press("Enter")
    assert "shortcuts are off" in page.locator("[data-shortcuts-state]").inner_text()
    assert faults(page) == []
    shot(page, "keys-off")
    page.goto("/cases/4/")
    page.keyboard.press("d")
    page.keyboard.press("j")
    assert page.url.endswith("/cases/4/")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.goto("/keys/")
    page.get_by_role("button", name="Turn keyboard shortcuts on").press("Enter")
    page.goto("/cases/4/")
    page.keyboard.press("d")
    page.wait_for_url(re.compile("/decide/"))


def test_words_selected_in_the_text_become_a_quote(signed_in):
    page = signed_in("reviewer")
    page.goto("/cases/2/")
    finding = page.locator("[data-finding]", has_text="A wording in the report")
    finding.locator("summary", has_text="What it is based on").press("Enter")
    finding.locator("mark").evaluate("(mark) => window.getSelection().selectAllChildren(mark)")
    finding.focus()
    page.keyboard.press("q")
    assert finding.locator("[data-quotes]").input_value().strip() == "The second person named"
    page.keyboard.press("Escape")
    finding.locator("input[value=cannot]").press("Space")
    with page.expect_navigation():
        finding.get_by_role("button", name="Save answer").press("Enter")
    assert "Answered: Cannot tell from the record" in page.locator(".app-main").inner_text()


def test_a_draft_outlives_a_server_that_is_killed(signed_in, live):
    page = signed_in("reviewer")
    page.goto("/cases/3/")
    page.locator("#note-text").fill("Half a thought about the log")
    page.locator("#note-text").press("Tab")
    page.get_by_text("Draft saved.").first.wait_for()
    live.stop(kill=True)
    live.start()
    page.goto("/cases/3/")
    assert page.locator("#note-text").input_value() == "Half a thought about the log"


def test_a_safeguarding_lead_takes_a_risk_to_its_end(signed_in):
    lead, supervisor = signed_in("lead"), signed_in("supervisor")
    lead.goto("/risks/")
    with lead.expect_navigation():
        lead.get_by_role("link", name="A child victim is missing now").press("Enter")
    address = lead.url
    with lead.expect_navigation():
        lead.get_by_role("button", name="Take this risk").press("Enter")
    lead.locator("summary", has_text="Record a referral").press("Enter")
    lead.locator("#refer-words").fill("I rang them at 9am.")
    lead.locator("#refer-to").fill("Missing-persons unit")
    with lead.expect_navigation():
        lead.locator("#refer-to").press("Enter")
    assert "Referred" in lead.locator("ol").inner_text(), "Enter sends the form that it is typed in, and no other"
    assert "I rang them at 9am." in lead.locator("ol").inner_text()
    lead.locator("summary", has_text="Close this risk").press("Enter")
    lead.locator("#close-words").fill("They have it and have answered.")
    lead.locator("#close-reason").select_option("referred_accepted")
    with lead.expect_navigation():
        lead.get_by_role("button", name="Close risk").press("Enter")
    assert "Waiting for a second person" in lead.content()
    supervisor.goto(address)
    with supervisor.expect_navigation():
        supervisor.get_by_role("button", name="Agree to close").press("Enter")
    assert "Closed" in supervisor.locator(".app-main").inner_text()
    shot(supervisor, "lead-risk-closed")


def test_an_analyst_raises_a_risk_and_the_lead_finds_it_at_sign_in(signed_in):
    analyst = signed_in("analyst")
    analyst.goto("/cases/9/documents/1/")
    with analyst.expect_navigation():
        analyst.get_by_role("link", name="Raise a risk from this document").press("Enter")
    analyst.locator("#words").fill("A child in the household is named here and no referral followed.")
    with analyst.expect_navigation():
        analyst.get_by_role("button", name="Raise risk").press("Enter")
    assert analyst.title().startswith("Error: ")
    assert faults(analyst) == []
    shot(analyst, "analyst-raise-risk-refused")
    analyst.locator("#band-immediate").check()
    with analyst.expect_navigation():
        analyst.get_by_role("button", name="Raise risk").press("Enter")
    assert "Immediate risk: Raised by a person" in analyst.locator(".app-risk-line").inner_text()
    lead = signed_in("lead")
    shot(lead, "lead-my-work")
    assert faults(lead) == []
    lead.locator("a[href^='/risks/']", has_text="INV/0009").first.press("Enter")
    lead.get_by_role("heading", name="Raised by a person").wait_for()
    assert "no referral followed" in lead.locator(".app-main").inner_text()
    shot(lead, "lead-raised-risk")
    lead.set_viewport_size({"width": 320, "height": 640})
    shot(lead, "lead-raised-risk-320")


def test_an_analyst_judges_a_pair_by_keyboard(signed_in):
    page = signed_in("analyst")
    page.goto("/links/1/")
    page.keyboard.press("2")
    page.keyboard.press("2")
    page.keyboard.press("Tab")
    page.keyboard.type("Different dates of birth")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "The next run will use" in page.content()


def test_a_quality_assurer_reads_the_trail(signed_in):
    page = signed_in("assurer")
    page.goto("/audit/?verb=case.read")
    assert "case.read" in page.content()
    shot(page, "assurer-audit")


def test_oversight_reads_assurance_and_forecast_by_keyboard(signed_in):
    page = signed_in("oversight")
    for words, shown in (("Assurance", "At most 5 more are among"), ("Forecast", "The chance of finishing")):
        with page.expect_navigation():
            page.get_by_role("navigation", name="Main").get_by_role("link", name=words).press("Enter")
        assert shown in page.locator(".app-main").inner_text()
    burn_up = page.get_by_role("img", name="Cases read over time")
    assert burn_up.bounding_box()["height"] > 200
    table = page.locator("table", has=page.get_by_text("Cases read over time, as a table"))
    assert table.locator("tbody tr").count() >= 4


def test_a_reader_sees_why_a_case_stands_where_it_does(signed_in):
    page = signed_in("analyst")
    page.goto("/cases/1/")
    with page.expect_navigation():
        page.get_by_role("link", name="Why here").press("Enter")
    said = page.locator(".app-main").inner_text()
    assert "the words 'phone'" in said
    assert page.locator("mark.hit").first.is_visible()
    page.fill("#on", "2001-01-01")
    with page.expect_navigation():
        page.locator("#on").press("Enter")
    assert "not in the order of that day" in page.locator(".app-main").inner_text()


def test_the_chart_is_moved_by_keys(signed_in):
    page = signed_in("reviewer")
    page.goto("/cases/1/links/")
    chart = page.locator(".app-chart__svg")
    before = chart.get_attribute("viewBox")
    chart.press("+")
    assert chart.get_attribute("viewBox") != before
    chart.press("0")
    assert chart.get_attribute("viewBox") == before


def test_pages_work_without_script(browser, live):
    context = browser.new_context(base_url=live.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/account/sign-in/")
    page.fill("#id_login", "reviewer2")
    page.fill("#id_password", live.passwords["reviewer2"])
    with page.expect_navigation():
        page.locator("#id_password").press("Enter")
    page.goto("/cases/4/")
    finding = page.locator("[data-finding]").first
    finding.locator("summary", has_text="Answer").click()
    finding.locator("input[value=partly]").check()
    with page.expect_navigation():
        finding.get_by_role("button", name="Save answer").click()
    page.get_by_text("Answered: Partly").first.wait_for()
    page.goto("/cases/1/links/")
    assert page.locator(".app-chart__svg circle").count() > 3
    context.close()


def test_a_passkey_is_registered_and_signs_in(signed_in, live):
    page = signed_in("oversight")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True}})  # fmt: skip
    page.goto("/account/factors/webauthn/add/")
    page.fill("#id_password", live.passwords["oversight"])
    with page.expect_navigation():
        page.locator("#id_password").press("Enter")
    page.fill("#id_name", "Desk key")
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)
    page.context.clear_cookies()
    page.goto("/account/sign-in/")
    page.locator("#passkey_login").click()
    page.wait_for_url(re.compile("/progress/"))
