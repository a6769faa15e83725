"""The words that an article is about, for finding what it has in common with others. Pure.

How often a word occurs here is known when the article is compiled; how rare it is elsewhere
changes with every other article, and is left to who asks.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from articles.search.words import without_accents

MOST_TERMS = 24
LONGEST = 40
# A word of the title says more of what the article is about than one of a body.
TITLE, HEADING = 8, 3
_WORD = re.compile(r"[^\W\d_](?:[\w'-]*\w)?")
# Common English words, and what nearly every health article says.
STOP_WORDS = frozenset(
    """
    a about above after again against all almost along already also although always am among
    an and another any anyone anything are aren't around as ask at away back be became
    because become been before being below best better between both but by call came can
    can't cannot come could day days did didn't different do does doesn't doing don't done
    down during each early either else enough even ever every example far few find first
    follow for from full further gave get gets getting give given gives go goes going good
    got had has have haven't having he help helps her here hers him his hour hours how
    however i if in instead into is isn't it it's its itself just keep kind know known last
    later least less let like likely little long longer look lot low made main make makes
    making many may maybe me mean means might month months more most much must my need needs
    never new next no nor not nothing now of off often old on once one ones only or other
    others our out over own part people perhaps person place possible put quite rather read
    really right said same say see seem seems she should show shows since small so some
    someone something sometimes soon still such take taken takes taking tell than that
    that's the their them themselves then there these they thing things think this those
    though through time times to together told too took toward try two under until up upon
    us use used useful uses using usually very want was way ways we week weeks well went
    were what what's when where whether which while who whole whom whose why will with
    within without won't word work works would year years yes yet you you're your yours
    article doctor doctors health include includes including patient patients study studies
    area body cause caused causes common condition conditions effect effects evidence guide medicine
    medicines medication problem problems reason reasons risk risks sign signs symptom symptoms test
    tests treat treated treatment treatments type types
    """.split()  # noqa: SIM905  (readable)
)
SHORTEST = 3


def distinctive_terms(
    titles: Iterable[str], headings: Iterable[str], bodies: Iterable[Mapping[str, int]]
) -> tuple[tuple[str, int], ...]:
    """At most `MOST_TERMS` words with their weights, the heaviest first, which weighs 1000.

    `bodies` is what `counted` gives of each body.

    >>> distinctive_terms(["Nerve pain"], [], [counted("Pain in the nerves")])
    (('pain', 1000), ('nerve', 1000))
    """
    counts: Counter[str] = Counter()
    for weight, texts in ((TITLE, titles), (HEADING, headings)):
        for text in texts:
            for word, times in counted(text).items():
                counts[word] += weight * times
    for body in bodies:
        counts.update(body)
    # A plural counts as its singular where the article has both.
    for word in [word for word in counts if word.endswith("s") and word[:-1] in counts]:
        counts[word[:-1]] += counts.pop(word)
    if not counts:
        return ()
    # Most words occur once or twice: only those that can be among the first are put in order.
    least = sorted(counts.values(), reverse=True)[:MOST_TERMS][-1]
    first = [pair for pair in counts.items() if pair[1] >= least]
    top = sorted(first, key=lambda pair: (-pair[1], len(pair[0]), pair[0]))[:MOST_TERMS]
    strongest = math.log1p(top[0][1])
    return tuple((word, max(1, round(1000 * math.log1p(count) / strongest))) for word, count in top)


def counted(text: str) -> Counter[str]:
    """The words of a text that may set it apart, without case and accents, with how often they
    occur.

    >>> counted("The heart\u2019s valves: a valve of the heart")
    Counter({'heart': 2, 'valves': 1, 'valve': 1})
    """
    plain = without_accents(text.lower().replace("\u2019", "'"))
    found: Counter[str] = Counter()
    # Each word is looked at once, however often it occurs.
    for written, times in Counter(_WORD.findall(plain)).items():
        word = written.removesuffix("'s")
        if SHORTEST <= len(word) <= LONGEST and word not in STOP_WORDS:
            found[word] += times
    return found
