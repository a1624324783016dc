"""Files as editors have them: text in any encoding, pages, PDFs, and what is none of these."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import NotAText, NoTextInside
from bot.ingest.source_text import read_source_text

SENTENCE = "“It will be replaced,” said Marta Lindqvist, the harbour master of Riga."
STORY = f"""<p>{SENTENCE}</p><p>Three ships could not leave the port on Wednesday night, and two more waited
outside the mole until the wind had turned and the pilots could go out again.</p>"""


def pdf_with(lines: list[str]) -> bytes:
    """A PDF of one page, as small as one can be."""
    drawn = "BT /F1 12 Tf 14 TL 50 750 Td " + " T* ".join(f"({line}) Tj" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
    ]
    out = "%PDF-1.4\n"
    at = []
    for number, body in enumerate(objects, 1):
        at.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{o:010} 00000 n \n" for o in at)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF"
    return out.encode("latin-1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_by_its_mark(encoding: str) -> None:
    assert read_source_text("a.txt", SENTENCE.encode(encoding)).text == SENTENCE


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("cp1252", "“It will be replaced,” said Señora Núñez, the harbour master, and she did not say when."),
        ("cp949", "리가 항구의 문이 폭풍으로 고장나 배 세 척이 떠나지 못했다고 항만청이 수요일 밤에 밝혔다."),
        ("cp1251", "Ворота рижского порта сломались ночью во время шторма, и три корабля не смогли выйти."),
    ],
)
def test_an_old_encoding_is_recognised(encoding: str, said: str) -> None:
    assert read_source_text("a.txt", said.encode(encoding)).text == said


def test_a_page_gives_story_title_and_moment() -> None:
    page = f"""<!doctype html><html><head><title>Gate fails</title>
    <meta property="article:published_time" content="2024-03-14T09:00:00+00:00"></head><body>
    <nav><a href="/sport">Sport</a></nav><article><h1>Gate fails</h1>{STORY}</article>
    <footer>All rights reserved</footer></body></html>"""
    source = read_source_text("stdin", page.encode())
    assert source.title == "Gate fails"
    assert source.published == datetime(2024, 3, 14, 9, tzinfo=UTC)
    assert SENTENCE in source.text
    assert "Sport" not in source.text
    assert "rights" not in source.text


def test_a_page_without_a_story_says_so() -> None:
    with pytest.raises(NoTextInside, match=r"a\.html"):
        read_source_text("a.html", b"<html><head><script>var x = 1</script></head><body></body></html>")


def test_a_pdf_gives_its_text_with_cut_words_whole() -> None:
    source = read_source_text("a.pdf", pdf_with(["The harbour gate of Riga will be re-", "placed in April."]))
    assert " ".join(source.text.split()) == "The harbour gate of Riga will be replaced in April."


def test_a_pdf_of_pictures_says_so() -> None:
    with pytest.raises(NoTextInside, match=r"a\.pdf"):
        read_source_text("a.pdf", pdf_with([]))


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4\nthis is no PDF",
        b"%PDF-",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00",
        b"PK\x03\x04\x14\x00\x06\x00\x00\x00",
        b"\x00" * 100,
    ],
)
def test_what_is_no_text_is_refused_by_name(content: bytes) -> None:
    with pytest.raises((NotAText, NoTextInside), match=r"file\.bin"):
        read_source_text("file.bin", content)
