"""Templates that nobody filled in: what gives them away.

Learnt from real notices that said "authorized to use the trademark  and owns": they were
sent by the hundred, and each cost a reviewer's time. Pure: text in, the passage out.
"""

import re

# In order: [name of mark], {{ mark }}, ${mark}, %(mark)s, <insert date>, XXX, ____, ""
_MARKS = re.compile(
    r"""
    \[(?!\s*(?:sic|\d+)\s*\])[^\]\n]{0,80}\]
    | \{\{.{0,80}?\}\} | \$\{[^}\n]{0,80}\} | %\(\w{1,40}\)s
    | <\s*(?:insert|enter|your|name|date|brand|mark|trade\s?mark|company|number|owner)
      \b[^>\n]{0,80}>
    | \bX{3,}\b | _{4,} | \#{3,}[^\#\n]{0,80}\#{3,}
    | \b(?i:lorem\ ipsum) | \b(?:TBD|TODO|TBC)\b
    | ""(?!") | “\s*” | «\s*» | 《\s*》 | 「\s*」
    """,
    re.VERBOSE | re.IGNORECASE,
)
# "owner of the trademark  and owns", "registered under no. , for": a word is missing.
_HOLES = re.compile(
    r"""
    \b(?:trade\ ?marks?|marks?|brands?|names?|company|numbers?|no\.|owners?\ of
       |owned\ by|behalf\ of|holders?\ of)
    (?: [ \t\xa0]{2,}(?:and|or|is|are|was|were|under|owns?|for|in|by)\b
      | [ \t\xa0]+[,.;:] )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def unfilled(text: str) -> str:
    """The first passage that looks like a field nobody filled in, or ""."""
    found = _MARKS.search(text) or _HOLES.search(text)
    return found.group(0).strip()[:80] if found else ""
