"""Who gets which alias: the same person the same one, in every corpus of a project."""

import random
import re
import string
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from textmine.privacy.finding import pieces
from textmine.privacy.kinds import NAME, PERSON

FIRST_NAMES: tuple[str, ...] = tuple(
    """
    Aaron Abbas Abel Abena Adam Adele Adrian Agata Agnes Ahmed Aida Aiko Aisha Akira Alan Alba
    Albert Alena Alex Alfred Alia Alicia Alina Alma Alois Amadou Amalia Amara Amelia Amina Amir
    Amos Ana Anders Andrea Andrei Aneta Anja Anka Anna Annika Anouk Anton Anya Arash Ariel Arjun
    Arno Arthur Asha Astrid Atsuko Axel Ayana Ayla Aylin Babak Beata Beatriz Belinda Benita
    Bernard Bianca Birgit Bogdan Boris Bridget Bruno Camila Carla Carlos Carmen Cecilia Celia
    Cem Chen Chiara Chinua Clara Claudia Conrad Cora Cosmin Cyril Dagmar Daiki Damian Dana Danilo
    Daria David Deborah Delia Denis Deniz Derya Diana Diego Dina Dmitri Dora Doris Dragan Edgar
    Edith Edvard Eero Efua Eileen Elena Eli Elif Elin Elisa Elka Ella Elsa Emil Emma Emre Enrico
    Erik Erina Ernst Esra Estela Esther Etienne Eva Fabian Farah Farid Fatima Felicia Felipe
    Felix Femi Fiona Flavia Florian Franco Frida Fumiko Gabriel Gemma Georg Gerda Gianna Gideon
    Gisela Giulia Greta Gudrun Gunnar Gustav Hamid Hana Hanna Harald Haruto Hassan Hector Heidi
    Helena Helga Henri Hilda Hiroshi Hugo Ibrahim Ida Ignacio Ilaria Ilse Imani Imre Ines Ingrid
    Irena Irina Iris Isabel Ismael Ivan Ivana Iveta Jacek Jada Jakob Jamal Jana Janek Jarek
    Jasper Javier Jelena Jens Joana Johan Jolanta Jonas Jorge Josef Judith Julia Julian Jun Kaito
    Kaja Kamal Karel Karim Karina Karl Karol Kasia Katja Kazuko Keiko Kemal Kenji Kerstin Khadija
    Kiran Kirsten Klara Klaus Kofi Konrad Kwame Lara Lars Laura Leandro Leila Lena Leo Leonie
    Leopold Leticia Levi Lidia Lina Linnea Lisa Ljuba Loredana Lorenzo Louisa Lucas Lucia Ludmila
    Luis Luka Lukas Lydia Magda Magnus Mai Maja Malik Malin Marcel Marek Margit Maria Mariam Marko
    Marta Martin Matteo Mattias Maxim Mei Mehmet Melina Milan Milena Mina Mira Miriam Miro Mohamed
    Moira Monika Mustafa Nadia Nadine Naomi Natalia Nelson Nia Nicolas Nika Nikhil Nils Nina Nora
    Noriko Odile Olaf Oleg Olena Olga Olivia Omar Orla Oscar Otto Oyin Pablo Paloma Paolo Pascal
    Patricia Paula Pavel Pedro Petra Philipp Pia Piotr Priya Rachel Rafael Rahel Rainer Ramon
    Rania Raquel Ravi Regina Renata Rhea Ricardo Rika Roberta Rocio Roland Roman Rosa Rosalind
    Roxana Ruben Rudolf Ruth Sabina Sadia Sakura Salma Samir Samuel Sandra Sanjay Santiago Sara
    Sebastian Selim Selma Seo Sergio Shira Sibel Sigrid Silvia Simon Sina Sofia Soledad Solveig
    Sonja Stefan Stella Sunita Susanna Sven Sylvia Tadeusz Takashi Tamar Tania Tariq Tatjana Tereza
    Thea Theo Thomas Tiago Tilda Timur Tobias Tomas Torsten Tunde Ulrike Uma Ursula Uwe Valentina
    Vera Veronika Victor Vilma Viola Vito Wanda Wanja Werner Wilma Wiktor Xavier Xenia Yara Yasmin
    Yohannes Yoko Yolanda Yuki Yusuf Yvonne Zahra Zainab Zara Zdenka Zeynep Zlata Zora Zuzana
    """.split()
)
"""Aliases of people, before initials are added."""

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Person:
    """Somebody named in the texts or as an author, and what stands for the name."""

    name: str
    alias: str
    author: bool = False


@dataclass
class AliasBook:
    """What stands for whom and for what in all corpora of one project; it grows, nothing changes.

    People are kept by `identity` of their names; everything else by kind and identity, with the
    number of its placeholder. The order of first names is drawn with `seed`.
    """

    seed: str
    people: dict[str, Person] = field(default_factory=dict)
    numbers: dict[str, dict[str, int]] = field(default_factory=dict)
    _free: Iterator[str] | None = field(default=None, init=False, repr=False, compare=False)
    _used: set[str] = field(default_factory=set, init=False, repr=False, compare=False)

    def enrol(self, name: str, *, author: bool, avoid: Collection[str]) -> Person:
        """Return the person of this name; a new one gets the next free first name.

        `avoid` holds first names (lower case) of real people, which would mislead as aliases.
        """
        key = identity(name)
        known = self.people.get(key)
        if known is None:
            self.people[key] = Person(name, self._next_alias(avoid), author)
        elif author and not known.author:
            self.people[key] = Person(known.name, known.alias, author)
        return self.people[key]

    def placeholder(self, kind: str, original: str) -> str:
        """Return the placeholder of an original, such as "[place 3]": the same one every time."""
        known = self.numbers.setdefault(kind, {})
        number = known.setdefault(identity(original), len(known) + 1)
        return f"[{kind} {number}]"

    def authors(self) -> list[str]:
        """Return the names of the authors of every corpus so far, sorted."""
        return sorted(person.name for person in self.people.values() if person.author)

    def _next_alias(self, avoid: Collection[str]) -> str:
        if self._free is None:
            self._free = self._aliases()
            self._used = {person.alias for person in self.people.values()}
        alias = next(
            alias
            for alias in self._free
            if alias not in self._used and alias.split()[0].casefold() not in avoid
        )
        self._used.add(alias)
        return alias

    def _aliases(self) -> Iterator[str]:
        """Yield every alias in the drawn order: names, names with an initial, then with a number.

        A name with a number comes even where all first names are to be avoided.
        """
        names = list(FIRST_NAMES)
        random.Random(self.seed).shuffle(names)
        yield from names
        for initial in string.ascii_uppercase:
            yield from (f"{name} {initial}." for name in names)
        number = 1
        while True:
            number += 1
            yield from (f"{name} {number}" for name in names)
            yield f"Person {number}"


def identity(name: str) -> str:
    """Return a name as it is compared: lower case, single spaces, without an @ before it.

    >>> identity(" @Sarah   Miller ")
    'sarah miller'
    """
    return _SPACE.sub(" ", name).strip().lstrip("@").casefold()


def is_person(kind: str) -> bool:
    """Return whether what stands for this kind can be an alias."""
    return kind in (PERSON, NAME)


class People:
    """Names of people, found again by the pieces they are made of."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_identity: dict[str, str] = {}
        self._by_piece: dict[str, set[str]] = defaultdict(set)
        for name in names:
            self._by_identity.setdefault(identity(name), name)
            for piece in pieces(name.split("@")[0] if "@" in name.strip("@") else name):
                self._by_piece[piece].add(identity(name))

    def meant_by(self, mention: str) -> str:
        """Return the one name that a mention means, "" if it is none's or several people's.

        >>> People(["Sarah Miller", "Tom Reed"]).meant_by("Sarah")
        'Sarah Miller'
        """
        exact = self._by_identity.get(identity(mention))
        if exact is not None:
            return exact
        wanted = pieces(mention)
        if not wanted:
            return ""
        owners = set.intersection(*(self._by_piece.get(piece, set()) for piece in wanted))
        return self._by_identity[owners.pop()] if len(owners) == 1 else ""


def link_mentions(mentions: Iterable[str], authors: People) -> dict[str, str]:
    """Return for each mention of a person in one text the name of whom it means.

    An author's name goes before; then "Reed" is the "Tom Reed" of the same text, if there is one.
    """
    distinct = list(dict.fromkeys(mentions))
    linked = {mention: authors.meant_by(mention) for mention in distinct}
    strangers = [mention for mention in distinct if not linked[mention]]
    full = People(mention for mention in strangers if len(pieces(mention)) > 1)
    return {mention: linked[mention] or full.meant_by(mention) or mention for mention in distinct}
