"""From where the fuzzer sets out: well-formed inputs of every target, and some that are nearly so."""

import json
from pathlib import Path

EXAMPLES = [json.loads(path.read_text()) for path in sorted(Path("server/protocol/examples").glob("*.json"))]
ASKS = [(one["command"], ask) for one in EXAMPLES for ask in one["asks"].values()]
NAMES = sorted({one["command"] for one in EXAMPLES})

SEEDS: dict[str, list[bytes]] = {
    "packet": [
        *(f"2/agent,7{json.dumps([name, ask])}".encode() for name, ask in ASKS),
        *(
            b'0/customer,{"token":"x"}',
            b"1/agent,",
            b"3/agent,1[]",
            b'51-/bridge,2["a",{"_placeholder":true,"num":0}]',
            b"2",
            b"",
        ),
    ],
    "polling": [b"40/agent,{}", b"2\x1e3\x1e42/agent,1[]", b"bAAAA", b"\x1e\x1e", "42\u00e9".encode()],
    "command": [bytes([NAMES.index(name)]) + json.dumps(ask).encode() for name, ask in ASKS],
    "signed": [
        b"m_1\n1700000000\nv1,AAAA v1,BBBB\n{}",
        b"\n\n\n",
        b"m\n99999999999999\nv1,\n",
        b"m\n1700000000\nv1a,=\n",
    ],
    "address": [
        *(
            b"https://a.example/x?y=1#z",
            b"http://[::ffff:127.0.0.1]:80/",
            b"https://user@b.example",
            b"//c",
            b"https://0x7f.1/",
        ),
        *("https://\u3002.example/".encode(), b"https://xn--a/", b"https://a.example:99999/"),
    ],
    "bus": [
        b'[1,"news",{}]',
        b'[1,"passing",{"namespace":"/agent","audience":"a","event":"e","payload":{}}]',
        b"\x80\x04K\x01.",
    ],
    "report": [
        b'{"csp-report":{"violated-directive":"script-src-elem","blocked-uri":"inline"}}',
        b'[{"type":"csp-violation","body":{"effectiveDirective":"img-src"}}]',
    ],
    "text": [
        "Hello \u202e\u200bworld\x00\ufeff".encode(),
        "\ud55c\uae00 \u1112\u1161\u11ab".encode(),
        b"\xff\xfe",
        b"a\xcc\x81" * 50,
    ],
}
