"""Take the README's pictures anew from a demonstration that is running: `python -m tests.tools.pictures URL`."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from museum_tracker.accounts.demo_accounts import PEOPLE, SHOWN_PASSWORD
from museum_tracker.accounts.permissions import Role
from tests.browser.conftest import FLAGS, find_chromium

FOLDER = Path(__file__).with_name("screenshots")
# name → who looks, the page, and the link on it that is followed first.
PAGES = {
    "overview": (Role.DIRECTOR, "/", ""),
    "catalogue": (Role.CATALOGUER, "/hien-vat?che_do=anh", ""),
    "object": (Role.CURATOR, "/hien-vat?muc_so_hoa=3", "main table a[href^='/hien-vat/']"),
    "review": (Role.CURATOR, "/so-hoa/nghiem-thu", ""),
    "targets-dark": (Role.DIRECTOR, "/chi-tieu", ""),
    "whatif": (Role.DIRECTOR, "/phuong-an", ""),
    "report": (Role.DIRECTOR, "/bao-cao/2025", ""),
    "year": (Role.DIRECTOR, "/nam/2025", ""),
}
PHONE = ((Role.DIRECTOR, "/", ""), (Role.CATALOGUER, "/hien-vat", ""), (Role.DIRECTOR, "/nam/2025", ""))
MARGIN = 20
SETTLED = 1500


def photographer(browser: Browser, url: str) -> Callable[..., Image.Image]:
    """What takes one page as one person sees it, at a width and in a theme."""

    def take(who: Role, path: str, follow: str, *, size: tuple[int, int], dark: bool = False) -> Image.Image:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            locale="vi-VN",
        )
        page = context.new_page()
        page.goto(url + "/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(PEOPLE[who][0])
        page.get_by_label("Mật khẩu").fill(SHOWN_PASSWORD)
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
        page.wait_for_url(lambda seen: "/dang-nhap" not in seen)
        page.goto(url + path)
        if follow:
            page.goto(url + (page.locator(follow).first.get_attribute("href") or path))
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(SETTLED)
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        context.close()
        return picture

    return take


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """Pictures of one height in a row, with a margin between them."""
    width = sum(picture.width for picture in pictures) + MARGIN * (len(pictures) - 1)
    row = Image.new("RGB", (width, pictures[0].height), "white")
    left = 0
    for picture in pictures:
        row.paste(picture, (left, 0))
        left += picture.width + MARGIN
    return row


def main(url: str) -> None:
    """Take every picture of the README from that address and keep it as WebP."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        take = photographer(browser, url)
        pictures = {name: take(*page, size=(1440, 1000), dark=name.endswith("dark")) for name, page in PAGES.items()}
        pictures["phone"] = side_by_side([take(*page, size=(360, 760)) for page in PHONE])
        browser.close()
    for name, picture in pictures.items():
        picture.save(FOLDER / f"{name}.webp", quality=82, method=6)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
