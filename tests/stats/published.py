"""Published data sets, as codes of shape (n_units, n_coders); the sources are beside them."""

from __future__ import annotations

import numpy as np

from textmine.arrays import Ints
from textmine.stats import codes_from_counts, codes_from_table


def from_coders(alphabet: str, *coders: str) -> Ints:
    """One string a coder, one character a unit; a character not in the alphabet is missing."""
    return np.array([[alphabet.find(code) for code in coder] for coder in coders]).T


# Krippendorff (2011), Computing Krippendorff's alpha-reliability, examples C and D.
K2011_C = from_coders("12345", "123321412...", "1233224125.3", ".3332342251.", "12332441251.")
# Example A (binary) and example B (nominal).
K2011_A = from_coders("01", "0100000010", "1110010000")
K2011_B = from_coders("abcde", "aabbdcccedda", "babbbccceddd")
# Wikipedia, Krippendorff's alpha: three coders, fifteen units.
WIKIPEDIA_ALPHA = from_coders("1234", "*****34121133*3", "1*213343*******", "**21344*21133*4")

# Fleiss (1971): 30 patients, 6 psychiatrists; depression, personality, schizophrenia, neurosis,
# other.
FLEISS_1971 = codes_from_counts(
    [
        [int(n) for n in row]
        for row in (
            "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 "
            "02031 00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 "
            "10500 00006"
        ).split()
    ]
)
# Wikipedia, Fleiss' kappa: ten units, fourteen coders.
WIKIPEDIA_FLEISS = codes_from_counts(
    [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
)

# Cohen (1960), table 1, unfolded to 200 units.
COHEN_1960 = codes_from_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
# Fleiss, Cohen and Everitt (1969), the table of 200 units.
FCE_1969 = codes_from_table([[106, 10, 4], [22, 28, 10], [2, 12, 6]])
FCE_1969_WEIGHTS = [[1, 0, 0.4444], [0, 1, 0.6667], [0.4444, 0.6667, 1]]
# Artstein and Poesio (2008), table 1.
ARTSTEIN_POESIO = codes_from_table([[46, 6, 0], [0, 32, 0], [0, 6, 10]])
# Gwet (2008): the kappa paradox.
PARADOX = codes_from_table([[118, 5], [2, 0]])

# Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, and its package irrCAC. Its 4
# raters are the data of Krippendorff (2011) with the only code of unit 12 given to rater 3.
ABSTRACTORS = codes_from_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
RATERS_4 = from_coders("12345", "123321412...", "1233224125..", ".33323422513", "12332441251.")
OBSERVERS_5 = from_coders(
    "0123",
    "112.001122.0131",
    "1130000.2110231",
    "203000222100221",
    ".13....0.10022.",
    "2..0001.2....31",
)
GENDER = from_coders(
    "abc", "aaaaabbbcaaaaab", "aaaababccaaaaba", "abbcaabbcabbcaa", "ccccaabbcccccaa"
)
BEN_GERRY = from_coders("abcde", "aabbdcccedda", "babbbccce.dd")
G1G2 = from_coders("abcde", "abccbadab...bb", "abccbbdabe..ba", ".cccbcdbbeaccc", "abccbddabea.bb")

# Dawid and Skene (1979), table 1: 45 patients, the classes given by 5 anaesthetists, of whom the
# first saw each patient three times (the first three digits).
DAWID_SKENE_1979 = np.array(
    [
        [int(code) - 1 for code in patient]
        for patient in (
            "1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 "
            "4444444 2223343 1111111 2223212 1211111 1112111 1111111 1111111 2222221 2221322 "
            "2222222 2222221 2223222 2212222 1111111 1111111 2322222 1111111 1111111 1121121 "
            "1111111 3333233 1111111 2222222 2223232 4334343 2212232 2323233 3333432 1111111 "
            "1111111 1212111 2322222 1211111 2222222"
        ).split()
    ]
)
