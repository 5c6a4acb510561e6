"""The lexicon: the words of all languages, loaded once and matched once over a line; grammars read its tokens."""

from pipelines.lexicon.lexing import Kinds, Token
from pipelines.lexicon.matching import tokens
from pipelines.lexicon.words import Lexicon, lexicon_for

__all__ = ["Kinds", "Lexicon", "Token", "lexicon_for", "tokens"]
