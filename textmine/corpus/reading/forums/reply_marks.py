"""The marks by which mail programs and forums set off what somebody else wrote: patterns of lines.

They are told by their form, in English and some other languages. Each is tried at the start of a
line, but for WROTE, which is searched for at its end.
"""

import re

WROTE = re.compile(
    r"(?:\b(?:wrote|writes|said|schrieb(?:en)?|schreibt|[eé]crit|escribi[oó]|escreveu|ha scritto"
    r"|schreef|skrev|kirjoitti|napisał|napisal|пишет|написал)|写道)"
    r"(?:\([aа]\))?(?!\w)[^\n]{0,200}[:：]\s{0,3}$",
    re.IGNORECASE,
)
"""The end of a line that says who wrote what is quoted below it: "Ann wrote:"."""

LEAD = re.compile(
    r"\s{0,8}(?:(?:on|am|le|el|il|op|em|den|på|dnia|w dniu|mon|tue|wed|thu|fri|sat|sun)\b"
    r"|\d{1,4}[-./])",
    re.IGNORECASE,
)
"""The beginning of such a line where it states the day: "On 1 May Ann wrote:"."""

FORWARDED = re.compile(
    r"\s{0,8}(?:-{2,20}\s{0,3}(?:original|forwarded|urspr[uü]ngliche|weitergeleitete"
    r"|message d'origine|mensaje|messaggio|oorspronkelijk|mensagem)[^\n]{0,40}-{2,20}"
    r"|begin forwarded message:)\s{0,8}$",
    re.IGNORECASE,
)
"""A rule above a whole message that was answered or sent on."""

FROM = re.compile(r"\s{0,8}\*?(?:from|von|de|da|van|från)\s{0,3}:\*?\s{0,3}\S", re.IGNORECASE)
SENT = re.compile(
    r"\s{0,8}\*?(?:sent|date|gesendet|datum|envoyé|enviado(?: el)?|fecha|inviato|data|verzonden)"
    r"\s{0,3}:\*?\s{0,3}\S",
    re.IGNORECASE,
)
"""Two lines of the head of a message that was answered or sent on."""

PHONE = re.compile(
    r"\s{0,8}(?:sent from my |get outlook for |gesendet von (?:meinem|mobile) "
    r"|von meinem \S{1,30} gesendet|envoy[eé] de mon |enviado desde mi )",
    re.IGNORECASE,
)
"""What a telephone writes under a message."""
