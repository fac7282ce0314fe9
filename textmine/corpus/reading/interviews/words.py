"""Words that say who asks, and words before a colon that name nobody."""

import re
import unicodedata

_INTERVIEWERS = """
interviewer interviewers int intv intvr ivr iv i q moderator mod facilitator researcher
interviewerin interviewende interviewender interviewerinnen moderatorin moderation forscher
forscherin fragender fragende frage
enquêteur enquêtrice intervieweur intervieweuse chercheur chercheuse modérateur modératrice
animateur animatrice question
entrevistador entrevistadora moderadora moderador investigador investigadora pregunta
intervjuare intervjuaren forskare forskaren fråga
prowadzący prowadząca badacz badaczka ankieter ankieterka moderatorka pytanie
"""

_ANSWERERS = """
participant participants interviewee interviewees respondent respondents informant informants
befragte befragter befragten interviewpartner interviewpartnerin teilnehmer teilnehmerin
enquêté enquêtée interviewé interviewée participante répondant répondante
entrevistado entrevistada informante
intervjuperson intervjupersonen ip deltagare
badany badana rozmówca rozmówczyni respondentka
"""

_ASKED = "q question frage pregunta fråga pytanie"
"""Labels that stand above questions in texts that are no interviews too."""

_ANSWERED = "a answer antwort réponse reponse respuesta svar odpowiedź r"

_FACTS = """
date time place location venue duration length file filename recording audio transcriber transcript
transcribed transcription project study site setting language id number no session subject title
topic interview gender sex age occupation method software version
datum zeit ort dauer datei aufnahme transkription projekt sprache nummer thema titel interviewnummer
alter geschlecht beruf uhrzeit
lieu durée heure fichier enregistrement projet langue sujet titre
fecha lugar duración hora archivo grabación proyecto idioma tema título
plats tid längd fil inspelning projekt språk ämne
data miejsce czas plik nagranie projekt język temat
"""

_PEOPLE = """
interviewer interviewee participant respondent informant interviewerin befragte befragter
teilnehmer teilnehmerin enquêteur enquêté entrevistador entrevistado entrevistada intervjuare
respondent informant prowadzący badany badana rozmówca moderator researcher facilitator speaker
participants speakers attendees present teilnehmende
"""

_NOBODY = """
note notes example e.g i.e eg ie nb ps re tip warning caution source sources figure table box see
http https ftp www mailto yes no ok okay mm mhm hm well right so first second third finally however
also but and because background aim aims objective objectives summary conclusion introduction
hinweis anmerkung beispiel quelle abbildung tabelle ja nein
remarque exemple oui non nota ejemplo fuente sí exempel ja nej uwaga przykład tak nie
pause laughs laughter laughing inaudible unclear silence crosstalk crying sighs music applause
unverständlich lachen lacht rires rire inaudibles risas inaudible skratt ohörbart śmiech
"""

_GREETINGS = """
hello hi okay ok yes no good thanks thank welcome so right well sure hallo guten ja nein bonjour
merci oui non hola gracias buenos sí hej tack dzień dobry
"""

_NUMBER = re.compile(r"[ \t._#-]{0,3}\d{1,4}$")
_INSIDE = re.compile(r"\s+")


def folded(label: str) -> str:
    """Return a label for comparing: without invisible signs, case and doubled blanks.

    >>> folded("\\u200eAnna  SMITH ")
    'anna smith'
    """
    seen = "".join(sign for sign in label if unicodedata.category(sign) != "Cf")
    return _INSIDE.sub(" ", seen).strip().casefold()


def _set(words: str) -> frozenset[str]:
    return frozenset(map(folded, words.split()))


_INTERVIEWER_SET, _ASKED_SET, _QA = _set(_INTERVIEWERS), _set(_ASKED), _set(f"{_ASKED} {_ANSWERED}")
_ANSWERER_SET = _set(_ANSWERERS)
_FACT_SET, _PEOPLE_SET, _NOBODY_SET = _set(_FACTS), _set(_PEOPLE), _set(_NOBODY)
_GREETING_SET = _set(_GREETINGS)


def without_number(key: str) -> str:
    """Return a folded label without the number behind it: "speaker 2" is "speaker"."""
    return _NUMBER.sub("", key)


def says_interviewer(key: str) -> bool:
    """Return whether a folded label means whoever asks: "interviewer", "int 2", "i1", "q".

    >>> says_interviewer("int 2"), says_interviewer("moderatorin"), says_interviewer("anna")
    (True, True, False)
    """
    return without_number(key.strip("[](). ")) in _INTERVIEWER_SET


def says_answerer(key: str) -> bool:
    """Return whether a folded label means whoever answers: "participant", "respondent 2".

    >>> says_answerer("respondent 2"), says_answerer("ben")
    (True, False)
    """
    return without_number(key.strip("[](). ")) in _ANSWERER_SET


def stands_above_questions(key: str) -> bool:
    """Return whether a folded label is one of lists of questions and answers as well."""
    return without_number(key) in _QA


def is_fact(key: str) -> bool:
    """Return whether a folded label names a fact of an interview, such as its date.

    >>> is_fact("date"), is_fact("date of interview"), is_fact("ben")
    (True, True, False)
    """
    words = without_number(key).replace("-", " ").split()
    return bool(words) and len(words) < 5 and (words[0] in _FACT_SET or words[-1] in _FACT_SET)


def names_people(key: str) -> bool:
    """Return whether a folded label is what a header calls who took part."""
    return any(word in _PEOPLE_SET for word in without_number(key).split())


def names_nobody(key: str) -> bool:
    """Return whether a folded label is a word of prose, never a speaker."""
    return without_number(key).rstrip(".") in _NOBODY_SET


def greets(word: str) -> bool:
    """Return whether a speech may begin with a word, and a name cannot."""
    return folded(word).strip(",.!") in _GREETING_SET
