"""The crawl: discovery, state, archive, spiders, and what a kill leaves."""
