"""The vendor's own answer to a charge, byte by byte, in every odd wrapping: what a browser takes is an
answer, and of the rest it is said what is in doubt."""

import gzip
import json
import time
import zlib
from dataclasses import dataclass

from . import server
from .scenarios import Scenario

BODY = json.dumps(server.CREATED, ensure_ascii=False).encode()
BOM = b"\xef\xbb\xbf"
# As much as is read of an answer to a charge; and far more, which is next to nothing when it is packed.
FULL, SPACES = BODY.ljust(1 << 20), b" " * (64 << 20)
# Brotli as RFC 7932 writes what it does not compress: a window of 16 bits, one stored block, the end.
BROTLI = bytes.fromhex("8b0080") + b"{}" + b"\x03"


@dataclass(frozen=True)
class Frame(Scenario):
    """One answer, put in one way, to one payment."""

    why: str = ""  # the doubt, of one that is none


class Last(bytes):
    """Ends where its connection does."""


def answer(*headers, body=BODY, start=b"HTTP/1.1 200 OK", length=True, end=b"\r\n"):
    """A whole answer with these header lines."""
    named = [b"Content-Length: %d" % len(body)] if length else []
    return end.join([start, *headers, *named, b"", b""]) + body


def unended(*headers, body=BODY, start=b"HTTP/1.1 200 OK"):
    """An answer that says nothing of its end."""
    return Last(answer(*headers, body=body, start=start, length=False))


def chunked(*parts, sizes=None, headers=(), trailers=b""):
    """Each part a chunk; `sizes` writes how long it is."""
    sizes = sizes or (lambda part: b"%x" % len(part))
    chunks = b"".join(sizes(part) + b"\r\n" + part + b"\r\n" for part in parts or (BODY[:40], BODY[40:]))
    head = answer(b"Transfer-Encoding: chunked", *headers, body=b"", length=False)
    return head + chunks + b"0\r\n" + trailers + b"\r\n"


def packed(body, coding=b"gzip"):
    return answer(b"Content-Encoding: " + coding, body=body)


def raw(body):
    """Deflate without zlib's own head, as IIS once sent it."""
    pressed = zlib.compressobj(wbits=-15)
    return pressed.compress(body) + pressed.flush()


def named(body):
    """A gzip head with every field it may have."""
    fields = b"\x04\x00ab\x01\x00" + b"charge.json\x00" + b"a comment\x00"
    pressed = raw(body)
    end = zlib.crc32(body).to_bytes(4, "little") + len(body).to_bytes(4, "little")
    return b"\x1f\x8b\x08\x1c" + bytes(5) + b"\xff" + fields + pressed + end


def wrapped(body, layers):
    for _ in range(layers):
        body = gzip.compress(body, 9)
    return body


def broken(body):
    """One bit of what was pressed is another: the checksum tells."""
    body = bytearray(gzip.compress(body, 0))
    body[60] ^= 1
    return bytes(body)


# What a browser takes, and what of it a browser takes only in part: an answer.
TAKEN = {
    "plain": answer(),
    # Text
    "BOM": answer(body=BOM + BODY),
    "BOM, first chunk alone": chunked(BOM, BODY),
    "charset latin-1, and it is": answer(
        b"Content-Type: application/json; charset=iso-8859-1",
        body=BODY.replace(b"Composez", "Composez à l'écran".encode("latin-1")),
    ),
    "charset utf-16, and it is not": answer(b"Content-Type: application/json; charset=utf-16"),
    "no content type is JSON's": answer(b"Content-Type: text/html"),
    "blank lines around": answer(body=b"\r\n\r\n" + BODY + b"\n\n"),
    "as much as is read": answer(body=FULL),
    "as much as is read, in chunks": chunked(FULL[:5], FULL[5:]),
    "as much as is read, packed": packed(gzip.compress(FULL)),
    # Packed
    "gzip": packed(gzip.compress(BODY)),
    "gzip, stored": packed(gzip.compress(BODY, 0)),
    "gzip, in capitals": packed(gzip.compress(BODY), b"GZIP"),
    "x-gzip": packed(gzip.compress(BODY), b"x-gzip"),
    "gzip, every field of its head": packed(named(BODY)),
    "gzip, not said": answer(body=gzip.compress(BODY)),
    "gzip, chunked": chunked(*[bytes([byte]) for byte in gzip.compress(BODY)], headers=[b"Content-Encoding: gzip"]),
    "gzip as a transfer coding": answer(b"Transfer-Encoding: gzip, chunked", length=False, body=b"")
    + b"%x\r\n" % len(gzip.compress(BODY))
    + gzip.compress(BODY)
    + b"\r\n0\r\n\r\n",
    "gzip to the end": unended(b"Content-Encoding: gzip", body=gzip.compress(BODY)),
    "gzip and rubbish": packed(gzip.compress(BODY) + b"\x00" * 9 + b"rubbish" * 9),
    "gzip without its checksum": packed(gzip.compress(BODY)[:-8]),
    "gzip of a BOM": packed(gzip.compress(BOM + BODY)),
    "gzip twice": packed(gzip.compress(gzip.compress(BODY)), b"gzip, gzip"),
    "gzip twice, said once": packed(gzip.compress(gzip.compress(BODY))),
    "gzip said twice": packed(gzip.compress(BODY), b"gzip\r\nContent-Encoding: gzip"),
    "deflate": packed(zlib.compress(BODY), b"deflate"),
    "deflate, the barest": packed(zlib.compress(BODY, 0), b"deflate"),
    "deflate, raw": packed(raw(BODY), b"deflate"),
    "deflate said of gzip": packed(gzip.compress(BODY), b"deflate"),
    "deflate, then gzip": packed(gzip.compress(zlib.compress(BODY)), b"deflate, gzip"),
    "gzip, then deflate": packed(zlib.compress(gzip.compress(BODY)), b"gzip, deflate"),
    **{f"{coding!r} said of plain": packed(BODY, coding.encode()) for coding in (
        "gzip", "deflate", "br", "zstd", "compress", "identity", "none", "utf-8", "", "gzip, identity",
    )},
    # Heads
    "space before the colon": answer(b"X-A : b"),
    "space before the length's colon": answer(b"Content-Length : %d" % len(BODY), length=False),
    "tab before the colon": answer(b"X-A\t: b"),
    "folded": answer(b"X-A: b\r\n c", b"X-D:\r\n\te"),
    "folded length": answer(b"Content-Length:\r\n %d" % len(BODY), length=False),
    "101 headers": answer(*[b"X-%d: b" % number for number in range(101)]),
    "900 headers": answer(*[b"X-%d: b" % number for number in range(900)]),
    "900 headers of one name": answer(*[b"Set-Cookie: a%d=b" % number for number in range(900)]),
    "a header of 100 kB": answer(b"X-A: " + b"b" * 100_000),
    "names in odd case": answer(
        b"cOnTeNt-TyPe: application/json", b"CONTENT-LENGTH: %d" % len(BODY), length=False
    ),
    "bare line feeds": answer(b"X-A: b", end=b"\n"),
    "blank line before": b"\r\n" + answer(),
    "no reason": answer(start=b"HTTP/1.1 200 "),
    "no reason and no space": answer(start=b"HTTP/1.1 200"),
    "a reason with an accent": answer(start="HTTP/1.1 200 Créé".encode()),
    "a reason in latin-1": answer(start="HTTP/1.1 200 Créé".encode("latin-1")),
    "a value in latin-1": answer("X-A: réussi".encode("latin-1")),
    "a value of odd bytes": answer(b"X-A: \x01\x7f\xff\x80", b"X-B: \x1b[0m"),
    "no colon": answer(b"X-A"),
    "no name": answer(b": b"),
    "a name of two words": answer(b"X A: b"),
    "a name with an accent": answer("X-Réf: b".encode()),
    "an empty value": answer(b"X-A:"),
    # Lengths
    "length twice": answer(b"Content-Length: %d" % len(BODY)),
    "length twice in one": answer(b"Content-Length: %d, %d" % (len(BODY), len(BODY)), length=False),
    "length with zeros": answer(b"Content-Length: 000%d" % len(BODY), length=False),
    "length and chunks": chunked(headers=[b"Content-Length: 5"]),
    "chunks with extensions": chunked(sizes=lambda part: b'%x;a=b;c="d e";f' % len(part)),
    "chunks in capitals, with zeros": chunked(BODY[:0xAB], BODY[0xAB:], sizes=lambda part: b"00%X" % len(part)),
    "chunks with spaces": chunked(sizes=lambda part: b"%x  " % len(part)),
    "chunks with trailers": chunked(trailers=b"X-A: b\r\nServer-Timing: app;dur=1\r\n"),
    "HTTP/1.0": answer(start=b"HTTP/1.0 200 OK"),
    "HTTP/1.0 to the end": unended(start=b"HTTP/1.0 200 OK"),
    "HTTP/1.1 to the end": unended(),
    "to the end, and said": unended(b"Connection: close"),
    "not said how it ends, but it is": answer(b"Transfer-Encoding: identity"),
    # Before it
    "100 before": b"HTTP/1.1 100 Continue\r\n\r\n" + answer(),
    "102 and 103 before": b"HTTP/1.1 102 Processing\r\n\r\n"
    b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" + answer(),
    "103 with an odd head before": b"HTTP/1.1 103\r\nLink : </a.css>\r\n x\r\n\r\n" + answer(),
}

# No answer, or none that can be read: which doubt.
DOUBTED = {
    "UTF-16": ("not_json", answer(body=BODY.decode().encode("utf-16"))),
    "UTF-16, and said": (
        "malformed",
        answer(b"Content-Type: application/json; charset=utf-16le", body=BODY.decode().encode("utf-16-le")),
    ),
    "UTF-16, big end first": ("not_json", answer(body=BODY.decode().encode("utf-16-be"))),
    "two BOMs": ("not_json", answer(body=BOM + BOM + BODY)),
    "gzip, a bit flipped": ("not_json", packed(broken(BODY))),
    "gzip, cut": ("malformed", packed(gzip.compress(BODY, 0)[:-40])),
    "gzip, only begun": ("malformed", packed(b"\x1f\x8b\x08")),
    "gzip of nothing": ("malformed", packed(gzip.compress(b""))),
    "gzip, four times": ("not_json", packed(wrapped(BODY, 4))),
    "a byte more than is read": ("oversized", answer(body=FULL + b" ")),
    "a byte more than is read, in chunks": ("oversized", chunked(FULL, b" ")),
    "a byte more than is read, to the end": ("oversized", unended(body=FULL + b" ")),
    "a byte more than is read, packed": ("oversized", packed(gzip.compress(FULL + b" "))),
    "a gzip bomb": ("oversized", packed(wrapped(SPACES, 1))),
    "a gzip bomb in gzip": ("oversized", packed(wrapped(SPACES, 2))),
    "a deflate bomb": ("oversized", packed(zlib.compress(SPACES, 9), b"deflate")),
    "brotli": ("not_json", packed(BROTLI, b"br")),
    "two lengths": ("no_answer", answer(b"Content-Length: 5")),
    # A browser goes on here; hyper has no option for it.
    "two spaces in the first line": ("no_answer", answer(start=b"HTTP/1.1  200 OK")),
    "HTTP/1.0 and chunks": ("no_answer", Last(chunked().replace(b"HTTP/1.1", b"HTTP/1.0"))),
    "bare line feeds between chunks": ("no_answer", chunked().replace(b"\r\n", b"\n")),
    "chunks with a trailer that is none": ("no_answer", chunked(trailers=b"nonsense\r\n")),
    "no number for a length": ("no_answer", answer(b"Content-Length: many", length=False)),
    "a NUL in a value": ("no_answer", answer(b"X-A: \x00")),
    "2000 headers": ("no_answer", answer(*[b"X-%d: b" % number for number in range(2000)])),
    "chunks without an end": ("no_answer", Last(chunked()[:-5])),
    "to the end, and cut": ("malformed", unended(body=BODY[:60])),
    "no head": ("no_answer", Last(BODY)),
    "nothing": ("no_answer", Last()),
    "an answer that was not asked for": ("malformed", Last(answer(start=b"HTTP/1.1 101 Switching Protocols"))),
}


def sent(data):
    return server.landed(lambda wire: wire.send(data, closes=isinstance(data, Last)))


def then_reset(data):
    def how(wire):
        wire.send(data)
        # A reset that overtakes what was sent takes it away: there is nothing to read then.
        time.sleep(0.2)
        wire.reset()

    return server.landed(how)


def slowly(data):
    def how(wire):
        for place in range(len(data)):
            wire.send(data[place : place + 1])

    return server.landed(how)


# TLS without a goodbye, so that nothing says whether a body was to come.
HEAD_ALONE = Frame("a head alone", sent(unended(start=b"HTTP/1.1 400 No", body=b"")), "OutcomeUnknown", why="no_answer")

FRAMES = [
    *[Frame(name, sent(data), "value") for name, data in TAKEN.items()],
    Frame("byte by byte", slowly(TAKEN["chunks with extensions"]), "value"),
    Frame("reset after the whole", then_reset(answer()), "value"),
    Frame("reset after the last chunk", then_reset(chunked()), "value"),
    *[Frame(name, sent(data), "OutcomeUnknown", why=why) for name, (why, data) in DOUBTED.items()],
]
