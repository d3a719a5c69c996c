"""What the reader accepts, and what it says of everything that it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("cattrs", reason="the generator needs it")
pytest.importorskip("codegen", reason="the generator does not ship")

from codegen.model import CatalogueError
from codegen.reader import read

if TYPE_CHECKING:
    from pathlib import Path


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    """Replaces the first place in a file where a text stands, which must be there."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(CatalogueError) as caught:
        read(folder)
    return str(caught.value)


def test_a_good_catalogue_is_read(folder: Path) -> None:
    catalogue = read(folder)

    assert [c.name for c in catalogue.categories] == ["AlphaError", "BetaError"]
    assert [e.name for e in catalogue.errors] == ["NoAnchor", "OldAnchor", "SlowBeta"]


def test_bases_come_before_what_derives_from_them(folder: Path) -> None:
    (folder / "beta.toml").rename(folder / "aaa.toml")

    assert [c.stem for c in read(folder).categories] == ["alpha", "aaa"]


def test_line_breaks_inside_a_paragraph_are_folded(folder: Path) -> None:
    alpha = read(folder).categories[0]

    assert alpha.description == (
        "Alpha is the first category. It has two paragraphs.\n\nHere is the second."
    )


def test_every_part_of_a_record_is_read(folder: Path) -> None:
    error, old = read(folder).categories[0].errors
    (question,), (cause,) = error.question, error.cause

    assert [way.shell for way in question.ways] == ["cmd", "sh"]
    assert question.answers[0].means == "This side: go by the first cause."
    assert (cause.at, cause.evidence, cause.sources) == ("client", "documented", ("anchors",))
    assert cause.check.sign == "It stands under CurrentUser."
    assert [step.effect for step in cause.fix] == ["at the next connection", "at once"]
    assert cause.fix[1].disconnects == "every peer of this machine"
    assert (old.raised_on, old.sources, old.cause) == ("host", (), ())
    assert old.fix[0].text == "Enrol a new anchor."


# What is wrong, the file, what stands there, what replaces it, the record named, what is said.
RECORDS = [
    (
        "duplicate number",
        "beta.toml",
        "13805",
        "13806",
        "error SlowBeta",
        ["the windows number 13806 is already in alpha.toml: error NoAnchor", "remove one"],
    ),
    (
        "duplicate hresult, in decimal",
        "beta.toml",
        "13805",
        str(0x800B0101),
        "error SlowBeta",
        ["is already in alpha.toml: error OldAnchor"],
    ),
    (
        "duplicate number within a record",
        "alpha.toml",
        "0x80092004",
        "13806",
        "error NoAnchor",
        ["the windows number 13806 is already in"],
    ),
    (
        "duplicate class name",
        "beta.toml",
        '"SlowBeta"',
        '"OldAnchor"',
        "error OldAnchor",
        ["the class name OldAnchor is already in alpha.toml: error OldAnchor"],
    ),
    (
        "duplicate class name in other case",
        "beta.toml",
        '"SlowBeta"',
        '"OLdAnchor"',
        "error OLdAnchor",
        ["is already in alpha.toml: error OldAnchor"],
    ),
    (
        "class named as a category",
        "beta.toml",
        '"SlowBeta"',
        '"AlphaError"',
        "error AlphaError",
        ["is already in alpha.toml: category"],
    ),
    (
        "duplicate category",
        "beta.toml",
        '"BetaError"',
        '"AlphaError"',
        "category",
        ["AlphaError is already in alpha.toml: category"],
    ),
    (
        "duplicate symbol",
        "beta.toml",
        "ERROR_IPSEC_IKE_TIMED_OUT",
        "CERT_E_EXPIRED",
        "error SlowBeta",
        ["the symbol CERT_E_EXPIRED is already in alpha.toml: error OldAnchor"],
    ),
    (
        "unknown related class",
        "alpha.toml",
        'related = ["SlowBeta"]',
        'related = ["SlowBetta"]',
        "error NoAnchor",
        ["unknown related class SlowBetta", "did you mean SlowBeta?"],
    ),
    (
        "unknown related class, nothing near",
        "alpha.toml",
        'related = ["SlowBeta"]',
        'related = ["Zzz"]',
        "error NoAnchor",
        ["unknown related class Zzz", "it is in no record"],
    ),
    (
        "category as a related class",
        "alpha.toml",
        'related = ["SlowBeta"]',
        'related = ["BetaError"]',
        "error NoAnchor",
        ["unknown related class BetaError"],
    ),
    (
        "related to itself",
        "alpha.toml",
        'related = ["SlowBeta"]',
        'related = ["NoAnchor"]',
        "error NoAnchor",
        ["a class is not related to itself", "leave it out"],
    ),
    *(
        (
            f"empty {name}",
            "alpha.toml",
            f"{name} = {good}",
            f'{name} = "{blank}"',
            "error NoAnchor",
            [f"{name} is empty", "write what a reader needs to know"],
        )
        for name, good in [
            ("message", '"No anchor was found in the machine store."'),
            ("hint", '"Put the anchor into the machine store"'),
            ("description", '"In main mode this side looked for an anchor and found none."'),
        ]
        for blank in ("", "  ")
    ),
    *(
        (
            f"no {name}",
            "alpha.toml",
            old,
            new,
            "error NoAnchor",
            [said],
        )
        for name, old, new, said in [
            ("sign", ', sign = "It stands under CurrentUser."', "", "check has no sign: write"),
            ("step", 'text = "List both stores."', 'text = ""', "text is empty: write"),
            ("text", 'text = "List both stores.", ', "", "the key 'text' is missing: write it"),
            ("at", 'at = "client"\n', "", "the key 'at' is missing: write it"),
            ("source", 'sources = ["anchors"]\n\n', "\n", "a documented cause needs sources"),
        ]
    ),
    (
        "a question without an answer",
        "alpha.toml",
        "answers = [{ see",
        'answers = []\nsources = ["anchors"]\n[[error.question]]\nways = []\nanswers = [{ see',
        "error NoAnchor",
        ["answers is empty: write at least one"],
    ),
    (
        "a cause without a fix",
        "beta.toml",
        'fix = [{ text = "Let the router pass fragments." }]',
        "fix = []",
        "error SlowBeta",
        ["fix is empty: write at least one"],
    ),
    *(
        (
            f"{key} = {value}",
            "alpha.toml",
            f"{key} = {good}",
            f"{key} = {value}",
            "error NoAnchor",
            [said, right],
        )
        for key, good, value, said, right in [
            ("shell", '"cmd"', '"bash"', "'bash' is none of", "'sh'"),
            ("at", '"client"', '"router"', "'router' is none of", "'network'"),
            ("raised_on", '"client"', '"gateway"', "'gateway' is none of", "'host'"),
            ("elevated", "true", '"yes"', "write true or false, not 'yes'", "elevated"),
            ("effect", '"at once"', '"soon"', "'soon' says no time", "'at once'"),
        ]
    ),
    *(
        (
            f"a text for the list {key}",
            "alpha.toml",
            f'{key} = ["{good}"]',
            f'{key} = "{good}"',
            "error NoAnchor",
            [f"write a list, not '{good}'", key],
        )
        for key, good in [("sources", "anchors"), ("related", "SlowBeta")]
    ),
    (
        "a text for the bases of a category",
        "alpha.toml",
        'bases = ["IPsecIkeError"]',
        'bases = "IPsecIkeError"',
        "category",
        ["write a list, not 'IPsecIkeError'"],
    ),
    (
        "a text for the sources of a cause",
        "beta.toml",
        'sources = ["timers"]',
        'sources = "timers"',
        "error SlowBeta",
        ["write a list, not 'timers'", "sources"],
    ),
    *(
        (
            f"the old key {key}",
            "alpha.toml",
            'sources = ["anchors"]\nfamily',
            f'{key} = ["The anchor was never put there."]\nsources = ["anchors"]\nfamily',
            "error NoAnchor",
            [f"unknown key {key}: write one of those below"],
        )
        for key in ("causes", "diagnosis", "remediation", "references")
    ),
    (
        "a source that is no reference",
        "alpha.toml",
        'sources = ["anchors"]\nfamily',
        'sources = ["ancors"]\nfamily',
        "NoAnchor",
        ["the source ancors is not in [reference]", "did you mean anchors?"],
    ),
    (
        "a source of a question that is no reference",
        "alpha.toml",
        'sources = ["anchors"]\n[[error.cause]]',
        'sources = ["rumours"]\n[[error.cause]]',
        "NoAnchor",
        ["the source rumours is not in [reference]"],
    ),
    (
        "a source of a family that is no reference",
        "alpha.toml",
        'sources = ["chains"]',
        'sources = ["chain"]',
        "chain",
        ["the source chain is not in [reference]", "did you mean chains?"],
    ),
    (
        "a reference that nothing cites",
        "beta.toml",
        "[reference]",
        '[reference]\nclocks = { title = "Clocks", url = "https://example.org/clocks" }',
        "reference clocks",
        ["nothing cites it: remove it"],
    ),
    (
        "a reference without a title",
        "beta.toml",
        'title = "Timers", ',
        "",
        "reference timers",
        ["the key 'title' is missing: write it"],
    ),
    (
        "an error with neither cause nor fix",
        "alpha.toml",
        '[[error.fix]]\ntext = "Enrol a new anchor."\n',
        "",
        "error OldAnchor",
        ["it has neither a cause nor a fix: write what to do"],
    ),
    (
        "a fix beside the causes",
        "beta.toml",
        'sources = ["timers"]',
        'sources = ["timers"]\n[[error.fix]]\ntext = "Dial again."',
        "error SlowBeta",
        ["it has causes, and checks or fixes beside them: put these into the causes"],
    ),
    (
        "message of two lines",
        "alpha.toml",
        '"No anchor was found in the machine store."',
        r'"No anchor.\nNone."',
        "error NoAnchor",
        ["message must be one line"],
    ),
    (
        "hint with a blank at its end",
        "alpha.toml",
        '"Put the anchor into the machine store"',
        '"Put the anchor "',
        "error NoAnchor",
        ["hint must be one line without blanks around it"],
    ),
    *(
        (
            f"class named {name}",
            "beta.toml",
            '"SlowBeta"',
            f'"{name}"',
            f"error {name}",
            [f"the class name {name} shadows a builtin", "choose another"],
        )
        for name in ("TimeoutError", "OSError", "Exception")
    ),
    (
        "class named as the base",
        "beta.toml",
        '"SlowBeta"',
        '"IPsecIkeError"',
        "error IPsecIkeError",
        ["is taken by the library itself", "choose another"],
    ),
    (
        "category named as a builtin",
        "beta.toml",
        '"BetaError"',
        '"ConnectionError"',
        "category",
        ["the class name ConnectionError shadows a builtin"],
    ),
    *(
        (
            f"{name} as a class name",
            "beta.toml",
            '"SlowBeta"',
            f'"{name}"',
            f"error {name}",
            ["is no class name", "write CamelCase, such as NoPeerCert"],
        )
        for name in ("slowBeta", "Slow_Beta", "Slow Beta", "SlöwBeta")
    ),
    *(
        (
            f"the number {number}",
            "beta.toml",
            "13805",
            number,
            "error SlowBeta",
            [f"write a number, not {said}", "number"],
        )
        for number, said in [('"13805"', "'13805'"), ("13805.0", "13805.0"), ("true", "True")]
    ),
    *(
        (
            f"the windows number {number}",
            "beta.toml",
            "13805",
            number,
            "error SlowBeta",
            ["is out of range for windows", "an unsigned 32-bit number, such as 13847"],
        )
        for number in ("0", "-2147011049", "0x100000000")
    ),
    *(
        (
            f"the RAS number {number}",
            "alpha.toml",
            "number = 786",
            f"number = {number}",
            "error NoAnchor",
            ["is out of range for ras", "a RAS number from 600 to 999, such as 787"],
        )
        for number in ("0", "599", "1000", "0x80070312")
    ),
    (
        "an article's number of 32 bits",
        "beta.toml",
        "13846",
        "0x80073616",
        "error SlowBeta",
        ["is out of range for winerrorcodes", "one of the reference article's numbers"],
    ),
    *(
        (
            f"the wrapped number {number}",
            "beta.toml",
            "13805",
            number,
            "error SlowBeta",
            ["is a wrapped code", "write it as 13805"],
        )
        for number in ("0x800735ED", "0xC00735ED")
    ),
    *(
        (
            f"the marker {number}",
            "beta.toml",
            "13805",
            number,
            "error SlowBeta",
            [f"the number {number} only marks a range", "belongs to no class"],
        )
        for number in ("13800", "13897", "13909")
    ),
    *(
        (
            f"the symbol {symbol!r}",
            "beta.toml",
            "ERROR_IPSEC_IKE_TIMED_OUT",
            symbol,
            "error SlowBeta",
            [f"{symbol!r} is no symbol", "such as ERROR_IPSEC_IKE_NO_CERT"],
        )
        for symbol in ("", "TIMEOUT", "error_ipsec", "ERROR IPSEC", "ERROR_IPSEC_")
    ),
    (
        "unknown space",
        "beta.toml",
        'space = "windows"',
        'space = "linux"',
        "error SlowBeta",
        ["linux", "space"],
    ),
    (
        "codes out of order",
        "beta.toml",
        'space = "windows", number = 13805',
        'space = "winerrorcodes", number = 13845',
        "error SlowBeta",
        ["the first code is the article's", "a number Windows defines"],
    ),
    (
        "RAS before windows",
        "alpha.toml",
        '{ space = "windows", number = 13806',
        '{ space = "ras", number = 787',
        "error NoAnchor",
        ["codes are out of order", "windows, ras, winerrorcodes"],
    ),
    (
        "no codes",
        "alpha.toml",
        'codes = [{ space = "windows", number = 0x800B0101, symbol = "CERT_E_EXPIRED" }]',
        "codes = []",
        "error OldAnchor",
        ["codes is empty", "at least one number"],
    ),
    (
        "collides on a Windows number",
        "beta.toml",
        'symbol = "ERROR_IPSEC_IKE_TIMED_OUT"',
        'symbol = "ERROR_IPSEC_IKE_TIMED_OUT", collides = "ERROR_X"',
        "error SlowBeta",
        ["collides is for RAS numbers", "leave it out"],
    ),
    (
        "unknown key",
        "beta.toml",
        "transient = true",
        "transient = true\nremedy = []",
        "error SlowBeta",
        ["unknown key remedy", "message, hint, description, unknown, raised_on"],
    ),
    (
        "unknown key of a code",
        "beta.toml",
        'symbol = "ERROR_IPSEC_IKE_TIMED_OUT"',
        'symbol = "ERROR_IPSEC_IKE_TIMED_OUT", hex = "0x35ED"',
        "error SlowBeta",
        ["unknown key hex"],
    ),
    (
        "unknown key of a category",
        "beta.toml",
        "[category]",
        '[category]\ncolour = "red"',
        "category",
        ["unknown key colour", "write name, bases, summary and description"],
    ),
    (
        "unknown key of a family",
        "alpha.toml",
        "[[family]]",
        "[[family]]\ncauses = []",
        "family chain",
        ["unknown key causes", "(keys: name, question, cause, check, fix)"],
    ),
    (
        "missing key",
        "beta.toml",
        'fix_side = "network"\n',
        "",
        "error SlowBeta",
        ["the key 'fix_side' is missing", "write it"],
    ),
    (
        "missing name",
        "beta.toml",
        'name = "SlowBeta"\n',
        "",
        "error number 1",
        ["the key 'name' is missing"],
    ),
    (
        "text for a flag",
        "beta.toml",
        "transient = true",
        'transient = "yes"',
        "error SlowBeta",
        ["write true or false, not 'yes'", "transient"],
    ),
    *(
        (
            f"unknown {key}",
            "beta.toml",
            f'{key} = "{good}"',
            f'{key} = "whoever"',
            "error SlowBeta",
            ["whoever", key, right],
        )
        for key, good, right in [
            ("fix_side", "network", "peer"),
            ("severity", "status", "warning"),
            ("evidence", "documented", "reported"),
        ]
    ),
    (
        "unknown base",
        "alpha.toml",
        'bases = ["NoAnchor"]',
        'bases = ["NoAnker"]',
        "error OldAnchor",
        ["unknown base NoAnker", "did you mean NoAnchor?"],
    ),
    (
        "unknown base of a category",
        "beta.toml",
        '"AlphaError", ',
        '"AlfaError", ',
        "category",
        ["unknown base AlfaError", "did you mean AlphaError?"],
    ),
    (
        "a builtin that is no base here",
        "beta.toml",
        '"TimeoutError"',
        '"ValueError"',
        "category",
        ["unknown base ValueError"],
    ),
    (
        "wrong home",
        "alpha.toml",
        'bases = ["NoAnchor"]',
        'bases = ["IPsecIkeError"]',
        "error OldAnchor",
        ["its first base IPsecIkeError is no AlphaError", "move the record to another file"],
    ),
    (
        "its own base",
        "alpha.toml",
        'bases = ["NoAnchor"]',
        'bases = ["OldAnchor"]',
        "error OldAnchor",
        ["OldAnchor"],
    ),
    (
        "bases in a circle",
        "alpha.toml",
        'name = "NoAnchor"',
        'name = "NoAnchor"\nbases = ["OldAnchor"]',
        "error NoAnchor",
        ["OldAnchor"],
    ),
    (
        "bases in an order that Python refuses",
        "alpha.toml",
        'bases = ["NoAnchor"]',
        'bases = ["AlphaError", "NoAnchor"]',
        "error OldAnchor",
        ["AlphaError", "NoAnchor"],
    ),
    (
        "unknown family",
        "alpha.toml",
        'family = "chain"',
        'family = "chian"',
        "error NoAnchor",
        ["unknown family chian", "did you mean chain?"],
    ),
    *(
        (
            f"the address {url!r}",
            "alpha.toml",
            "https://example.org/anchors",
            url,
            "reference anchors",
            ["is no address", "starts with https://"],
        )
        for url in ("", "example.org", "ftp://example.org", "https://exa mple.org", "https://")
    ),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "record", "said"),
    [pytest.param(*case[1:], id=case[0]) for case in RECORDS],
)
def test_a_wrong_record_stops_the_generator(
    folder: Path, file: str, old: str, new: str, record: str, said: list[str]
) -> None:
    spoil(folder, file, old, new)

    text = refusal(folder)

    assert text.startswith(f"{file}: {record}:")
    for part in said:
        assert part in text


def test_a_base_below_its_user(folder: Path) -> None:
    spoil(folder, "alpha.toml", 'bases = ["NoAnchor"]\n', "")
    spoil(folder, "alpha.toml", 'name = "NoAnchor"', 'name = "NoAnchor"\nbases = ["OldAnchor"]')

    assert refusal(folder) == ("alpha.toml: error NoAnchor: its base OldAnchor must stand above it")


def test_a_circle_of_categories(folder: Path) -> None:
    spoil(folder, "alpha.toml", 'bases = ["IPsecIkeError"]', 'bases = ["BetaError"]')

    text = refusal(folder)

    assert "alpha.toml, beta.toml" in text
    assert "run in a circle: move a record to break it" in text


def test_a_category_that_is_its_own_base(folder: Path) -> None:
    spoil(folder, "alpha.toml", 'bases = ["IPsecIkeError"]', 'bases = ["AlphaError"]')

    text = refusal(folder)

    assert "alpha.toml" in text
    assert "AlphaError" in text


def test_a_category_without_a_base_of_ours(folder: Path) -> None:
    spoil(folder, "alpha.toml", 'bases = ["IPsecIkeError"]', "bases = []")

    text = refusal(folder)

    assert text.startswith("alpha.toml: category")
    assert "IPsecIkeError" in text


def test_a_circle_of_classes_across_files(folder: Path) -> None:
    # NoAnchor below SlowBeta, which is below a category below NoAnchor's own.
    spoil(folder, "alpha.toml", 'name = "NoAnchor"', 'name = "NoAnchor"\nbases = ["SlowBeta"]')

    assert "alpha.toml, beta.toml run in a circle" in refusal(folder)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[category\n", "no valid TOML"),
        (b'[category]\nname = "A"\nname = "B"\n', "no valid TOML"),
        (b"[category]\nname = '\xff'\n", "no valid TOML"),
        (b"", "no [category] table: write one"),
        (b"[[error]]\nname = 'X'\n", "no [category] table: write one"),
        (b"[category]\n[[errors]]\n", "unknown table 'errors': write [category], [reference], [["),
        (b"category = 1\n", "category"),
        (b"error = 1\n[category]\n", "error"),
        (b"error = [1]\n[category]\n", "error"),
    ],
)
def test_a_file_that_is_no_category(folder: Path, content: bytes, said: str) -> None:
    (folder / "gamma.toml").write_bytes(content)

    text = refusal(folder)

    assert text.startswith("gamma.toml:")
    assert said in text


def test_a_folder_without_a_catalogue(tmp_path: Path) -> None:
    text = refusal(tmp_path)

    assert str(tmp_path) in text
    assert "holds no *.toml file: the catalogue lives in src/data" in text


def test_every_fault_of_a_record_is_said_at_once(folder: Path) -> None:
    spoil(folder, "beta.toml", 'hint = "Wait, then call again"', 'hint = ""')
    spoil(folder, "beta.toml", "transient = true", "transient = 1")

    text = refusal(folder)

    assert "hint is empty" in text or "write true or false, not 1" in text
    assert text.startswith("beta.toml: error SlowBeta:")
