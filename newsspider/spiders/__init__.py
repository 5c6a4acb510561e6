"""Spiders: none yet; the crawl brings them."""
