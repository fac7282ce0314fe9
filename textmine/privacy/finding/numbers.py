"""Telephone numbers, postcodes and account numbers: told by form, and by what stands around them.

A year, an amount or a section of a law has the form of many a number; where the form alone does not
tell, a word or a mark beside it has to.
"""

import re
from collections.abc import Iterator

from textmine.privacy.finding.found import LIKELY, SURE, UNSURE, Found
from textmine.privacy.finding.regions import US_STATE_CODES, US_STATES
from textmine.privacy.kinds import ACCOUNT, PHONE, POSTCODE

_BEFORE = r"(?<![\w$£€.,/-])(?<![$£€]\s)"
_AFTER = r"(?![\d/-]|[.,]\d|\s?(?:%|€|£|\$|euros?\b|pounds\b|dollars\b|million|Euro\b))"
_CALL = re.compile(
    r"\b(?:tel|telephone|phones?|phone numbers?|mobile|cell|fax|call(?:ed)?|text|ring|dial|numbers|"
    r"telefon|handy|teléfono|móvil|llamar|llame)\b",
    re.I,
)
_REACH = 60
_PHONES: tuple[tuple[str, str], ...] = (
    (SURE, r"(?<![\w+.-])(?:\+|00)[1-9]\d{0,2}[\s.-]?(?:\(0\)[\s.-]?)?"
           r"(?:\d[\s.()/-]{0,3}){6,12}\d"),
    (SURE, rf"{_BEFORE}(?:1[\s.-])?(?:\(\d{{3}}\)\s?|\d{{3}}[-.\s])\d{{3}}[-.\s]\d{{4}}"
           r"(?:\s?(?:x|ext\.?)\s?\d{1,5})?"),
    (LIKELY, rf"{_BEFORE}\(?0[1-9]\d{{1,4}}\)?[\s/-]{{1,3}}\d{{2,4}}(?:[\s-]?\d{{2,8}}){{1,4}}"),
    (LIKELY, rf"{_BEFORE}0[1-9](?:[\s.-]\d{{2}}){{4}}"),
    (LIKELY, rf"{_BEFORE}0[1-9]\d{{8,10}}"),
    (LIKELY, rf"{_BEFORE}[6789]\d{{2}}(?:[\s.-]\d{{3}}[\s.-]\d{{3}}|(?:[\s.-]\d{{2}}){{3}})"),
)  # fmt: skip
_COMPILED_PHONES = tuple((sure, re.compile(form + _AFTER)) for sure, form in _PHONES)
_CALLED_PHONE = re.compile(rf"{_BEFORE}(?:\d[\s.-]?){{5,14}}\d{_AFTER}")
_YEARS = re.compile(r"(?:1[89]|20)\d\d[\s–-]+(?:1[89]|20)\d\d")

_UK = r"(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPS-UW]|[A-HK-Y]\d[ABEHMNPRV-Y]))"
_STATES = "|".join([*US_STATE_CODES, *sorted(US_STATES, key=len, reverse=True)])
_UNITS = (
    "Euro|Mark|Menschen|Einwohner|Personen|Bürger|Kilometer|Meter|Haushalte|Autos|Fahrzeuge|Stimmen"
)
_POSTCODES: tuple[tuple[str, str], ...] = (
    (SURE, rf"\b{_UK} ?\d[ABD-HJLNP-UW-Z]{{2}}\b"),
    (SURE, rf"\b(?:{_STATES}),?\s+(\d{{5}}(?:-\d{{4}})?)\b(?!,\d)"),
    (SURE, r"\b(?:[Zz][Ii][Pp](?:\s?[Cc]odes?)?|PLZ|Postleitzahl|C\.?\s?P\.?|[Cc]ódigo\s+postal|"
           r"[Pp]ost\s?codes?)(?:\s+is|\s+es|\s+ist)?[:.\s]+(\d{5}(?:-\d{4})?)\b"),
    (SURE, rf"(?:,\s?|\n\s{{0,8}}|\bin\s|\bD-)(\d{{5}})\s+"
           rf"(?!(?:{_UNITS})\b)(?=[A-ZÄÖÜ][a-zäöüß]{{2}})"),
    (SURE, r"(?:,\s?|\n\s{0,8}|[-–]\s)((?:0[1-9]|[1-4]\d|5[0-2])\d{3})\s*+(?:[,(]\s*+)?"
           r"(?=[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{2})"),
)  # fmt: skip
_COMPILED_POSTCODES = tuple((sure, re.compile(form)) for sure, form in _POSTCODES)

_ACCOUNTS: tuple[tuple[str, str], ...] = (
    ("national insurance number", r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?"
                                  r"(?:\d{2} ?){3}[A-D]\b"),
    ("social security number", r"(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])"),
    ("identity number", r"\b(?:\d{8}-?[A-HJ-NP-TV-Z]|[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z])\b"),
)  # fmt: skip
_COMPILED_ACCOUNTS = tuple((rule, re.compile(form)) for rule, form in _ACCOUNTS)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])")
_DIGIT = re.compile(r"\d")
_FIVE = re.compile(r"\d{5}")
_FEWEST = 6
"""Digits of a text without which it has no number of a telephone or an account, IBANs aside."""


def find_numbers(text: str) -> Iterator[Found]:
    """Yield telephone numbers, postcodes and account numbers of a text."""
    digits = len(_DIGIT.findall(text))
    if not digits:
        return
    if digits >= _FEWEST:
        yield from _accounts(text)
    yield from _ibans(text)
    yield from _postcodes(text)
    if digits >= _FEWEST:
        yield from _phones(text)


def _phones(text: str) -> Iterator[Found]:
    for certainty, form in _COMPILED_PHONES:
        for match in form.finditer(text):
            digits = sum(sign.isdigit() for sign in match[0])
            if 8 <= digits <= 15 and not _YEARS.search(match[0]):
                yield Found(*match.span(), PHONE, "telephone number", certainty)
    for match in _CALLED_PHONE.finditer(text):
        near = text[max(0, match.start() - _REACH) : match.start()]
        if _CALL.search(near) and not _YEARS.search(match[0]):
            start, end = match.span()
            yield Found(start, end, PHONE, "number after a word for calling", UNSURE)


def _postcodes(text: str) -> Iterator[Found]:
    runs = _FIVE.search(text) is not None
    for certainty, form in _COMPILED_POSTCODES if runs else _COMPILED_POSTCODES[:1]:
        for match in form.finditer(text):
            start, end = match.span(1) if form.groups else match.span()
            yield Found(start, end, POSTCODE, "postcode", certainty)


def _accounts(text: str) -> Iterator[Found]:
    for rule, form in _COMPILED_ACCOUNTS:
        for match in form.finditer(text):
            yield Found(*match.span(), ACCOUNT, rule, SURE)
    for match in _CARD.finditer(text):
        if luhn_holds(match[0]):
            yield Found(*match.span(), ACCOUNT, "card number", SURE)


def _ibans(text: str) -> Iterator[Found]:
    for match in _IBAN.finditer(text):
        if iban_holds(match[0]):
            yield Found(*match.span(), ACCOUNT, "IBAN", SURE)


def iban_holds(text: str) -> bool:
    """Return whether the check digits of an IBAN are right (ISO 13616: the rest modulo 97 is 1).

    >>> iban_holds("GB82 WEST 1234 5698 7654 32"), iban_holds("GB83 WEST 1234 5698 7654 32")
    (True, False)
    """
    signs = text.replace(" ", "")
    turned = signs[4:] + signs[:4]
    return 15 <= len(signs) <= 34 and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def luhn_holds(text: str) -> bool:
    """Return whether the last digit of a card number is right (ISO/IEC 7812-1, Luhn's formula).

    >>> luhn_holds("4111 1111 1111 1111"), luhn_holds("4111 1111 1111 1112")
    (True, False)
    """
    digits = [int(sign) for sign in text if sign.isdecimal() and sign.isascii()]
    if len(set(digits)) < 2:
        return False
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0
