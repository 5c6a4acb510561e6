"""How many pages at once: what a worker is asked, the walk over references in their order, shards, a cluster."""
