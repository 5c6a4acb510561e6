"""Records in the words of others: schema.org NewsArticle, IPTC ninjs 3, zyte-common-items. Nothing is invented."""
