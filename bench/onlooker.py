"""An agent's page under observation: what they do in it, and what that cost its main thread."""

import asyncio
import time
from collections.abc import Awaitable

from msgspec import Struct
from playwright.async_api import Page

from bench.busy import FIRST
from bench.trace import CATEGORIES, Work, quantile, read

WATCH = """
globalThis.gaps = [];
let last = 0;
const beat = (now) => { if (last) gaps.push(now - last); last = now; requestAnimationFrame(beat); };
requestAnimationFrame(beat);
const Real = WebSocket;
globalThis.lines = [];
globalThis.WebSocket = class extends Real { constructor(...to) { super(...to); lines.push(this); } };
"""
TO_END = """async ([region, many]) => {
  const scrolls = (e) => e.scrollHeight > e.clientHeight + 40 && /auto|scroll/.test(getComputedStyle(e).overflowY);
  const box = [...document.querySelectorAll(region)].find(scrolls);
  while (box.scrollHeight < many * 60) {
    box.scrollTop += 1800;
    await new Promise(requestAnimationFrame);
  }
  return box.scrollHeight;
}"""
TO_START = """async (first) => {
  const log = document.querySelector('[role=log]');
  while (!log.textContent.includes(first)) {
    log.scrollTop = Math.max(0, log.scrollTop - 1800);
    await new Promise(requestAnimationFrame);
  }
}"""
AGAIN = """async (many) => {
  const line = lines.find((one) => one.readyState === 1);
  const heard = await new Promise((done) => {
    const kept = [];
    line.addEventListener('message', function hear({ data }) {
      if (!String(data).includes('"conversation.changed"')) return;
      kept.push(data);
      if (kept.length === 50) { line.removeEventListener('message', hear); done(kept); }
    });
  });
  const later = (text, n) => text.replace(/"updatedAt":(\\d+)/, (_, at) => `"updatedAt":${Number(at) + 1000 + n}`);
  for (let n = 0; n < many; n++) {
    line.dispatchEvent(new MessageEvent('message', { data: later(heard[n % 50], n) }));
    if (n % 200 === 199) await new Promise((go) => setTimeout(go, 60));
  }
}"""


class Part(Struct, frozen=True):
    """One part of a round: its name and the longest task of the page's main thread, ms of the thread's own clock."""

    name: str
    task: float


class Onlooker:
    """One page. `trace` is the last that was recorded, `heard` counts the events told while it was."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.trace = b""
        self.heard = 0
        page.on("websocket", lambda socket: socket.on("framereceived", self._count))

    def _count(self, frame: str | bytes) -> None:
        self.heard += str(frame).startswith("42")

    async def comes(self, cookie: str, conversation: str) -> None:
        """Signed in, with a conversation open."""
        await self.page.add_init_script(WATCH)
        await self.page.context.add_cookies([{"name": "tw_session", "value": cookie, "url": self.url}])
        await self.page.goto(f"{self.url}/console/#/desk/{conversation}")
        await self.page.get_by_role("log").wait_for()
        await self.page.get_by_role("textbox").last.wait_for()

    async def goes(self) -> None:
        """The page closes."""
        await self.page.close()

    async def traced(self, name: str, doing: Awaitable[object]) -> Part:
        """Do it under a trace, print what it cost."""
        assert self.page.context.browser is not None
        browser = self.page.context.browser
        await browser.start_tracing(page=self.page, categories=CATEGORIES)
        await self.page.evaluate("gaps.length = 0")
        self.heard = 0
        began = time.monotonic()
        await doing
        took = time.monotonic() - began
        gaps: list[float] = await self.page.evaluate("gaps")
        self.trace = await browser.stop_tracing()
        work = read(self.trace)
        print(f"  {name}, {took:.0f} s: {told(work)}; frames by the wall clock {spread(gaps)}", flush=True)
        return Part(name, max(work.tasks))

    async def reads_list(self, many: int) -> None:
        """Scroll until every conversation is in the list, and back."""
        await self.page.evaluate(TO_END, ["#conversations *", many])

    async def reads_thread(self) -> None:
        """Scroll back to its first message, and to the end again."""
        await self.page.evaluate(TO_START, FIRST)
        await self.page.evaluate("document.querySelector('[role=log]').scrollTop = 1e9")

    async def works(self, seconds: float) -> None:
        """Write an answer and look through the list."""
        field = self.page.get_by_role("textbox").last
        await field.click()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            await self.page.keyboard.type("I look into it. ", delay=60)
            await self.page.mouse.move(200, 500)
            await self.page.mouse.wheel(0, 700)

    async def remembers(self, events: int) -> str:
        """What the page holds before and after as many events, in words."""
        before = await self._weight()
        again = asyncio.create_task(self.page.evaluate(AGAIN, events))
        await again
        after = await self._weight()
        return f"{events:,} events more: {before} -> {after}"

    async def _weight(self) -> str:
        cdp = await self.page.context.new_cdp_session(self.page)
        await cdp.send("HeapProfiler.enable")
        await cdp.send("HeapProfiler.collectGarbage")
        counts = await cdp.send("Memory.getDOMCounters")
        used = (await cdp.send("Runtime.getHeapUsage"))["usedSize"] / 2**20
        await cdp.detach()
        return f"{used:.1f} MiB of heap, {counts['nodes']} nodes, {counts['jsEventListeners']} listeners"


def told(work: Work) -> str:
    """A trace in words."""
    worst = ", ".join(f"{name} {spent:.0f}" for name, spent in work.worst.items())
    return (
        f"work a frame {spread(work.frames)}; longest task {max(work.tasks):.1f} ms ({worst}), {work.long} over 50 ms"
    )


def spread(values: list[float]) -> str:
    """Its middle, its tail and its end."""
    return f"p50 {quantile(values, 0.5):.1f} p99 {quantile(values, 0.99):.1f} max {max(values, default=0):.1f} ms"
