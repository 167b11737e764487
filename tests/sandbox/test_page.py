"""The sandbox's page, in a real browser, with a tiny bot on the other side."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientError, ClientSession
from playwright.async_api import ConsoleMessage, Locator, Page, async_playwright, expect

from bot.core.clock import FastClock
from bot.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no browser: install Debian's package `chromium`"),
]
HOSTILE = "<img src=x onerror=\"document.title='stolen'\"> <script>alert(1)</script> & <b>not bold</b>"
KEYBOARD = [
    [{"text": "Edit it", "callback_data": "edit", "style": "primary"}],
    [{"text": "Delete it", "callback_data": "delete"}, {"text": "Open a topic", "callback_data": "topic"}],
    [{"text": "Alert me", "callback_data": "alert"}, {"text": "Copy", "copy_text": {"text": "K7Q-4MD"}}],
    [{"text": "Deep link", "url": "https://t.me/trustline_demo_bot?start=summer"}],
]


class TinyBot:
    """Echoes what it is told, under buttons; a button's data says what happens to the message."""

    def __init__(self, sandbox: Sandbox, session: ClientSession) -> None:
        self._api = f"{sandbox.url}/bot{sandbox.token}"
        self._session = session

    async def run(self) -> None:
        offset = 0
        while True:
            try:
                updates = await self._call("getUpdates", offset=offset, timeout=5)
            except ClientError:
                await asyncio.sleep(0.1)  # the sandbox is being restarted
                continue
            for update in updates:
                offset = update["update_id"] + 1
                await self._handle(update)

    async def _call(self, method: str, **parameters: object) -> Any:
        async with self._session.post(f"{self._api}/{method}", json=parameters) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def _handle(self, update: dict[str, Any]) -> None:
        if text := update.get("message", {}).get("text"):
            chat = update["message"]["chat"]["id"]
            keyboard = {"inline_keyboard": KEYBOARD}
            await self._call("sendChatAction", chat_id=chat, action="typing")
            await self._call("sendMessage", chat_id=chat, text=f"You said: {text}", reply_markup=keyboard)
        if query := update.get("callback_query"):
            answer = await self._pressed(query["data"], query["message"])
            await self._call("answerCallbackQuery", callback_query_id=query["id"], **answer)

    async def _pressed(self, data: str, message: dict[str, Any]) -> dict[str, Any]:
        chat = message["chat"]["id"]
        place = {"chat_id": chat, "message_id": message["message_id"]}
        match data:
            case "edit":
                words = "<b>Changed</b> in <i>place</i>"
                await self._call("editMessageText", **place, text=words, parse_mode="HTML")
                return {"text": "It was changed"}
            case "delete":
                await self._call("deleteMessage", **place)
            case "topic":
                topic = await self._call("createForumTopic", chat_id=chat, name="Case K7Q")
                thread = topic["message_thread_id"]
                await self._call(
                    "sendMessage", chat_id=chat, message_thread_id=thread, text="Here is the case"
                )
            case "alert":
                return {"text": "Read this first", "show_alert": True}
        return {}


@dataclass
class Opened:
    """The page as it stands in the browser, and what the browser complained about."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def phone(self, label: str) -> Locator:
        return self.page.get_by_role("region", name=f"{label}:").get_by_role("article")

    async def say(self, label: str, text: str) -> None:
        composer = self.phone(label).get_by_role("textbox", name="Message")
        await composer.fill(text)
        await composer.press("Enter")

    async def press(self, label: str, button: str) -> None:
        await self.phone(label).get_by_role("button", name=button, exact=True).last.click()

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@asynccontextmanager
async def opened_page(sandbox: Sandbox) -> AsyncIterator[Opened]:
    """The sandbox's page in a browser, while the tiny bot answers."""
    async with ClientSession() as session, asyncio.TaskGroup() as group, async_playwright() as playwright:
        bot = group.create_task(TinyBot(sandbox, session).run())
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = await browser.new_context(viewport={"width": 1600, "height": 950})
        await context.grant_permissions(["clipboard-read", "clipboard-write"])
        opened = Opened(await context.new_page())
        opened.page.on("console", opened.hear)
        opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        await opened.page.goto(sandbox.url)
        yield opened
        await browser.close()
        bot.cancel()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(FastClock())
    await sandbox.start()
    sandbox.person("Maya", label="Young person")
    sandbox.person("سلمى", label="Participant", language="ar")
    sandbox.person("Jonas", label="Officer", language="de")
    sandbox.person("Inès", label="Coordinator", language="fr")
    yield sandbox
    await sandbox.stop()


async def test_a_person_talks_with_the_bot(sandbox: Sandbox) -> None:
    async with opened_page(sandbox) as page:
        await expect(page.page.get_by_role("article")).to_have_count(4)
        maya = page.phone("Young person")
        await maya.get_by_role("button", name="Start").click()
        await expect(maya.get_by_text("You said: /start")).to_be_visible()

        await page.say("Young person", "hello 👋🏽")
        answer = maya.locator(".message.bot").last
        await expect(answer).to_contain_text("You said: hello 👋🏽")
        await page.press("Young person", "Edit it")

        await expect(maya.get_by_role("status").get_by_text("It was changed")).to_be_visible()
        await expect(answer.locator(".text b")).to_have_text("Changed")
        await expect(answer.locator(".edited")).to_be_visible()
        await expect(maya.locator("[aria-busy=true]")).to_have_count(0)
        await expect(maya.locator(".message")).to_have_count(4)
        await expect(page.phone("Officer").locator(".message")).to_have_count(0)
        assert page.complaints == []


async def test_a_message_is_answered_edited_and_deleted(sandbox: Sandbox) -> None:
    async with opened_page(sandbox) as page:
        await page.say("Young person", "first")
        maya = page.phone("Young person")
        await maya.get_by_role("button", name="Reply: You said: first").click()
        await page.say("Young person", "because")
        await expect(maya.locator(".message.own .quote")).to_contain_text("You said: first")

        await maya.get_by_role("textbox", name="Message").press("ArrowUp")
        await page.say("Young person", "because of you")
        own = maya.locator(".message.own").last
        await expect(own).to_contain_text("because of you")
        await expect(own.locator(".edited")).to_be_visible()

        await page.press("Young person", "Delete it")
        await expect(maya.get_by_text("You said: because")).to_have_count(0)
        assert page.complaints == []


async def test_an_arabic_phone_is_laid_out_right_to_left(sandbox: Sandbox) -> None:
    async with opened_page(sandbox) as page:
        salma, maya = page.phone("Participant"), page.phone("Young person")
        await page.say("Participant", "مرحبا")
        await page.say("Young person", "hello")

        await expect(salma).to_have_attribute("dir", "rtl")
        await expect(maya).to_have_attribute("dir", "ltr")
        assert await is_own_left_of_the_bots(page, "Participant")
        assert not await is_own_left_of_the_bots(page, "Young person")
        assert page.complaints == []


async def is_own_left_of_the_bots(page: Opened, label: str) -> bool:
    bubbles = [page.phone(label).locator(f".message.{side} .bubble") for side in ("own", "bot")]
    own, bots = [await bubble.bounding_box() for bubble in bubbles]
    assert own
    assert bots
    return own["x"] < bots["x"]


async def test_a_topic_becomes_a_tab(sandbox: Sandbox) -> None:
    async with opened_page(sandbox) as page:
        jonas = page.phone("Officer")
        await page.say("Officer", "/desk")
        await page.press("Officer", "Open a topic")
        tab = jonas.get_by_role("tab", name="Case K7Q")
        await expect(tab).to_contain_text("new messages")
        await expect(jonas.get_by_text("Here is the case")).to_have_count(0)

        await tab.click()
        await expect(jonas.get_by_text("Here is the case")).to_be_visible()
        await expect(tab).not_to_contain_text("new messages")
        await page.say("Officer", "I take it")
        await expect(jonas.locator(".message.own")).to_contain_text("I take it")
        assert page.complaints == []


async def test_the_clock_is_put_forward(sandbox: Sandbox) -> None:
    async with opened_page(sandbox) as page:
        clock = page.page.get_by_role("group", name="Clock of the sandbox")
        date = clock.locator(".date")
        before = await date.text_content()
        await clock.get_by_role("button", name="+1 day").click()
        await expect(date).not_to_have_text(str(before))

        await clock.get_by_text("600×").click()
        await expect(clock.get_by_role("radio", name="600×")).to_be_checked()
        await page.say("Young person", "tomorrow")
        await expect(page.phone("Young person").locator(".message.bot")).to_be_visible()
        assert page.complaints == []


async def test_a_hostile_text_stays_text(sandbox: Sandbox) -> None:
    async with opened_page(sandbox) as page:
        await page.say("Young person", HOSTILE)
        maya = page.phone("Young person")
        await expect(maya.locator(".message.own")).to_contain_text(HOSTILE)
        await expect(maya.locator(".message.bot")).to_contain_text(HOSTILE)
        await expect(page.page.locator("img, .phone script, .text b")).to_have_count(0)
        assert await page.page.title() == "Trustline sandbox"
        assert page.complaints == []


async def test_buttons_copy_alert_and_open_deep_links(sandbox: Sandbox) -> None:
    async with opened_page(sandbox) as page:
        await page.say("Coordinator", "hello")
        ines = page.phone("Coordinator")
        await page.press("Coordinator", "Copy")
        await expect(ines.get_by_text("Copied: K7Q-4MD")).to_be_visible()
        assert await page.page.evaluate("navigator.clipboard.readText()") == "K7Q-4MD"

        await page.press("Coordinator", "Alert me")
        alert = ines.get_by_role("alertdialog")
        await expect(alert).to_contain_text("Read this first")
        await alert.get_by_role("button", name="OK").click()
        await expect(alert).to_have_count(0)

        await ines.get_by_role("link", name="Deep link").click()
        await expect(ines.get_by_text("You said: /start summer")).to_be_visible()
        assert page.complaints == []


async def test_a_blocked_bot_and_a_new_person(sandbox: Sandbox) -> None:
    async with opened_page(sandbox) as page:
        await page.say("Young person", "hello")
        maya = page.phone("Young person")
        await maya.get_by_role("button", name="Menu", exact=True).click()
        await maya.get_by_role("menuitem", name="Block the bot").click()
        await expect(maya.get_by_role("textbox", name="Message")).to_be_hidden()
        await maya.get_by_role("button", name="Unblock the bot").click()
        await expect(maya.get_by_role("textbox", name="Message")).to_be_visible()

        await page.page.get_by_role("button", name="New person").click()
        dialog = page.page.get_by_role("dialog")
        await dialog.get_by_label("First name").fill("Leo")
        await dialog.get_by_label("Label above the phone").fill("Second officer")
        await dialog.get_by_role("button", name="Add").click()
        await page.say("Second officer", "here I am")
        await expect(page.phone("Second officer").get_by_text("You said: here I am")).to_be_visible()
        assert page.complaints == []


async def test_the_page_survives_a_restart_of_the_sandbox(sandbox: Sandbox) -> None:
    async with opened_page(sandbox) as page:
        await page.say("Young person", "before")
        maya = page.phone("Young person")
        await expect(maya.get_by_text("You said: before")).to_be_visible()
        await maya.get_by_role("textbox", name="Message").fill("half a senten")

        port = int(sandbox.url.rsplit(":", 1)[1])
        await sandbox.stop()
        await expect(page.page.get_by_text("Reconnecting…")).to_be_visible()
        await sandbox.start(port=port)
        await expect(page.page.get_by_text("Connected", exact=True)).to_be_visible(timeout=15_000)

        await expect(maya.get_by_text("You said: before")).to_be_visible()
        await expect(maya.get_by_role("textbox", name="Message")).to_have_value("half a senten")
        await page.say("Young person", "after")
        await expect(maya.get_by_text("You said: after")).to_be_visible(timeout=15_000)


async def test_a_quiz_is_answered_and_explained(sandbox: Sandbox) -> None:
    async with opened_page(sandbox) as page, ClientSession() as session:
        maya, phone = page.phone("Young person"), next(iter(sandbox.people.values()))
        await page.say("Young person", "hello")
        quiz = {"type": "quiz", "question": "2 + 2?", "options": ["3", "4"], "correct_option_ids": [1]}
        sending = {**quiz, "chat_id": phone.chat_id, "explanation": "Two and two."}
        await session.post(f"{sandbox.url}/bot{sandbox.token}/sendPoll", json=sending)
        await expect(maya.get_by_text("Anonymous quiz")).to_be_visible()
        await expect(maya.get_by_text("Two and two.")).to_have_count(0)

        await page.press("Young person", "3")
        await expect(maya.locator("[data-verdict=wrong]")).to_contain_text("3")
        await expect(maya.locator("[data-verdict=right]")).to_contain_text("4")
        await expect(maya.get_by_text("Two and two.")).to_be_visible()
        await page.page.reload()
        await expect(maya.locator("[data-verdict=wrong]")).to_contain_text("3")
        assert page.complaints == []
