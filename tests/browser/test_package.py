"""The npm package as a shop has it: packed, installed into an empty folder, and run, by React too."""

import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.async_api import Route, expect

from tests.support.browser import Crowd
from tests.support.nursery import ROOT
from tests.support.shop import Shop

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SHOP = "http://shop.localhost"  # a secure context, as a shop has by HTTPS
EXAMPLES = ROOT / "examples/widget"
PLAIN = """<!doctype html><html lang="de"><meta charset="utf-8"><title>A shop</title><script type="module">
import { load, tradewind } from "./node_modules/@tradewind/widget/index.js";
globalThis.told = [];
tradewind("on", "ready", () => told.push("ready"));
for (const again of [1, 2]) load({ desk: "DESK", shop: "demo", side: "left" });
tradewind("showNewMessage", "Über den Kessel: ");
</script></html>"""
NO_CHARSET = '<!doctype html><html lang="ja"><body><script type="module" src="/main.tsx"></script>'
MAIN = """import { createRoot } from "react-dom/client";
import { Help } from "./react";
createRoot(document.body.appendChild(document.createElement("main"))).render(<Help product="the kettle" locale="ja" />);
"""
TSC = (
    "--noEmit",
    "--strict",
    "--jsx",
    "react-jsx",
    "--module",
    "esnext",
    "--moduleResolution",
    "bundler",
    "--skipLibCheck",
)


def run(*command: str | Path, inside: Path) -> None:
    """Or say what it said."""
    done = subprocess.run(command, cwd=inside, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was empty before the package came; nothing is asked of a registry."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    packed, empty = tmp_path_factory.mktemp("packed"), tmp_path_factory.mktemp("shop")
    quiet = ("--offline", "--no-audit", "--no-fund", "--cache", packed / "cache")
    run(npm, "pack", ROOT / "widget/package", "--pack-destination", packed, *quiet, inside=packed)
    (tarball,) = packed.glob("*.tgz")
    run(npm, "install", tarball, *quiet, inside=empty)
    return empty


async def stands(shopper: Shop, folder: Path, page: str) -> None:
    """The folder is a shop on the web, of another origin than the desk."""

    async def file(route: Route) -> None:
        await route.fulfill(path=folder / route.request.url.removeprefix(f"{SHOP}/"))

    await shopper.page.route(f"{SHOP}/**", file)
    await shopper.page.context.grant_permissions(["local-network-access"])
    await shopper.page.goto(f"{SHOP}/{page}")


async def test_the_installed_package_loads_the_chat_once_and_keeps_early_calls(crowd: Crowd, folder: Path) -> None:
    installed = {path.name for path in (folder / "node_modules/@tradewind/widget").iterdir()}
    assert installed == {"index.js", "index.d.ts", "package.json", "README.md"}
    shopper = await crowd.shopper("de")
    (folder / "plain.html").write_text(PLAIN.replace("DESK", shopper.url))
    await stands(shopper, folder, "plain.html")
    await expect(shopper.field).to_have_value("Über den Kessel: ")
    assert await shopper.page.evaluate("told") == ["ready"]
    assert await shopper.page.locator("script[data-shop]").count() == 1
    await shopper.field.press("End")
    await shopper.page.keyboard.type("ist er dicht?")
    await shopper.field.press("Enter")
    await shopper.ticked("Über den Kessel: ist er dicht?", "sent")


async def test_the_plain_example_runs_as_it_is(crowd: Crowd) -> None:
    shopper = await crowd.shopper()

    async def page(route: Route) -> None:
        await route.fulfill(path=EXAMPLES / "plain.html")

    await shopper.page.route("**/plain.html", page)
    await shopper.page.context.grant_permissions(["local-network-access"])
    await shopper.page.goto(f"{shopper.url}/plain.html")
    await shopper.page.get_by_role("button", name="Ask about this kettle").click()
    await expect(shopper.field).to_have_value("About the kettle: ")
    await shopper.says("my password is 12345", "is it red?")
    await shopper.ticked("is it red?", "sent")
    assert await shopper.said() == ["is it red?"]


async def test_the_react_example_is_typed_built_and_asks_on_a_page_of_any_charset(crowd: Crowd, folder: Path) -> None:
    shopper = await crowd.shopper("ja")
    example = (EXAMPLES / "react.tsx").read_text()
    assert len(example.splitlines()) <= 30
    for name in ("react", "react-dom", "@types/react", "@types/react-dom"):
        (folder / "node_modules" / name).parent.mkdir(exist_ok=True)
        (folder / "node_modules" / name).symlink_to(ROOT / "node_modules" / name)
    (folder / "react.tsx").write_text(
        example.replace("https://desk.example", shopper.url).replace("harbor-pine", "demo")
    )
    (folder / "main.tsx").write_text(MAIN)
    (folder / "index.html").write_text(NO_CHARSET)
    tools = ROOT / "node_modules/.bin"
    run(tools / "tsc", *TSC, "main.tsx", inside=folder)
    run(tools / "vite", "build", "--outDir", "built", "--base", "./", inside=folder)
    await stands(shopper, folder / "built", "index.html")
    await shopper.page.get_by_role("button", name="Ask us").click()
    await expect(shopper.field).to_have_value("About the kettle: ")
