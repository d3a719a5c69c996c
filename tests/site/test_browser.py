"""The built site in Chromium. ``python tests/site/run.py`` builds it and runs these tests."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

Index: TypeAlias = dict[str, Any]
# Of playwright, whose types are not at hand.
Page: TypeAlias = Any
Contexts: TypeAlias = Callable[..., Any]

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1366, "height": 900}
PAGES = ["index.html", "lookup.html?q=13846", "errors/AuthFail.html", "errors/revocation.html"]
# Pages of other forms: many numbers, wide tables, the search, a page without a lookup of its own.
MORE = [
    *("errors/index.html", "errors/numbers.html", "search.html?q=revocation"),
    *("errors/OtherDialFailure.html", "errors/CertWrongUsage.html", "lookup.html?q=certificate"),
]
LOOKUP = "#furo-main-content .lookup input"
SIDEBAR = ".lookup-sidebar input"


def every_form(index: Index) -> list[tuple[str, str]]:
    """Returns every form of every number, symbol and class, with the page it leads to."""
    from ipsec_errors._codes import hexadecimal, signed

    found: list[tuple[str, str]] = []
    for error in index["errors"]:
        found += [(text, error["address"]) for text in (error["name"], error["name"].lower())]
        for code in error["codes"]:
            number, page = code["number"], code.get("address", error["address"])
            forms = [str(number), hexadecimal(number), f"{number:X}h", f"0x{number:08x}"]
            label = index["spaces"][code["space"]]["label"]
            forms.append(f"{error['name']}: [{label} {number}] text")
            if code["space"] == "windows":
                wraps = [number | 0x80070000, number | 0xC0070000, number | 0xD0070000]
                wrapped = wraps if number <= 0xFFFF else [number]
                wrapped += [number | 0x10000000] if number >> 28 == 0xC else []
                for one in wrapped:
                    forms += [str(one), str(signed(one)), f"0x{one:X}", f"{one:x}"]
            forms = [form for form in forms if len(form) > 2]
            found += [(form, page) for form in forms]
            # The article gives a number of its own to a symbol of Windows.
            if code["space"] != "winerrorcodes" or code["number"] not in (13849,):
                found += [(code["symbol"], page), (code["symbol"].lower(), page)]
    for one in index["explained"]:
        page = next(e["address"] for e in index["errors"] if e["name"] == one["name"])
        number = one["number"]
        found += [(f, page) for f in (f"0x{number:X}", str(number), str(signed(number)))]
    return list(dict.fromkeys(found))


def test_every_form_finds_its_page(page: Page, index: Index, figures: list[str]) -> None:
    forms = every_form(index)
    assert len(forms) >= 1_500
    page.goto("/lookup.html")
    told = page.evaluate(
        """async (texts) => {
            const engine = await ipsecErrors.load();
            return texts.map((text) => {
                const { items, exact } = engine.lookup(text);
                return exact ? items.map((item) => engine.address(item)) : [];
            });
        }""",
        [text for text, _ in forms],
    )
    lost = [text for (text, target), found in zip(forms, told, strict=True) if target not in found]
    assert lost == []
    figures.append(f"forms: {len(forms)} tried, each finds its page")


TYPED = [
    ("13868", "PolicyMismatch"),
    ("0x8007362C", "PolicyMismatch"),
    ("362C", "PolicyMismatch"),
    ("-2147011028", "PolicyMismatch"),
    ("0xC0073617", "NoPeerCert"),
    ("3617h", "NoPeerCert"),
    ("809", "VpnTimeout"),
    ("601", "OtherDialFailure"),
    ("0x80070040", "CertWrongUsage"),
    ("error_ipsec_ike_policy_match", "PolicyMismatch"),
    ("nopeercert", "NoPeerCert"),
    ("IKE authentication credentials are unacceptable", "AuthFail"),
    ("parsed IKE_AUTH response 1 [ N(MS_STATUS(13801)) ]", "AuthFail"),
]


@pytest.mark.parametrize(
    ("start", "box", "text", "name"),
    [("/index.html", LOOKUP, *one) for one in TYPED]
    + [("/errors/revocation.html", SIDEBAR, *one) for one in TYPED[::4]],
)
def test_what_is_typed_opens_its_page(
    text: str, name: str, start: str, box: str, page: Page
) -> None:
    page.goto(start)
    page.click(box)
    page.keyboard.type(text)
    page.wait_for_selector(f"{box}[aria-expanded=true]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/errors/{name}.html*")


def test_enter_before_the_index_is_there(page: Page) -> None:
    page.goto("/index.html")
    page.locator(LOOKUP).evaluate("(box) => { box.value = '13868'; box.form.requestSubmit(); }")
    page.wait_for_url("**/lookup.html?q=13868")
    page.wait_for_selector("text=PolicyMismatch")


def test_the_keyboard_is_enough(page: Page) -> None:
    page.goto("/errors/revocation.html")
    focused = "document.activeElement.matches('.lookup-sidebar input')"
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate(focused):
            break
    assert page.evaluate(focused)
    page.keyboard.type("13846")
    options = page.locator(".lookup-sidebar [role=option]")
    options.nth(1).wait_for()
    box = page.locator(SIDEBAR)

    def selected() -> Any:
        return page.locator(f"#{box.get_attribute('aria-activedescendant')} strong").text_content()

    assert selected() == "InvalidCookie"
    page.keyboard.press("ArrowDown")
    assert selected() == "CertExpired"
    page.keyboard.press("ArrowDown")
    assert selected() == "InvalidCookie"
    page.keyboard.press("ArrowUp")
    assert selected() == "CertExpired"
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/errors/CertExpired.html")


def test_several_readings_show_their_spaces(page: Page) -> None:
    page.goto("/lookup.html?q=13846")
    options = page.locator("#furo-main-content [role=option]")
    options.nth(1).wait_for()
    windows, article = options.all_text_contents()
    assert "WinError 13846" in windows
    assert "winerrorcodes 13846" in article
    assert page.get_by_role("status").last.text_content() == "2 matches."


def test_the_filters_narrow_the_results(page: Page) -> None:
    page.goto("/lookup.html?category=RevocationError")
    names = page.locator("#furo-main-content [role=option] strong")
    names.first.wait_for()
    everything = set(names.all_text_contents())
    assert {"CertRevoked", "CrlFailed"} <= everything
    page.select_option("select[name=evidence]", "documented")
    documented = set(names.all_text_contents())
    assert documented < everything
    page.wait_for_url("**?category=RevocationError&evidence=documented")
    page.fill(LOOKUP, "13847")
    assert names.count() == 0


def test_a_number_without_a_meaning_is_explained(page: Page) -> None:
    page.goto("/lookup.html?q=13999")
    page.wait_for_selector("text=Windows defines no such error")


@pytest.mark.parametrize("text", ["13868", "0x8007362C", "[WinError 13868] text"])
def test_the_search_hands_codes_over(text: str, page: Page) -> None:
    page.goto("/index.html")
    page.fill(".sidebar-search", text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/lookup.html?q=*")
    page.wait_for_selector("#furo-main-content [role=option] >> text=PolicyMismatch")


def test_the_search_keeps_words(page: Page) -> None:
    page.goto("/search.html?q=revocation")
    page.wait_for_selector("#search-results li >> text=RevocationError")
    assert "/search.html" in page.url


@pytest.mark.parametrize(
    ("short", "target"),
    [
        ("13868", "PolicyMismatch.html"),
        ("0x800B0101", "CertExpired.html"),
        ("ras-809", "VpnTimeout.html"),
        ("ras-601", "OtherDialFailure.html#ras-601"),
        ("ERROR_IPSEC_IKE_POLICY_MATCH", "PolicyMismatch.html"),
        ("PolicyMismatch", "PolicyMismatch.html"),
        ("RevocationError", "revocation.html"),
        ("0x80070040", "CertWrongUsage.html#0x80070040"),
    ],
)
def test_short_addresses_need_no_script(short: str, target: str, open_context: Contexts) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"/e/{short}")
    page.wait_for_url(f"**/errors/{target}")


@pytest.mark.parametrize(
    "form", ["0x8007362C", "0x362c", "error_ipsec_ike_policy_match", "-2147011028"]
)
def test_other_forms_go_to_the_lookup(form: str, page: Page) -> None:
    page.goto(f"/e/{form}")
    page.wait_for_url(f"**/lookup.html?q={form}")
    page.wait_for_selector("#furo-main-content [role=option] >> text=PolicyMismatch")


def test_the_table_has_every_form_and_sorts(page: Page, index: Index) -> None:
    from ipsec_errors._codes import hexadecimal

    page.goto("/errors/numbers.html")
    cells = set(page.locator("table.numbers td").all_text_contents())
    codes = [code for error in index["errors"] for code in error["codes"]]
    assert {str(code["number"]) for code in codes} <= cells
    assert {hexadecimal(code["number"]) for code in codes} <= cells
    assert {"0x8007362C", "-2147011028", "0xC007362C", "0x80070040"} <= cells
    first = page.locator("table.numbers tbody tr td:first-child")
    page.get_by_role("button", name="number").click()
    numbers = [int(text) for text in first.all_text_contents()]
    assert numbers == sorted(numbers)
    page.get_by_role("button", name="number").click()
    assert [int(text) for text in first.all_text_contents()] == sorted(numbers, reverse=True)
    assert page.locator("th[aria-sort=descending]").text_content() == "number"


def test_a_command_is_copied_whole(open_context: Contexts) -> None:
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/errors/AuthFail.html")
    block = page.locator("div.highlight").first
    block.hover()
    block.locator("button.copybtn").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "netsh wfp show netevents file=-"


@pytest.mark.parametrize(("viewport", "beside"), [(DESKTOP, True), (PHONE, False)])
def test_check_and_fix_stand_side_by_side(
    viewport: dict[str, int], beside: bool, open_context: Contexts
) -> None:
    page = open_context(viewport=viewport).new_page()
    page.goto("/errors/AuthFail.html")
    check, fix = (
        page.locator(f".check-and-fix > .{n}").first.bounding_box() for n in ("check", "fix")
    )
    assert check is not None
    assert fix is not None
    assert (fix["x"] > check["x"]) == beside
    assert (fix["y"] > check["y"]) == (not beside)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("where", PAGES + MORE[:3])
def test_axe_finds_nothing(where: str, theme: str, open_context: Contexts) -> None:
    page = open_context(viewport=DESKTOP, color_scheme=theme).new_page()
    page.goto(f"/{where}")
    page.wait_for_load_state("networkidle")
    page.add_script_tag(path=os.environ["IPSEC_ERRORS_AXE"])
    # Only the first rows of a long table, because each row takes a while.
    found = page.evaluate("axe.run({ exclude: [['tbody tr:nth-child(n+20)']] })")["violations"]
    assert [(v["id"], [node["html"][:120] for node in v["nodes"]][:3]) for v in found] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_list(theme: str, open_context: Contexts) -> None:
    page = open_context(viewport=DESKTOP, color_scheme=theme).new_page()
    page.goto("/errors/revocation.html")
    page.fill(SIDEBAR, "certificate")
    page.wait_for_selector(".lookup-sidebar [role=option]")
    page.add_script_tag(path=os.environ["IPSEC_ERRORS_AXE"])
    found = page.evaluate("axe.run('.sidebar-drawer')")["violations"]
    assert [(v["id"], [node["html"][:120] for node in v["nodes"]][:3]) for v in found] == []


def test_no_page_scrolls_sideways_on_a_phone(
    open_context: Contexts, site: Path, figures: list[str]
) -> None:
    page = open_context(viewport=PHONE).new_page()
    every = sorted(path.name for path in (site / "errors").glob("*.html"))
    # Some errors, the widest names, and all pages that are not about one error.
    errors = [f"errors/{name}" for name in {*every[::12], *sorted(every, key=len)[-10:]}]
    own = [path.name for path in site.glob("*.html")]
    wide = []
    for where in PAGES + MORE + own + errors:
        page.goto(f"/{where}", wait_until="domcontentloaded")
        page.wait_for_timeout(20)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(where)
    assert wide == []
    figures.append(f"phone: {len(PAGES + MORE + own + errors)} pages, none scrolls sideways")


MEASURE = """
    window.times = [];
    const box = document.querySelector(SELECTOR);
    box.addEventListener("input", (event) => times.push(performance.now() - event.timeStamp));
"""


def _key_times(page: Page, selector: str) -> list[float]:
    """Returns the milliseconds from a key to the end of what it set off, for each key."""
    page.evaluate(MEASURE.replace("SELECTOR", repr(selector)))
    for text in ("13868", "0x8007362C", "certificate", "policy match", "809", "authfail") * 3:
        page.fill(selector, "")
        page.click(selector)
        page.evaluate("times.splice(-1)")
        page.keyboard.type(text)
    times: list[float] = page.evaluate("times")
    return times


def test_the_time_from_a_key_to_its_result(page: Page, figures: list[str]) -> None:
    page.goto("/lookup.html")
    page.wait_for_selector("select[name=category]")
    shown = _key_times(page, LOOKUP)
    page.goto("about:blank")
    page.set_content("<input>")
    bare = _key_times(page, "input")
    key, floor = statistics.median(shown), statistics.median(bare)
    slow = statistics.quantiles(shown, n=20)[-1]
    figures.append(
        f"key to result: median {key:.1f} ms, 95 % within {slow:.1f} ms; bare page {floor:.1f} ms; "
        f"ratio {key / floor:.1f}"
    )
    assert len(shown) == len(bare) > 100
