"""Stories, not pages: copies of one text, versions of one article, translations, each linked in a file of its own."""

from newsspider.stories.grouping import Summary, group

__all__ = ["Summary", "group"]
