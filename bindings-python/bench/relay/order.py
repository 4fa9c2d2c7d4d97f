"""An order paid in Chromium on a slow link: what it takes from the click to the receipt."""

import itertools
import statistics
import time

from playwright.sync_api import sync_playwright

# 400 ms, 400 kbit/s both ways.
LINK = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
PAGES = {"xaalis/pay": "page", "server-rendered forms": "forms"}
_orders = itertools.count(1)


def paid(origin, chromium, times):
    """For each page the medians of: ms until it can be used, then requests, bytes and ms until the receipt."""
    figures = {name: [] for name in PAGES}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        try:
            for _ in range(times):
                for name, kind in PAGES.items():
                    figures[name].append(_pays(browser, origin, kind))
        finally:
            browser.close()
    return {name: {key: statistics.median(turn[key] for turn in turns) for key in turns[0]} for name, turns in figures.items()}


def _pays(browser, origin, kind):
    number = next(_orders)
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    wire = _Wire(context.new_cdp_session(page))
    start = time.perf_counter()
    page.goto(f"{origin}/{kind}/{kind}-{number}", wait_until="commit")
    page.locator("#ready").wait_for()
    opened, opening = (time.perf_counter() - start) * 1e3, wire.count()
    page.fill("#ready input", f"65{100_000 + number}")
    start = time.perf_counter()
    page.click("#ready button", no_wait_after=True)
    page.locator("#asking").wait_for()
    page.fill("#asking input", "123456")
    page.click("#asking button", no_wait_after=True)
    page.locator("#done").wait_for(timeout=60_000)
    took = (time.perf_counter() - start) * 1e3
    if page.locator("#done").inner_text() != "settled":
        raise RuntimeError(f"not paid: {page.locator('#done').inner_text()}")
    # What the last answer weighs is told after it is shown.
    page.wait_for_timeout(500)
    requests, size = (last - first for last, first in zip(wire.count(), opening, strict=True))
    context.close()
    return {"opened ms": opened, "opened bytes": opening[1], "requests": requests, "bytes": size, "ms": took}


class _Wire:
    """Counts requests, and bytes of heads and bodies in both directions."""

    def __init__(self, session):
        self.requests, self.bytes = 0, 0
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.requestWillBeSentExtraInfo", self._heads)
        session.on("Network.loadingFinished", self._came)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINK)

    def count(self):
        return self.requests, self.bytes

    def _asked(self, event):
        if event["request"]["url"].endswith("/favicon.ico"):
            return
        self.requests += 1
        self.bytes += len(event["request"].get("postData", ""))
        self.bytes += int(event.get("redirectResponse", {}).get("encodedDataLength", 0))

    def _heads(self, event):
        # `GET /path HTTP/1.1` and the empty line: some forty bytes more.
        self.bytes += 40 + sum(len(name) + len(value) + 4 for name, value in event["headers"].items())

    def _came(self, event):
        self.bytes += int(event["encodedDataLength"])
